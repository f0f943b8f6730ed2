"""The app's Home tab: rendered when it is opened, and when its pages are turned."""

from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from domain.people import Person
from domain.permissions import Action, may
from handlers.slack.directory import Directory
from handlers.slack.middleware import SlackRequest
from services.stores.find import FindStores
from views.language import Translators
from views.slack.home import closed_home, home_view

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True)
class Home:
    """Publishes the Home tab; Bolt calls it on `app_home_opened` and for its page buttons."""

    stores: FindStores
    directory: Directory
    languages: Translators

    async def opened(
        self, event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """Publish the Home of whoever opens it; while Slack does not answer, the old one stays."""
        workspace = context["authorize_result"]["installation"].workspace
        try:
            person = await self.directory.person(client, workspace, event["user"])
            view = await self._view(person)
            await client.views_publish(user_id=person.slack_user_id, view=view)
        except (SlackApiError, ClientError, TimeoutError, OSError) as fault:
            log.warning("a home could not be drawn", fault=type(fault).__name__)

    async def _view(self, person: Person) -> View:
        t = self.languages.of(person.locale)
        if not may(person, Action.USE):
            return closed_home(t)
        return home_view(t, await self.stores.page(person))

    async def turn_page(self, request: SlackRequest) -> None:
        await request.ack()
        page = int(request.action["value"].partition(":")[0])
        view = home_view(request.t, await self.stores.page(request.person, page=page))
        await request.client.views_publish(user_id=request.person.slack_user_id, view=view)
