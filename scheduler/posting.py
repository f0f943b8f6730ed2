"""Sending one message to Slack, and reading what Slack says to it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

import structlog
from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from domain.messages import OwedMessage, Posted
from scheduler.looking import Found, find_posted, metadata_of
from views.elsewhere import PERSON_PREFIXES
from views.slack import Message

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_UNREACHABLE = {
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "restricted_action",
    "messages_tab_disabled",
    "user_not_found",
    "users_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "user_disabled",
}
"""Where nobody is reached. Sources: the errors of chat.postMessage, chat.update and
conversations.open at docs.slack.dev/reference/methods."""
_UNFIT = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "metadata_too_large",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
}
"""What Slack would refuse again and again, wherever it is sent."""
_TOKEN_REFUSED = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "team_access_not_granted",
}
_UNCLEAR = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
"""After which a message may stand all the same. Source: as above, "some aspect of the operation
succeeded before the error was raised"."""
_SECONDS = re.compile(r"[0-9]{1,5}", re.ASCII)
_GONE = {"message_not_found", "cant_update_message"}


class Verdict(Enum):
    """What a refusal of Slack's means for the message."""

    LATER = auto()
    UNKNOWN = auto()
    UNREACHABLE = auto()
    UNFIT = auto()
    UNSHOWABLE = auto()
    SUSPENDED = auto()
    DELETED = auto()


@dataclass(frozen=True)
class Refused(Exception):
    """Slack did not take a message; `after` is how long to wait.

    `unclear` tells that it may have taken the message all the same.
    """

    verdict: Verdict
    reason: str
    after: timedelta | None = None
    unclear: bool = False


_WORDS = {
    Verdict.UNREACHABLE: _UNREACHABLE,
    Verdict.UNFIT: _UNFIT,
    Verdict.SUSPENDED: _TOKEN_REFUSED,
    Verdict.DELETED: _GONE,
}


def unreadable() -> Refused:
    """Return what an answer means that is not Slack's own, or lacks what it should hold."""
    return Refused(Verdict.LATER, "unreadable", unclear=True)


def timed_out() -> Refused:
    """Return what no answer means: Slack may be at work on it still, so it is left some time.

    What is looked up at once would not be found.
    """
    return Refused(Verdict.LATER, "timeout", timedelta(seconds=30), unclear=True)


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
        except ClientConnectorError as fault:
            raise Refused(Verdict.LATER, type(fault).__name__) from fault
        except TimeoutError as fault:
            raise timed_out() from fault
        except (ClientError, OSError) as fault:
            raise Refused(Verdict.LATER, type(fault).__name__, unclear=True) from fault


async def _send(client: AsyncWebClient, owed: OwedMessage, message: Message) -> Posted:
    if owed.channel is not None and owed.ts is not None:
        return await _update(client, Posted(owed.channel, owed.ts), message)
    channel = owed.target
    if channel.startswith(PERSON_PREFIXES):
        channel = await _open(client, channel)
    found = await _look_up(client, channel, owed) if owed.unclear_since else None
    if found is None:
        return await _post(client, channel, owed, message)
    there = Posted(channel, found.ts)
    return there if found.version == owed.version else await _update(client, there, message)


async def _open(client: AsyncWebClient, person: str) -> str:
    """Return the conversation in which a person reads direct messages."""
    opened = (await client.conversations_open(users=person)).get("channel")
    channel = opened.get("id") if isinstance(opened, dict) else None
    if not isinstance(channel, str):
        raise Refused(Verdict.LATER, "unreadable")
    return channel


async def _update(client: AsyncWebClient, there: Posted, message: Message) -> Posted:
    await client.chat_update(channel=there.channel, ts=there.ts, **message.payload())
    return there


async def _post(client: AsyncWebClient, target: str, owed: OwedMessage, message: Message) -> Posted:
    posted = await client.chat_postMessage(
        channel=target,
        thread_ts=owed.thread,
        unfurl_links=False,
        unfurl_media=False,
        metadata=metadata_of(owed),
        **message.payload(),
    )
    channel, ts = posted.get("channel"), posted.get("ts")
    if not (isinstance(channel, str) and isinstance(ts, str)):
        raise unreadable()
    return Posted(channel, ts)


async def _look_up(client: AsyncWebClient, channel: str, owed: OwedMessage) -> Found | None:
    """Find a message that may have arrived; None also where Slack does not let us read there."""
    try:
        return await find_posted(client, channel, owed)
    except SlackApiError as refusal:
        refused = read_refusal(refusal)
        if refused.verdict in {Verdict.LATER, Verdict.SUSPENDED}:
            raise refused from refusal
        log.info("what was sent cannot be looked up", reason=refused.reason)
        return None


def read_refusal(refusal: SlackApiError) -> Refused:
    """Tell what an answer means; one without Slack's JSON comes from something in between."""
    answer = refusal.response
    if not isinstance(answer, AsyncSlackResponse):
        return unreadable()
    if answer.status_code == 429:
        return Refused(Verdict.LATER, "ratelimited", _wish(answer.headers.get("Retry-After", "")))
    said = answer.data.get("error") if isinstance(answer.data, dict) else None
    reason = str(said or answer.status_code)
    known = next((verdict for verdict, words in _WORDS.items() if reason in words), None)
    if known is not None:
        return Refused(known, reason)
    if answer.status_code != 200 or said is None or reason in _UNCLEAR:
        return Refused(Verdict.LATER, reason, unclear=True)
    return Refused(Verdict.UNKNOWN, reason)


def _wish(retry_after: str) -> timedelta | None:
    """Read how long Slack wants us to wait; None where it does not say it in whole seconds."""
    return timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
