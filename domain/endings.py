"""Ending a connection: what is asked for, how it goes on, and how it came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.application import Application
from domain.authorizations import Connection
from domain.marketplaces import Marketplace
from domain.stores import Store

ERASED_WITHIN = timedelta(days=7)
"""How long Amazon is asked about a revoked connection before its token is erased all the same."""


class EndingOutcome(StrEnum):
    """How an ending came out; only `CONFIRMED` says that Amazon's side is gone."""

    CONFIRMED = "confirmed"
    ERASED = "erased"
    KEPT = "kept"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class Revocable:
    """What a Revoke speaks of: one term of a connection, and the store it was pressed at."""

    authorization_id: UUID
    term: int
    store_id: UUID


@dataclass(frozen=True, slots=True)
class RevokeForm:
    """What is asked before a connection is ended.

    `stores` are all that it serves, `store` the one at which Revoke was pressed;
    `may_disconnect` tells whether that one alone may be disconnected by whoever asks.
    """

    connection: Connection
    stores: Sequence[Store]
    store: Store
    may_disconnect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One ending of a connection, from its beginning to its outcome.

    `stores` are those that it affected when it began. `honoured_at` is when Amazon last still
    honoured the token; the token is erased at `erase_at` at the latest. `outcome` is None while
    it goes on; `begun_by` and `ended_by` are Slack user ids, or an `Actor`.
    """

    id: UUID
    connection: Connection
    application_id: str
    term: int
    stores: Sequence[Store]
    begun_by: str
    begun_at: datetime
    erase_at: datetime
    honoured_at: datetime | None
    outcome: EndingOutcome | None
    ended_by: str | None
    ended_at: datetime | None

    @property
    def marketplace(self) -> Marketplace:
        """The marketplace in whose Seller Central the permission can be taken back."""
        return self.stores[0].marketplace

    @property
    def is_overtaken(self) -> bool:
        """Whether the seller, whose connection had ended, has been connected anew since."""
        has_ended = self.outcome in {EndingOutcome.CONFIRMED, EndingOutcome.ERASED}
        return has_ended and self.connection.term > self.term

    @property
    def kept_stores(self) -> Sequence[Store]:
        """The stores that the connection would serve, were it kept."""
        seller = self.connection.authorization_id
        return [store for store in self.stores if store.authorization_id in {None, seller}]

    def known_as(self, application: Application) -> str:
        """Name the application in Manage Your Apps; empty where it was another than this one."""
        return application.name if self.application_id == application.id else ""
