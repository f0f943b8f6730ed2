"""What happens again and again while the bot watches over connections."""

from typing import Any

from storage.application_tables import AlarmRow
from storage.seller_tables import AuthorizationRow
from tests.deeds import said
from tests.house import House
from tests.journeys.steps import SellersBrowser as Browser
from tests.journeys.steps import connected_store, rows, say_ours

Json = dict[str, Any]
HOSTS = "sales"
"""The Slack channel that ADMIN_CHANNEL names."""
HOSTS_ID = "C0SALES001"


async def check(house: House) -> None:
    """Let whatever is due be checked, and what is owed be delivered."""
    await house.bot.metronome.tick("checks")
    await house.deliver()


async def look(house: House) -> None:
    """Let the bot look at its application and its alarms, and what is owed be delivered."""
    await house.bot.metronome.tick("application")
    await house.bot.metronome.tick("alarms")
    await house.deliver()


async def hours_pass(house: House, hours: int) -> None:
    """Let hours pass one by one, with a check and a look in each."""
    for _ in range(hours):
        house.clock.move(hours=1)
        await check(house)
        await look(house)


async def ours(
    house: House, browser: Browser, seller: str = "Nordic Outdoor", **typed: str
) -> None:
    """Connect a store to a seller of whom Anna says that it is theirs."""
    await connected_store(house, browser, seller, **typed)
    await say_ours(house, seller)


def messages(house: House, channel: str = "amazon") -> list[Json]:
    found: list[Json] = house.slack.channel(channel).messages
    return found


def texts(house: House, channel: str = "amazon") -> list[str]:
    """Read all that stands in a Slack channel, oldest first."""
    return [said(message) for message in messages(house, channel)]


async def authorization(house: House, seller: str = "Nordic Outdoor") -> Any:
    return next(r for r in await rows(house, AuthorizationRow) if r.seller_name == seller)


async def alarms(house: House) -> list[Any]:
    """Read the alarms that there were, the oldest first."""
    return sorted(await rows(house, AlarmRow), key=lambda row: (row.since, row.kind))
