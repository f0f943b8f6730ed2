"""Webhooks: the events, how often one is tried, and when an endpoint is disabled.

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
    """What an endpoint may be told about a store.

    `CONNECTED`: tokens are issued, or issued again; `RENEWED`: the connection has another year, and
    works again if it did not; `DUE`: a renewal is asked for, once a year; `ENDING`: no more tokens
    are issued; `DISCONNECTED`: the connection is gone.
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
"""The type of test events, which are not subject to an endpoint's filter."""
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
"""Delays before the second try, the third, and so on; the last one repeats."""
DISABLED_AFTER = timedelta(days=5)
"""How long an endpoint may fail, and one event is tried."""
OVERLAP = timedelta(hours=24)
"""How long the previous secret signs as well."""
EVENTS_KEPT = timedelta(days=30)
SEND_LIMIT = timedelta(seconds=15)
"""The time-out of one send; the lease is longer."""
ENDPOINT_LEASE = timedelta(seconds=60)
"""How long nobody else sends to a leased endpoint."""
REASON_LENGTH = 40
UNREADABLE = "unreadable"
"""The reason where an endpoint's address or secret cannot be decrypted."""
LONGEST_PAUSE = timedelta(hours=1)
"""The longest pause that an endpoint may ask for."""
PAUSE = timedelta(seconds=5)
"""The pause for an endpoint that is overloaded or too slow."""


def wait_after(tries: int) -> timedelta:
    """Return the delay after some tries, at least one."""
    return WAITS[min(tries, len(WAITS)) - 1]


class Disabled(StrEnum):
    """Why an endpoint was disabled."""

    GONE = "gone"
    FAILING = "failing"
    UNREADABLE = UNREADABLE


class NotTaken(Exception):
    """An endpoint did not accept an event.

    `reason` is the HTTP status, or a word for what came instead. `pause` is how long to leave it
    alone. `is_gone`: it wants no more events.
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
    """Where events are sent; `host` is the only part of its address that may be shown.

    `types` are those that it wants, empty for all.
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
    """An endpoint to add; the path and query of `url` may hold secrets."""

    url: str = field(repr=False)
    host: str
    types: Sequence[WebhookType]
    allows_private: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A new endpoint with its signing secret, which is shown only once."""

    id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What a send needs; all of `secrets` sign, the newest first."""

    host: str
    url: str = field(repr=False)
    allows_private: bool
    secrets: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeasedEndpoint:
    """An endpoint leased to one sender; `lease` identifies the lease."""

    id: UUID
    lease: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """An event; its `message_id` and payload stay the same however often it is sent."""

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
