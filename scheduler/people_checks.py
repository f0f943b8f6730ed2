"""Ask Slack about owners and backups, so that a leaver is noticed within a day."""

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
from slack_api.errors import Refused, is_of_nobody, read_refusal
from slack_api.messages import Clients

log: structlog.stdlib.BoundLogger = structlog.get_logger()

AT_ONCE = 10
"""People asked about in one sweep: every 15 seconds, less than half of Slack's limit.

Source: docs.slack.dev/apis/web-api/rate-limits: `users.info` is of tier 4, 100 calls a minute.
"""

Ask = Callable[[AsyncWebClient, Workspace, str], Awaitable[Person]]
"""Asks Slack about somebody, and saves the answer."""


@dataclass(frozen=True)
class WatchPeople:
    """Asks Slack about owners and backups; the metronome calls it."""

    people: People
    workspaces: Workspaces
    clients: Clients
    ask: Ask

    async def ask_due(self) -> None:
        """Ask about owners and backups last heard of most of a day ago."""
        await one_by_one(await self.people.claim(AT_ONCE), self._ask, "people")

    async def _ask(self, member: Member) -> None:
        """Ask about somebody; while Slack does not answer, nothing changes."""
        try:
            workspace = await self.workspaces.get(member.workspace_id)
            client = await self.clients.of_workspace(workspace.id)
            await self.ask(client, workspace, member.slack_user_id)
        except SlackApiError as refusal:
            if is_of_nobody(refusal):
                await self.people.lose(member)
            else:
                reason = read_refusal(refusal).reason
                log.info("slack does not tell of a person yet", reason=reason)
        except (Refused, ClientError, TimeoutError, OSError) as fault:
            log.info("slack cannot be asked about a person yet", fault=type(fault).__name__)
