"""Bolt, and the clients that speak to Slack."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.installations import Installation, Installations
from scheduler.posting import Refused, Verdict

CALL_LIMIT = 8
"""Seconds that one call to Slack may take."""


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
