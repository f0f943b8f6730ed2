"""What connect pages show, what a callback brings, and how a grant is judged."""

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
    """The content of a connect page. `asker` is a person's name, `is_open` whether the link works.

    `store` is the one that it is about; `renewal` is what a renewal link renews, and `instead_of`
    the seller that is to be replaced. `has_no_place`: Amazon accepts no new seller for our
    application, and returns nobody who tries.
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
        """Whether the link has served its purpose.

        A connection that serves no store any more has been replaced by another.
        """
        if self.renewal is not None and self.renewal.stores:
            return self.renewal.is_done
        return self.store.status is StoreStatus.CONNECTED


@dataclass(frozen=True, slots=True)
class Begun:
    """A new attempt; `state` goes to Amazon and comes back once."""

    attempt_id: UUID
    state: str
    store: Store


@dataclass(frozen=True, slots=True)
class Arrival:
    """Amazon's parameters in the Appstore workflow: where it continues, and Amazon's state.

    `seller_id` is Amazon's claim; it counts for nothing until it comes back with a code.
    """

    callback_uri: str
    amazon_state: str = field(repr=False)
    seller_id: str


@dataclass(frozen=True, slots=True)
class Callback:
    """Amazon's redirect, with well-formed parameters. `error` is OAuth's."""

    state: str
    code: str = field(repr=False)
    seller_id: str
    error: str


@dataclass(frozen=True, slots=True)
class Received:
    """Where a callback leads: to an attempt's result, or to a refusal that changed nothing.

    `goes_on`: its code is to be exchanged.
    """

    attempt_id: UUID | None
    refusal: CallbackRefusal | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """The content of a result page. `end` is None while the attempt is in progress.

    `stores` are all that the connection serves; `asks_again`: a renewal was asked for. `link` is
    the attempt's connect link while it works, to start over from.
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
        """Whether a known seller signed in, and has another year."""
        return bool(self.facts.get("renewed"))


@dataclass(frozen=True, slots=True)
class AppstoreResult:
    """The result page of the Appstore workflow, which names no workspace and no store.

    `lasts_until` is when a renewed permission ends, by our estimate.
    """

    end: AttemptEnd | None
    facts: Mapping[str, Any]
    lasts_until: datetime | None


@dataclass(frozen=True, slots=True)
class GrantTarget:
    """What a grant applies to: one workspace, and the region of the seller's account."""

    workspace_id: UUID
    region: Region


@dataclass(frozen=True, slots=True)
class SellerVerification:
    """What Amazon said about a new grant. `participations` is None where it did not answer."""

    proof: SellerProof | None
    participations: Sequence[Participation] | None


@dataclass(frozen=True, slots=True)
class ExpectedGrant:
    """What a link expects, read again when its grant is settled.

    `seller` is the expected authorization, if any; `marketplace_id` is that of the store to attach,
    None if a connection is only renewed; `taken` are the marketplaces of the other stores of the
    seller who signed in; `former` is that seller's authorization with another application, whose
    stores come over. `by_amazon`: the grant came through the Appstore workflow, so nobody on the
    team has asked for it.
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
    operator has accepted a held grant. A grant of the Appstore workflow replaces nothing until it
    is proved or accepted, and does not restore what the team has ended.
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
    """Return whether the seller can sell in the marketplace of the store to attach."""
    told = found.participations
    if told is not None and expected.marketplace_id not in sells_in(told):
        return AttemptEnd.NOT_IN_MARKETPLACE
    if expected.marketplace_id in expected.taken:
        return AttemptEnd.ALREADY_CONNECTED
    return AttemptEnd.SUCCEEDED


def renews(end: AttemptEnd, known: Connection | None) -> bool:
    """Return whether a grant that did not attach its store is a known seller's next term.

    It restores one that Amazon had ended, but not one that the team rejected as not its own.
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
    """Return the marketplaces in which a seller participates, in the order of our own list."""
    taking_part = {row.marketplace_id for row in participations if row.is_participating}
    return [place.id for place in MARKETPLACES if place.id in taking_part]


def _fits(found: SellerVerification, known: Connection) -> bool:
    """Return whether names and marketplaces match what is known of the seller.

    Where Amazon did not answer, nothing matches: a claim never replaces a live token.
    """
    if found.participations is None:
        return False
    before = {row.marketplace_id: row.store_name for row in known.participations}
    now = {row.marketplace_id: row.store_name for row in found.participations}
    return bool(before) and any(now.get(place) == name for place, name in before.items())
