"""The Bolt app."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from slack_api.client import SlackClients
from slack_api.installations import Installation, Installations


def build_bolt(
    clients: SlackClients, installations: Installations, signing_secret: str
) -> AsyncApp:
    """Build the Bolt app, which gets requests verified and parsed."""

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
