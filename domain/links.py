"""Connect links: addresses to pass to whoever can sign in at Amazon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.authorizations import AuthorizationStatus, Connection
from domain.stores import Store, pages_of

LINK_LIFE = timedelta(days=14)
RENEWABLE_AFTER_END = timedelta(days=28)
"""How long a renewal link works after the term's end."""
ASK_EVERY = timedelta(hours=1)
"""How often a closed link's page may ask for a new one in Slack."""


class LinkPurpose(StrEnum):
    """What a link is for.

    `CONNECT` a store for the first time; `RENEW` a connection with the same seller, for all its
    stores; `SWITCH` a store to any other seller.
    """

    CONNECT = "connect"
    RENEW = "renew"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class ConnectLink:
    """A capability to start an attempt; `token` is the last part of its address."""

    id: UUID
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Renewal:
    """A connection to renew, with all stores that it serves, oldest first.

    `term` is the one whose end is put off.
    """

    connection: Connection
    stores: Sequence[Store]
    term: int

    @property
    def is_done(self) -> bool:
        return (
            self.connection.status is AuthorizationStatus.LIVE and self.connection.term > self.term
        )


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """A link as people get it; `renewal` is what it renews, None if it connects a store."""

    link: ConnectLink
    renewal: Renewal | None


@dataclass(frozen=True, slots=True)
class RenewalPage:
    """One page of the connections to renew, counted from 0; `total` counts all of them."""

    offers: Sequence[OfferedLink]
    page: int
    total: int
    words: str = ""

    @property
    def pages(self) -> int:
        return pages_of(self.total)
