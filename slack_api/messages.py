"""Send one message to Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import structlog
from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.messages import OwedMessage, Posted, is_person
from slack_api.errors import Refused, Verdict, read_refusal, timed_out, unreadable
from slack_api.history import Found, find_posted, metadata_of

log: structlog.stdlib.BoundLogger = structlog.get_logger()


Content = Mapping[str, Any]
"""A message's text and blocks, as `chat.postMessage` takes them."""


class Clients(Protocol):
    """Returns a workspace's client; keeps `Post` independent of where tokens come from."""

    async def of_workspace(self, workspace_id: UUID) -> AsyncWebClient:
        """Return the client with the workspace's token, or raise `Refused`."""
        ...


@dataclass(frozen=True)
class Post:
    """Posts or updates one message in Slack; the delivery calls it."""

    clients: Clients

    async def __call__(self, owed: OwedMessage, content: Content) -> Posted:
        """Post a message, or update the one that is there; raises `Refused`."""
        client = await self.clients.of_workspace(owed.workspace_id)
        try:
            return await _send(client, owed, content)
        except SlackApiError as refusal:
            raise read_refusal(refusal) from refusal
        except ClientConnectorError as fault:
            raise Refused(Verdict.LATER, type(fault).__name__) from fault
        except TimeoutError as fault:
            raise timed_out() from fault
        except (ClientError, OSError) as fault:
            raise Refused(Verdict.LATER, type(fault).__name__, unclear=True) from fault


async def _send(client: AsyncWebClient, owed: OwedMessage, content: Content) -> Posted:
    if owed.channel is not None and owed.ts is not None:
        return await _update(client, Posted(owed.channel, owed.ts), content)
    channel = owed.target
    if is_person(channel):
        channel = await _open(client, channel)
    found = await _look_up(client, channel, owed) if owed.unclear_since else None
    if found is None:
        return await _post(client, channel, owed, content)
    there = Posted(channel, found.ts)
    return there if found.version == owed.version else await _update(client, there, content)


async def _open(client: AsyncWebClient, person: str) -> str:
    """Return the conversation of a person's direct messages."""
    opened = (await client.conversations_open(users=person)).get("channel")
    channel = opened.get("id") if isinstance(opened, dict) else None
    if not isinstance(channel, str):
        raise Refused(Verdict.LATER, "unreadable")
    return channel


async def _update(client: AsyncWebClient, there: Posted, content: Content) -> Posted:
    await client.chat_update(channel=there.channel, ts=there.ts, **content)
    return there


async def _post(client: AsyncWebClient, target: str, owed: OwedMessage, content: Content) -> Posted:
    posted = await client.chat_postMessage(
        channel=target,
        thread_ts=owed.thread,
        unfurl_links=False,
        unfurl_media=False,
        metadata=metadata_of(owed),
        **content,
    )
    channel, ts = posted.get("channel"), posted.get("ts")
    if not (isinstance(channel, str) and isinstance(ts, str)):
        raise unreadable()
    return Posted(channel, ts)


async def _look_up(client: AsyncWebClient, channel: str, owed: OwedMessage) -> Found | None:
    """Find a message that may have been posted; None also where Slack does not let us read."""
    try:
        return await find_posted(client, channel, owed)
    except SlackApiError as refusal:
        refused = read_refusal(refusal)
        if refused.verdict in {Verdict.LATER, Verdict.SUSPENDED}:
            raise refused from refusal
        log.info("what was sent cannot be looked up", reason=refused.reason)
        return None
