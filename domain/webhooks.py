"""Webhooks: what sync programs are told, how often it is tried, and when it is given up.

Source: the Standard Webhooks specification, "Deliverability and reliability".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.clock import rfc3339


class WebhookType(StrEnum):
    """What a sync program may be told of a store.

    `CONNECTED` says that hand-outs begin, or begin again; `RENEWED` that the connection has another
    year, and works again where it did not; `DUE` that a renewal is asked for, once a year; `ENDING`
    that hand-outs stop; `DISCONNECTED` that there is nothing left to ask with.
    """

    ADDED = "store.added"
    UPDATED = "store.updated"
    CONNECTED = "store.connected"
    RENEWED = "store.renewed"
    DUE = "store.due"
    ENDING = "store.ending"
    DISCONNECTED = "store.disconnected"
    REMOVED = "store.removed"


TEST_TYPE = "webhook.test"
"""The type of the event that tries an endpoint out; nobody can ask for it, or not for it."""
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Before the second try, the third, and so on; the last one again and again."""
DISABLED_AFTER = timedelta(days=5)
"""For how long an endpoint may fail, and one event be tried."""
OVERLAP = timedelta(hours=24)
"""For how long the secret before the newest one signs as well."""
EVENTS_KEPT = timedelta(days=30)
SEND_LIMIT = timedelta(seconds=15)
"""What one send may take; the lease is longer."""
ENDPOINT_LEASE = timedelta(seconds=60)
"""For which nobody else sends to an endpoint."""
REASON_LENGTH = 40
UNREADABLE = "unreadable"
"""Why nothing is sent where an endpoint's address or a secret of it cannot be decrypted."""
LONGEST_PAUSE = timedelta(hours=1)
"""How long an endpoint may ask us to wait."""
PAUSE = timedelta(seconds=5)
"""How long an endpoint is left alone that is overloaded, or was too slow."""


def wait_after(tries: int) -> timedelta:
    """Tell how long to wait after so many tries, of which there was at least one."""
    return WAITS[min(tries, len(WAITS)) - 1]


class Disabled(StrEnum):
    """Why an endpoint gets nothing any more."""

    GONE = "gone"
    FAILING = "failing"
    UNREADABLE = UNREADABLE


class NotTaken(Exception):
    """A receiver did not take an event.

    `reason` is its HTTP status, or a word for what came instead of one. `pause` is for how long it
    should be left alone. `is_gone` tells that it wants nothing any more.
    """

    def __init__(
        self, reason: str, pause: timedelta = timedelta(), *, is_gone: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason[:REASON_LENGTH]
        self.pause = pause
        self.is_gone = is_gone


class EndpointUnknown(Exception):
    """There is no endpoint of that id in this workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where events are sent; `host` is all of its address that may be shown.

    `types` are those that it wants; empty where it wants all.
    """

    id: UUID
    host: str
    types: Sequence[WebhookType]
    allows_private: bool
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_because: Disabled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEndpoint:
    """What was asked for; `url` may hold secrets in its path and query."""

    url: str = field(repr=False)
    host: str
    types: Sequence[WebhookType]
    allows_private: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A new endpoint, and the secret that it verifies with, which is nowhere to be read again."""

    id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What a send needs to know of an endpoint; `secrets` all sign, the newest first."""

    host: str
    url: str = field(repr=False)
    allows_private: bool
    secrets: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeasedEndpoint:
    """An endpoint leased to one sender; `lease` names the lease."""

    id: UUID
    lease: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """What happened; its `message_id` and payload stay the same however often it is sent."""

    id: UUID
    type: str
    occurred_at: datetime
    data: Mapping[str, Any]

    @property
    def message_id(self) -> str:
        return f"msg_{self.id.hex}"

    @property
    def payload(self) -> Mapping[str, Any]:
        at = rfc3339(self.occurred_at)
        return {"type": self.type, "timestamp": at, "data": self.data}
