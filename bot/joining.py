"""Connect to Slack at the start, and find the workspace that the bot's token belongs to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.errors import CannotStart
from bot.settings import Settings
from domain.workspaces import Joining, Workspace
from services.workspace.workspaces import Workspaces
from slack_api.client import SlackAnswers, SlackClients, new_session
from slack_api.errors import Verdict, read_refusal
from slack_api.installations import Installation, OneInstallation

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True)
class Slack:
    """What the wiring needs to talk to Slack."""

    clients: SlackClients
    installations: OneInstallation
    answers: SlackAnswers


@asynccontextmanager
async def open_slack(settings: Settings, workspaces: Workspaces) -> AsyncIterator[Slack]:
    """Open the session that all calls share, and join the workspace. Raises `CannotStart`."""
    answers = SlackAnswers()
    async with new_session(answers) as session:
        clients = SlackClients(session, settings.slack_api_url)
        token = settings.slack_bot_token.get_secret_value()
        joined = await join_workspace(clients, token, workspaces, settings.admin_channel)
        yield Slack(clients, joined, answers)


async def join_workspace(
    clients: SlackClients, token: str, workspaces: Workspaces, admin_channel: str | None = None
) -> OneInstallation:
    """Ask Slack whose token this is; while Slack does not answer, trust what was known before.

    Raises `CannotStart`.
    """
    try:
        answer = await clients.with_token(token).auth_test()
    except SlackApiError as refusal:
        refused = read_refusal(refusal)
        if refused.verdict is not Verdict.SUSPENDED:
            return OneInstallation(Installation(await _known(clients, workspaces), token))
        raise CannotStart(
            f"Slack refuses SLACK_BOT_TOKEN ({refused.reason}). "
            "Copy the Bot User OAuth Token from the app's page OAuth & Permissions."
        ) from None
    except (ClientError, OSError, TimeoutError):
        return OneInstallation(Installation(await _known(clients, workspaces), token))
    joining = Joining(
        slack_team_id=answer["team_id"],
        name=answer["team"],
        url=answer["url"],
        bot_id=answer["bot_id"],
        bot_user_id=answer["user_id"],
        admin_channel=admin_channel,
    )
    return OneInstallation(Installation(await workspaces.join(joining), token))


async def _known(clients: SlackClients, workspaces: Workspaces) -> Workspace:
    known = await workspaces.all()
    if len(known) != 1:
        raise CannotStart(
            f"Slack cannot be reached at {clients.api_url}, and it must be asked once before the "
            "first start. Check the network, then start again."
        )
    log.warning("slack cannot be reached; going on with the workspace known before")
    return known[0]
