"""Ending a connection: the request, its progress, and its outcome."""

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
"""How long Amazon is asked about a revoked connection before its token is erased anyway."""


class EndingOutcome(StrEnum):
    """The outcome of an ending; only `CONFIRMED` says that Amazon's side is gone."""

    CONFIRMED = "confirmed"
    ERASED = "erased"
    KEPT = "kept"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class Revocable:
    """What Revoke refers to: one term of a connection, and the store where it was pressed."""

    authorization_id: UUID
    term: int
    store_id: UUID


@dataclass(frozen=True, slots=True)
class RevokeForm:
    """The confirmation before a connection is ended.

    `stores` are all that it serves, `store` the one at which Revoke was pressed; `may_disconnect`:
    the user may disconnect that one alone.
    """

    connection: Connection
    stores: Sequence[Store]
    store: Store
    may_disconnect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One ending of a connection, from beginning to outcome.

    `stores` are those that it affected at the beginning. `honoured_at` is when Amazon last honoured
    the token; the token is erased at `erase_at` at the latest. `outcome` is None while it is in
    progress; `begun_by` and `ended_by` are Slack user ids, or an `Actor`.
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
        """The marketplace in whose Seller Central the permission can be revoked."""
        return self.stores[0].marketplace

    @property
    def is_overtaken(self) -> bool:
        """Whether the seller has been connected again since its connection ended."""
        has_ended = self.outcome in {EndingOutcome.CONFIRMED, EndingOutcome.ERASED}
        return has_ended and self.connection.term > self.term

    @property
    def kept_stores(self) -> Sequence[Store]:
        """The stores that the connection would serve if it were kept."""
        seller = self.connection.authorization_id
        return [store for store in self.stores if store.authorization_id in {None, seller}]

    def known_as(self, application: Application) -> str:
        """Return the name in Manage Your Apps; empty if it was another application."""
        return application.name if self.application_id == application.id else ""
