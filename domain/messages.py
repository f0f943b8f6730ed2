"""What the bot owes to Slack: wanted states and notices, one row a message."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class MessageKind(StrEnum):
    """What a message shows.

    A message that is wanted again after it was sent is a wanted state: it is updated to show what
    is true now. Any other is a notice of one event.
    """

    CARD = "card"
    CARD_UNDELIVERABLE = "card_undeliverable"
    LINK_SENT = "link_sent"
    CONNECTED = "connected"
    HELD = "held"
    ATTEMPT_ENDED = "attempt_ended"
    DISCONNECTED = "disconnected"
    NEW_LINK_ASKED = "new_link_asked"
    REMINDER = "reminder"
    DIGEST = "digest"
    RENEWED = "renewed"
    NUDGE = "nudge"
    ENDING = "ending"
    SELLING_CHANGED = "selling_changed"
    ALARM = "alarm"
    MAIL_REFUSED = "mail_refused"
    LEFT = "left"
    REASSIGNED = "reassigned"
    HELD_FROM_APPSTORE = "held_at_door"
    REFUSED_FROM_APPSTORE = "refused_at_door"
    WEBHOOK_DISABLED = "webhook_disabled"


def is_person(target: str) -> bool:
    """Tell a person's Slack id, which begins with U or W, from a Slack channel's."""
    return target.startswith(("U", "W"))


@dataclass(frozen=True, slots=True)
class Lane:
    """One Slack channel or person, leased to one sender at a time until a moment.

    `lease` names the lease.
    """

    workspace_id: UUID
    target: str
    lease: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """The Slack channel or person that a message was meant for, and why they were not reached."""

    target: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMessage:
    """A message whose shown version is behind the wanted one.

    `store_id` or `authorization_id` is what it is about, where it is about one of them.
    `channel` and `ts` are those of the message in Slack, once it is there.
    `thread` is the `ts` of the message in whose thread it belongs, where that one is there.
    `facts` are those of the history entry that a notice tells of.
    `instead_of` is the message that it stands for, and `missed` where that one was not delivered.
    `unclear_since` is since when it may be in Slack without our knowing.
    """

    id: UUID
    workspace_id: UUID
    target: str
    kind: MessageKind
    store_id: UUID | None
    authorization_id: UUID | None
    version: int
    channel: str | None
    ts: str | None
    thread: str | None
    tries: int
    facts: Mapping[str, Any]
    created_at: datetime
    is_newest: bool
    """Whether there is no later message of its kind about its store."""
    instead_of: UUID | None = None
    missed: Missed | None = None
    unclear_since: datetime | None = None

    @property
    def original(self) -> "OwedMessage":
        """The message that it stands for, which tells what it shows; mostly itself."""
        return self if self.instead_of is None else replace(self, id=self.instead_of)

    @property
    def store(self) -> UUID:
        """The store that it is about; raises `ValueError` where it is about none."""
        if self.store_id is None:
            raise ValueError("a message about a store without one")
        return self.store_id

    @property
    def authorization(self) -> UUID:
        """The authorization that it is about; raises `ValueError` where it is about none."""
        if self.authorization_id is None:
            raise ValueError("a message about a connection without one")
        return self.authorization_id


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str
