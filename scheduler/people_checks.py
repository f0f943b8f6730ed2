"""Asking Slack about those who look after stores, so that a leaver is noticed within a day."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.people import Person
from domain.workspaces import Workspace
from services.sweeps import one_by_one
from services.workspace.people import Member, People
from services.workspace.workspaces import Workspaces
from slack_api.errors import Refused, read_refusal
from slack_api.messages import Clients

log: structlog.stdlib.BoundLogger = structlog.get_logger()

AT_ONCE = 10
"""People asked about at a time: every quarter of a minute, less than half of what Slack allows.

Source: docs.slack.dev/apis/web-api/rate-limits: `users.info` is of tier 4, 100 calls a minute.
"""
_UNKNOWN = "user_not_found"

Ask = Callable[[AsyncWebClient, Workspace, str], Awaitable[Person]]
"""Asks Slack about somebody, and keeps what it says."""


@dataclass(frozen=True)
class WatchPeople:
    people: People
    workspaces: Workspaces
    clients: Clients
    ask: Ask

    async def ask_due(self) -> None:
        """Ask about owners and backups of whom Slack has told nothing for most of a day."""
        await one_by_one(await self.people.claim(AT_ONCE), self._ask, "people")

    async def _ask(self, member: Member) -> None:
        """Ask about somebody; while Slack does not tell, they stay who they were."""
        try:
            workspace = await self.workspaces.get(member.workspace_id)
            client = await self.clients.of_workspace(workspace.id)
            await self.ask(client, workspace, member.slack_user_id)
        except SlackApiError as refusal:
            reason = read_refusal(refusal).reason
            if reason == _UNKNOWN:
                await self.people.lose(member)
            else:
                log.info("slack does not tell of a person yet", reason=reason)
        except (Refused, ClientError, TimeoutError, OSError) as fault:
            log.info("slack cannot be asked about a person yet", fault=type(fault).__name__)
