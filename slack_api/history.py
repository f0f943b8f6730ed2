"""Look up whether a message has been posted already, by its metadata.

Slack has no idempotency key. Every message carries its id as metadata, so after an unclear send it
can be found again where the workspace has granted a history scope.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from domain.messages import OwedMessage

EVENT_TYPE = "amazon_store_bot_message"
_CLOCKS_APART = timedelta(minutes=1)
"""How far Slack's clock may be behind ours."""
_PAGE = 200
"""Page size. Source: docs.slack.dev/reference/methods/conversations.history."""
_PAGES = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A message of ours as posted in Slack."""

    ts: str
    version: int


def metadata_of(owed: OwedMessage) -> dict[str, Any]:
    """Return the metadata by which a message can be found again."""
    payload = {"message": str(owed.id), "version": owed.version}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


async def find_posted(client: AsyncWebClient, channel: str, owed: OwedMessage) -> Found | None:
    """Search the messages posted since an unclear send; raises `SlackApiError`."""
    said = client.conversations_history
    ask = partial(client.conversations_replies, ts=owed.thread) if owed.thread else said
    since = owed.unclear_since - _CLOCKS_APART if owed.unclear_since else None
    cursor = None
    for _ in range(_PAGES):
        page = await ask(
            channel=channel,
            oldest=str(since.timestamp()) if since else None,
            include_all_metadata=True,
            limit=_PAGE,
            cursor=cursor,
        )
        found = _found(page["messages"], str(owed.id))
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if found is not None or not cursor:
            return found
    return None


def _found(messages: list[dict[str, Any]], message_id: str) -> Found | None:
    for message in messages:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") == EVENT_TYPE and payload.get("message") == message_id:
            return Found(message["ts"], payload.get("version", 0))
    return None
