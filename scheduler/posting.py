"""Sending one message to Slack, and reading what Slack says to it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.messages import OwedMessage, Posted
from views.slack import Message

_PERSON_PREFIXES = ("U", "W")
_UNREACHABLE = {
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "user_not_found",
    "cannot_dm_bot",
    "user_disabled",
}
_TOKEN_REFUSED = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "team_access_not_granted",
}
_GONE = {"message_not_found", "cant_update_message"}


class Verdict(Enum):
    """What a refusal of Slack's means for the message."""

    LATER = auto()
    UNREACHABLE = auto()
    SUSPENDED = auto()
    DELETED = auto()


@dataclass(frozen=True)
class Refused(Exception):
    """Slack did not take a message; `after` is how long it asked to wait."""

    verdict: Verdict
    reason: str
    after: timedelta | None = None


class Clients(Protocol):
    async def of_workspace(self, workspace_id: UUID) -> AsyncWebClient:
        """Return the client with the workspace's token, or raise `Refused`."""
        ...


@dataclass(frozen=True)
class Post:
    clients: Clients

    async def __call__(self, owed: OwedMessage, message: Message) -> Posted:
        """Post a message, or update the one that stands; raises `Refused`."""
        client = await self.clients.of_workspace(owed.workspace_id)
        try:
            return await _send(client, owed, message)
        except SlackApiError as refusal:
            raise _read(refusal) from refusal
        except (TimeoutError, OSError) as fault:
            raise Refused(Verdict.LATER, type(fault).__name__) from fault


async def _send(client: AsyncWebClient, owed: OwedMessage, message: Message) -> Posted:
    shown = message.payload()
    if owed.channel is not None and owed.ts is not None:
        await client.chat_update(channel=owed.channel, ts=owed.ts, **shown)
        return Posted(owed.channel, owed.ts)
    channel = owed.target
    if channel.startswith(_PERSON_PREFIXES):
        channel = (await client.conversations_open(users=channel))["channel"]["id"]
    posted = await client.chat_postMessage(
        channel=channel,
        thread_ts=owed.thread,
        unfurl_links=False,
        unfurl_media=False,
        **shown,
    )
    return Posted(posted["channel"], posted["ts"])


def _read(refusal: SlackApiError) -> Refused:
    reason = str(refusal.response.get("error") or refusal.response.status_code)
    if refusal.response.status_code == 429:
        seconds = int(refusal.response.headers.get("Retry-After", "1"))
        return Refused(Verdict.LATER, "ratelimited", timedelta(seconds=seconds))
    if reason in _UNREACHABLE:
        return Refused(Verdict.UNREACHABLE, reason)
    if reason in _TOKEN_REFUSED:
        return Refused(Verdict.SUSPENDED, reason)
    if reason in _GONE:
        return Refused(Verdict.DELETED, reason)
    return Refused(Verdict.LATER, reason)
