"""What a connect page knows, what a callback brings, and how a grant is judged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.attempts import AttemptEnd, CallbackRefusal
from domain.authorizations import (
    Connection,
    EndedBy,
    Participation,
    SellerProof,
)
from domain.links import ConnectLink, Renewal
from domain.marketplaces import MARKETPLACES, Region
from domain.stores import Store, StoreStatus


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What stands on a connect page. `asker` is a person's name, `is_open` whether it works.

    `store` is the one that it is shown with; `renewal` is what a renewal's link renews, and
    `instead_of` the seller whose place another one takes. `has_no_place` tells that Amazon takes
    no new seller for our application, and sends nobody back who tries.
    """

    link_id: UUID
    workspace: str
    asker: str
    store: Store
    expires_at: datetime
    is_open: bool
    renewal: Renewal | None = None
    instead_of: str = ""
    has_no_place: bool = False

    @property
    def is_done(self) -> bool:
        """Whether what the link was for has come about.

        A connection that serves no store any more has been replaced by another.
        """
        if self.renewal is not None and self.renewal.stores:
            return self.renewal.is_done
        return self.store.status is StoreStatus.CONNECTED


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that has begun; `state` goes to Amazon and comes back once."""

    attempt_id: UUID
    state: str
    store: Store


@dataclass(frozen=True, slots=True)
class Arrival:
    """What Amazon gives a seller along whose consent began there: where it goes on, and its state.

    `seller_id` is whom Amazon means; it counts for nothing before it comes back with a code.
    """

    callback_uri: str
    amazon_state: str = field(repr=False)
    seller_id: str


@dataclass(frozen=True, slots=True)
class Callback:
    """Amazon's redirect, its parameters sound one by one. `error` is OAuth's."""

    state: str
    code: str = field(repr=False)
    seller_id: str
    error: str


@dataclass(frozen=True, slots=True)
class Received:
    """Where a callback leads: to an attempt's result, or to a refusal that changed nothing.

    `goes_on` tells that its code is to be exchanged.
    """

    attempt_id: UUID | None
    refusal: CallbackRefusal | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """What stands on a result page. `end` is None while the attempt is under way.

    `stores` are all that the connection serves; `asks_again` tells that a renewal was asked for.
    `link` is the attempt's connect link while it works, to begin anew from.
    """

    end: AttemptEnd | None
    facts: Mapping[str, Any]
    workspace: str
    workspace_url: str
    store: Store
    connection: Connection | None
    stores: Sequence[Store] = ()
    asks_again: bool = False
    link: ConnectLink | None = None

    @property
    def is_renewed(self) -> bool:
        """Whether the seller who signed in was known, and has another year."""
        return bool(self.facts.get("renewed"))


@dataclass(frozen=True, slots=True)
class AppstoreResult:
    """What stands on the result page of an attempt that Amazon began: no workspace, no store.

    `lasts_until` is when a renewed permission ends, by our estimate.
    """

    end: AttemptEnd | None
    facts: Mapping[str, Any]
    lasts_until: datetime | None


@dataclass(frozen=True, slots=True)
class GrantTarget:
    """Where a grant counts: one workspace, and the region of the seller's account."""

    workspace_id: UUID
    region: Region


@dataclass(frozen=True, slots=True)
class SellerVerification:
    """What Amazon said of a new grant. `participations` is None where it could not be asked."""

    proof: SellerProof | None
    participations: Sequence[Participation] | None


@dataclass(frozen=True, slots=True)
class ExpectedGrant:
    """What a link asks for, read again when its grant is settled.

    `seller` is the authorization that is expected, where one is; `marketplace_id` is that of the
    store to attach, None where a connection is only renewed; `taken` are the marketplaces in
    which other stores of the seller who signed in sell; `former` is that seller's authorization
    with another application, whose stores come over. `by_amazon` tells that nobody of the team has
    asked, and that the seller came through Amazon's door.
    """

    marketplace_id: str | None
    seller: UUID | None
    taken: Collection[str] = ()
    former: UUID | None = None
    by_amazon: bool = False


def judge(
    found: SellerVerification, known: Connection | None, expected: ExpectedGrant, *, accepted: bool
) -> AttemptEnd:
    """Decide what a grant does.

    `known` is the workspace's connection with the seller who signed in, `accepted` whether an
    operator has accepted a held grant. What Amazon began replaces nothing until it is proved or
    accepted, and does not bring back what the team had ended.
    """
    if found.proof is None:
        return AttemptEnd.SELLER_UNPROVED
    if expected.by_amazon and (known is None or known.is_ended_by_team):
        return AttemptEnd.ENDED_BY_TEAM
    is_claim = found.proof is not SellerProof.PROVED and not accepted
    if known and is_claim and (expected.by_amazon or not _fits(found, known)):
        return AttemptEnd.HELD
    if expected.seller is not None and (known is None or known.authorization_id != expected.seller):
        return AttemptEnd.OTHER_ACCOUNT if known else AttemptEnd.WRONG_ACCOUNT
    return AttemptEnd.SUCCEEDED if expected.marketplace_id is None else _fits_store(found, expected)


def _fits_store(found: SellerVerification, expected: ExpectedGrant) -> AttemptEnd:
    """Tell whether the seller can sell in the marketplace of the store to attach."""
    told = found.participations
    if told is not None and expected.marketplace_id not in sells_in(told):
        return AttemptEnd.NOT_IN_MARKETPLACE
    if expected.marketplace_id in expected.taken:
        return AttemptEnd.ALREADY_CONNECTED
    return AttemptEnd.SUCCEEDED


def renews(end: AttemptEnd, known: Connection | None) -> bool:
    """Tell whether a grant that did not attach its store is a known seller's next term.

    One that Amazon had ended comes back with it; one that the team said is not its own does not.
    """
    return (
        known is not None
        and known.ended_by is not EndedBy.NOT_OURS
        and end
        in {
            AttemptEnd.OTHER_ACCOUNT,
            AttemptEnd.NOT_IN_MARKETPLACE,
            AttemptEnd.ALREADY_CONNECTED,
        }
    )


def sells_in(participations: Sequence[Participation]) -> list[str]:
    """Return the marketplaces in which a seller takes part, in the order of our own list."""
    taking_part = {row.marketplace_id for row in participations if row.is_participating}
    return [place.id for place in MARKETPLACES if place.id in taking_part]


def _fits(found: SellerVerification, known: Connection) -> bool:
    """Tell whether names and marketplaces are those known of the seller.

    Where Amazon could not be asked nothing fits: a live token is never replaced by a claim.
    """
    if found.participations is None:
        return False
    before = {row.marketplace_id: row.store_name for row in known.participations}
    now = {row.marketplace_id: row.store_name for row in found.participations}
    return bool(before) and any(now.get(place) == name for place, name in before.items())
