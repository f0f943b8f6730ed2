"""Bolt, and the clients that speak to Slack."""

import logging
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiohttp import ClientSession, ClientTimeout, TraceConfig, TraceRequestEndParams
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.installations import Installation, Installations
from scheduler.posting import Refused, Verdict

CALL_LIMIT = 8
"""Seconds that one call to Slack may take."""


class SlackAnswers:
    """Counts how Slack answers, whoever called: `ok`, `refused`, `unwell` and the like."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()

    def trace(self) -> TraceConfig:
        """Return what lets a session tell of its answers."""
        trace = TraceConfig()
        trace.on_request_end.append(self._answered)
        trace.on_request_exception.append(self._failed)
        return trace

    async def _answered(self, _session: Any, _context: Any, told: TraceRequestEndParams) -> None:
        self.answers[_kind(told.response.status)] += 1

    async def _failed(self, _session: Any, _context: Any, _told: Any) -> None:
        self.answers["unreachable"] += 1


def new_session(answers: SlackAnswers) -> ClientSession:
    """Return the one session that all calls to Slack share."""
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
    """Clients with one session and no retries of their own: a retried post is a doubled one."""

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
    """The client of each workspace that the delivery sends to."""

    clients: SlackClients
    installations: Installations

    async def of_workspace(self, workspace_id: UUID) -> AsyncWebClient:
        """Return the client with the workspace's token, or raise `Refused`."""
        installation = await self.installations.of_workspace(workspace_id)
        if installation is None:
            raise Refused(Verdict.SUSPENDED, "not installed")
        return self.clients.with_token(installation.bot_token)


def build_bolt(
    clients: SlackClients, installations: Installations, signing_secret: str
) -> AsyncApp:
    """Build the Bolt app; requests reach it verified and parsed."""

    async def authorize(team_id: str | None, **_others: Any) -> AuthorizeResult | None:
        installation = await installations.of_team(team_id or "")
        return None if installation is None else _authorized(installation)

    return AsyncApp(
        name="amazon-store-bot",
        logger=logging.getLogger("slack_bolt"),
        signing_secret=signing_secret,
        client=clients.with_token(None),
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for a refusal
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        user_facing_authorize_error_message=(
            "This bot serves another Slack workspace. Ask whoever runs it to add yours."
        ),
    )


def _authorized(installation: Installation) -> AuthorizeResult:
    workspace = installation.workspace
    result = AuthorizeResult(
        enterprise_id=None,
        team_id=workspace.slack_team_id,
        bot_token=installation.bot_token,
        bot_id=workspace.bot_id,
        bot_user_id=workspace.bot_user_id,
    )
    result["installation"] = installation
    return result
