"""The app's Home: drawn when it is opened, and when its pages are turned."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.asking import Asked
from handlers.slack.directory import Directory
from services.finding import FindStores
from views.home import closed_home, home_view
from views.language import Languages


@dataclass(frozen=True)
class Home:
    stores: FindStores
    directory: Directory
    languages: Languages

    async def opened(
        self, event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        workspace = context["authorize_result"]["installation"].workspace
        person = await self.directory.person(client, workspace.id, event["user"])
        say = self.languages.of(person.locale)
        if person.is_member:
            view = home_view(say, await self.stores.page(person, ""))
        else:
            view = closed_home(say)
        await client.views_publish(user_id=person.slack_user_id, view=view)

    async def turn_page(self, asked: Asked) -> None:
        await asked.ack()
        page = int(asked.action["value"].partition(":")[0])
        view = home_view(asked.say, await self.stores.page(asked.person, "", page))
        await asked.client.views_publish(user_id=asked.person.slack_user_id, view=view)
