"""Sending one message to Slack, and reading what Slack says to it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from domain.messages import OwedMessage, Posted
from views.slack import Message

_PERSON_PREFIXES = ("U", "W")
_FINAL = {
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "user_not_found",
    "cannot_dm_bot",
    "user_disabled",
    "invalid_blocks",
    "invalid_arguments",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
}
"""Where nobody is reached, or what Slack would refuse again and again."""
_TOKEN_REFUSED = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "team_access_not_granted",
}
_SECONDS = re.compile(r"[0-9]{1,5}", re.ASCII)
_GONE = {"message_not_found", "cant_update_message"}


class Verdict(Enum):
    """What a refusal of Slack's means for the message."""

    LATER = auto()
    UNKNOWN = auto()
    FINAL = auto()
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
            raise read_refusal(refusal) from refusal
        except (ClientError, TimeoutError, OSError) as fault:
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


def read_refusal(refusal: SlackApiError) -> Refused:
    """Tell what an answer means; one without Slack's JSON comes from something in between."""
    answer = refusal.response
    if not isinstance(answer, AsyncSlackResponse):
        return Refused(Verdict.LATER, "unreadable")
    if answer.status_code == 429:
        return Refused(Verdict.LATER, "ratelimited", _wish(answer.headers.get("Retry-After", "")))
    said = answer.data.get("error") if isinstance(answer.data, dict) else None
    reason = str(said or answer.status_code)
    if reason in _FINAL:
        return Refused(Verdict.FINAL, reason)
    if reason in _TOKEN_REFUSED:
        return Refused(Verdict.SUSPENDED, reason)
    if reason in _GONE:
        return Refused(Verdict.DELETED, reason)
    return Refused(Verdict.UNKNOWN if answer.status_code == 200 else Verdict.LATER, reason)


def _wish(retry_after: str) -> timedelta | None:
    """Read how long Slack wants us to wait; None where it does not say it in whole seconds."""
    return timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
