"""Messages: posted, edited, deleted, for a channel or for one person's eyes."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from playground.slack.block_kit.surfaces import elements_of
from playground.slack.feed import Feed
from playground.slack.wire import Json
from playground.slack.world import Conversation, World


@dataclass
class Message:
    """`ts` is its id within the conversation; `only_for` makes it ephemeral."""

    ts: str
    conversation: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    edited: str | None = None
    bot_id: str | None = None
    app_id: str | None = None


def new_message(content: Json, **where: Any) -> Message:
    """Make a message of what an app sends: `text`, `blocks`, `thread_ts`, `metadata`."""
    known = {name: content[name] for name in ("thread_ts", "metadata") if content.get(name)}
    blocks = content.get("blocks") or []
    return Message("", text=content.get("text") or "", blocks=blocks, **known, **where)


class Ids:
    """Gives the names that the app left out; they differ every time, as Slack's do."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def next(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):08X}"

    def fill_in(self, blocks: list[Json]) -> list[Json]:
        """Copy blocks, with a `block_id` for each and an `action_id` for each element."""
        filled = copy.deepcopy(blocks)
        for block in filled:
            block.setdefault("block_id", self.next("b"))
            for element in elements_of(block):
                if element["type"] not in ("image", "plain_text", "mrkdwn"):
                    element.setdefault("action_id", self.next("a"))  # type: ignore[attr-defined] # a copy of our own
        return filled


class Messages:
    """All messages of all conversations, in order; every change is told to the feed."""

    def __init__(
        self,
        world: World,
        clock: Callable[[], datetime],
        feed: Feed,
        ids: Ids,
    ) -> None:
        self._world = world
        self._clock = clock
        self._feed = feed
        self._ids = ids
        self._last = 0
        self._all: dict[str, dict[str, Message]] = {}

    def ts(self) -> str:
        """Make a moment that no other message has: seconds and microseconds."""
        now = int(self._clock().timestamp() * 1_000_000)
        self._last = max(now, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def post(self, message: Message) -> Message:
        message.ts = self.ts()
        message.blocks = self._ids.fill_in(message.blocks)
        self._all.setdefault(message.conversation, {})[message.ts] = message
        self._tell(message, "ephemeral" if message.only_for else "message")
        return message

    def edit(self, message: Message, content: Json) -> Message:
        """Replace text and blocks; metadata only where it is given, and `{}` takes it away.

        Only a message without blocks is marked as edited, as chat.update's reference says.
        """
        message.text = content.get("text") or ""
        message.blocks = self._ids.fill_in(content.get("blocks") or [])
        if content.get("metadata") is not None:
            message.metadata = content["metadata"] or None
        message.edited = None if message.blocks else self.ts()
        self._tell(message, "message_changed")
        return message

    def delete(self, message: Message) -> None:
        del self._all[message.conversation][message.ts]
        self._tell(message, "message_deleted")

    def forget(self, conversation_id: str) -> None:
        """Let all messages of a conversation be gone with it."""
        self._all.pop(conversation_id, None)

    def find(self, conversation_id: str, ts: str) -> Message | None:
        return self._all.get(conversation_id, {}).get(ts)

    def posted(self, conversation_id: str) -> list[Message]:
        """List what everybody there sees, oldest first."""
        return [m for m in self._all.get(conversation_id, {}).values() if not m.only_for]

    def seen_by(self, user_id: str, conversation_id: str) -> list[Message]:
        everything = self._all.get(conversation_id, {}).values()
        return [m for m in everything if m.only_for in (None, user_id)]

    def replies(self, message: Message) -> list[Message]:
        siblings = self.posted(message.conversation)
        return [m for m in siblings if m.thread_ts == message.ts and m.ts != message.ts]

    def _tell(self, message: Message, kind: str) -> None:
        conversation = self._world.conversations[message.conversation]
        event = {
            "type": kind,
            "conversation": message.conversation,
            "ts": message.ts,
            "message": self.for_client(message),
        }
        self._feed.publish(self._audience(message, conversation), event)

    def _audience(self, message: Message, conversation: Conversation) -> Iterator[str]:
        for user_id in self._world.users:
            if message.only_for in (None, user_id) and self._world.sees(user_id, conversation):
                yield user_id

    def for_client(self, message: Message) -> Json:
        author = self._world.users[message.author]
        return {
            "ts": message.ts,
            "conversation": message.conversation,
            "bot" if author.is_bot else "user": author.id,
            "username": author.first_name,
            "text": message.text,
            "blocks": message.blocks,
            "edited": message.edited,
            "thread_ts": message.thread_ts,
            "reply_count": len(self.replies(message)),
            "ephemeral": bool(message.only_for),
            "metadata": message.metadata,
        }

    def for_app(self, message: Message, *, metadata: bool = False) -> Json:
        """Shape a message as in answers and payloads; source: reference/events/message."""
        shown: Json = {
            "type": "message",
            "user": message.author,
            "ts": message.ts,
            "text": message.text,
            "team": self._world.users[message.author].team_id,
        }
        if message.bot_id:
            shown |= {"bot_id": message.bot_id, "app_id": message.app_id}
        if message.blocks:
            shown["blocks"] = message.blocks
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
        if message.edited:
            shown["edited"] = {"user": message.author, "ts": message.edited}
        if metadata and message.metadata:
            shown["metadata"] = message.metadata
        return shown
