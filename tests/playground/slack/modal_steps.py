"""Steps that tests of modals share."""

from block_makers import Json, field, option
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import ToyBot

from playground.slack import LocalSlack
from playground.slack.person import Person

COUNTRY = field(
    "Country", {"type": "static_select", "options": [option("Sweden"), option("Norway")]}
)


async def opened(slack: LocalSlack, bot: ToyBot, client: AsyncWebClient, view: Json) -> Person:
    """Let Anna open a modal by a command in #amazon."""
    anna = slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    await client.views_open(trigger_id=bot.last["trigger_id"], view=view)
    return anna


def shown(person: Person) -> Json:
    assert person.modal
    return person.modal


async def filled(anna: Person) -> Json:
    await anna.type(shown(anna), "Name", "Nordic")
    await anna.choose(shown(anna), "Country", "Sweden")
    return shown(anna)
