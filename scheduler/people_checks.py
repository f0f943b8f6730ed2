"""Ask Slack about owners and backups, so that a leaver is noticed within a day."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.clock import Clock
from domain.people import Person
from domain.workspaces import Workspace
from services.sweeps import one_by_one
from services.workspace.people import Member, People
from services.workspace.workspaces import Workspaces
from slack_api.errors import Refused, Verdict, is_of_nobody, read_refusal
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
    clock: Clock

    async def ask_due(self) -> None:
        """Ask about owners and backups last heard of most of a day ago."""
        await one_by_one(await self.people.claim(AT_ONCE), self._ask, "people")

    async def _ask(self, member: Member) -> None:
        """Ask about somebody; while Slack does not answer, nothing changes."""
        workspace = await self.workspaces.get(member.workspace_id)
        asked_at = self.clock()
        try:
            client = await self.clients.of_workspace(workspace.id)
            await self.ask(client, workspace, member.slack_user_id)
        except SlackApiError as refusal:
            if is_of_nobody(refusal):
                await self.people.lose(member)
            else:
                await self._note(workspace, read_refusal(refusal), asked_at)
        except (Refused, ClientError, TimeoutError, OSError) as fault:
            log.info("slack cannot be asked about a person yet", fault=type(fault).__name__)

    async def _note(self, workspace: Workspace, refused: Refused, asked_at: datetime) -> None:
        """Suspend a workspace whose token Slack refuses; anything else passes by itself."""
        if refused.verdict is Verdict.SUSPENDED:
            await self.workspaces.refused(workspace.slack_team_id, refused.reason, asked_at)
        log.info("slack does not tell of a person yet", reason=refused.reason)
