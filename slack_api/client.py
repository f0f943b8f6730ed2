"""Clients of Slack's Web API, one for each workspace."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiohttp import ClientSession, ClientTimeout, TraceConfig, TraceRequestEndParams
from slack_sdk.web.async_client import AsyncWebClient

from slack_api.errors import Refused, Verdict
from slack_api.installations import Installations

CALL_LIMIT = 8
"""The time-out of one call, in seconds."""


class SlackAnswers:
    """Counts Slack's responses to all callers: `ok`, `refused`, `unwell` and the like."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()

    def trace(self) -> TraceConfig:
        """Return the trace configuration that counts a session's responses."""
        trace = TraceConfig()
        trace.on_request_end.append(self._answered)
        trace.on_request_exception.append(self._failed)
        return trace

    async def _answered(self, _session: Any, _context: Any, told: TraceRequestEndParams) -> None:
        self.answers[_kind(told.response.status)] += 1

    async def _failed(self, _session: Any, _context: Any, _told: Any) -> None:
        self.answers["unreachable"] += 1


def new_session(answers: SlackAnswers) -> ClientSession:
    """Create the session that all calls to Slack share."""
    limit = ClientTimeout(total=CALL_LIMIT)
    return ClientSession(timeout=limit, trace_configs=[answers.trace()])


def _kind(status: int) -> str:
    match status:
        case 200:
            return "ok"
        case 429:
            return "ratelimited"
    return "unwell" if status >= 500 else "refused"


@dataclass(frozen=True)
class SlackClients:
    """Creates clients that share a session and never retry: a retried post is a duplicate."""

    session: ClientSession
    api_url: str

    def with_token(self, token: str | None) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self.api_url,
            session=self.session,
            timeout=CALL_LIMIT,
            retry_handlers=[],
        )


@dataclass(frozen=True)
class WorkspaceClients:
    """Caches the client of each workspace, for the delivery."""

    clients: SlackClients
    installations: Installations

    async def of_workspace(self, workspace_id: UUID) -> AsyncWebClient:
        """Return the client with the workspace's token, or raise `Refused`."""
        installation = await self.installations.of_workspace(workspace_id)
        if installation is None:
            raise Refused(Verdict.SUSPENDED, "not installed")
        return self.clients.with_token(installation.bot_token)
