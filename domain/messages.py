"""Messages owed to Slack: wanted states and notices, one row for each."""

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
    """Tell a Slack user's id, which begins with U or W, from a channel's."""
    return target.startswith(("U", "W"))


@dataclass(frozen=True, slots=True)
class Lane:
    """One Slack channel or person, leased to one sender until a moment.

    `lease` identifies the lease.
    """

    workspace_id: UUID
    target: str
    lease: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """A Slack channel or person who could not be reached, and why."""

    target: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMessage:
    """A message whose shown version is behind the wanted one.

    `store_id` or `authorization_id` is what it is about, if it is about one of them. `channel` and
    `ts` are those of the posted message. `thread` is the `ts` of the message in whose thread it
    belongs, once that is posted. `facts` are those of the history entry that a notice reports.
    `instead_of` is the message that it stands in for, and `missed` where that one could not be
    delivered. `unclear_since` is since when it may have been posted without our knowing.
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
    """Whether there is no later message of this kind about its store."""
    instead_of: UUID | None = None
    missed: Missed | None = None
    unclear_since: datetime | None = None

    @property
    def original(self) -> "OwedMessage":
        """The message that it stands in for, which decides what it shows; usually itself."""
        return self if self.instead_of is None else replace(self, id=self.instead_of)

    @property
    def store(self) -> UUID:
        """The store in question; raises `ValueError` where there is none."""
        if self.store_id is None:
            raise ValueError("a message about a store without one")
        return self.store_id

    @property
    def authorization(self) -> UUID:
        """The authorization in question; raises `ValueError` where there is none."""
        if self.authorization_id is None:
            raise ValueError("a message about a connection without one")
        return self.authorization_id


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message was posted."""

    channel: str
    ts: str
