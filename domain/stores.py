from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.authorizations import FIRST_REMINDER, AuthorizationStatus
from domain.marketplaces import Marketplace, marketplace


class ProductIdType(StrEnum):
    """How products are matched at Amazon; `GENERAL` is a keyword search."""

    ASIN = "ASIN"
    EAN = "EAN"
    GCID = "GCID"
    ISBN = "ISBN"
    UPC = "UPC"
    GENERAL = "General"


class StoreStatus(StrEnum):
    """A store's status as people read it."""

    NOT_CONNECTED = "not_connected"
    CONNECTED = "connected"
    RENEWAL_DUE = "renewal_due"
    RENEWAL_OVERDUE = "renewal_overdue"
    ENDING = "ending"
    DISCONNECTED = "disconnected"
    PAUSED = "paused"


def store_status(
    status: AuthorizationStatus | None, ends_at: datetime | None, now: datetime
) -> StoreStatus:
    """Return a store's status from its authorization's, and from the estimated end of the term.

    An authorization of another application counts as revoked: it has to be connected again.
    """
    match status:
        case None:
            return StoreStatus.NOT_CONNECTED
        case AuthorizationStatus.REVOKING:
            return StoreStatus.ENDING
        case AuthorizationStatus.REVOKED:
            return StoreStatus.DISCONNECTED
    if ends_at is None:
        return StoreStatus.CONNECTED
    due, overdue = status_turns(ends_at)
    if now < due:
        return StoreStatus.CONNECTED
    return StoreStatus.RENEWAL_DUE if now < overdue else StoreStatus.RENEWAL_OVERDUE


def status_turns(ends_at: datetime) -> tuple[datetime, datetime]:
    """Return when time alone changes a live connection's status: to due, then to overdue."""
    return ends_at - FIRST_REMINDER, ends_at


@dataclass(frozen=True, slots=True)
class Website:
    """A website of one Commerce connection; one typed by hand has no connection."""

    connection: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class AttributeMapping:
    """Amazon's product id and the Commerce attribute that holds it."""

    product_id_type: ProductIdType
    attribute_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStore:
    """A form whose fields are valid one by one."""

    website: Website
    email: str
    name: str
    marketplace: Marketplace
    mapping: AttributeMapping | None
    channel: str
    owner: str
    backup: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """An Amazon sales channel as the team named it. People are Slack user ids."""

    id: UUID
    key: str
    workspace_id: UUID
    name: str
    website: Website
    email: str
    marketplace_id: str
    mapping: AttributeMapping | None
    channel: str
    owner: str
    backup: str | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    status: StoreStatus
    authorization_id: UUID | None
    mails_contact: bool = False
    """Whether its contact gets reminders by e-mail as well."""

    @property
    def marketplace(self) -> Marketplace:
        return marketplace(self.marketplace_id)

    @property
    def keepers(self) -> Sequence[str]:
        """Who looks after it: the owner, and the backup if there is one."""
        return [self.owner] if self.backup is None else [self.owner, self.backup]


def keepers_of(stores: Iterable[Store]) -> Sequence[str]:
    """Return who looks after some stores, without duplicates."""
    return list(dict.fromkeys(keeper for store in stores for keeper in store.keepers))


PAGE = 10
"""Stores on one page of a list."""


@dataclass(frozen=True, slots=True)
class StorePage:
    """One page of a list, counted from 0; `total` counts all matches."""

    stores: Sequence[Store]
    page: int
    total: int
    words: str

    @property
    def pages(self) -> int:
        return pages_of(self.total)


def pages_of(total: int) -> int:
    """Return the number of pages; an empty list has one."""
    return max(1, -(-total // PAGE))
