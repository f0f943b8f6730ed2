"""A seller's standing permission to one application in one region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.backoff import spread
from domain.marketplaces import Region

TERM_LENGTH = timedelta(days=365)
"""Counted from the code's exchange. It is our estimate: Amazon gives no end."""
FIRST_REMINDER = timedelta(days=30)
CHECK_EVERY = timedelta(days=1)
GONE_TWICE = timedelta(minutes=15)
"""How long after a first `invalid_grant` Amazon is asked again before we believe it."""
OURS_WITHIN = timedelta(days=7)
"""How long a workspace may take to confirm a new seller as its own."""


class AuthorizationStatus(StrEnum):
    """The stored status of an authorization; what stores read is derived from it."""

    LIVE = "live"
    REVOKING = "revoking"
    REVOKED = "revoked"


class EndedBy(StrEnum):
    """Who ended an authorization; after `NOT_OURS`, ownership has to be confirmed again."""

    AMAZON = "amazon"
    OPERATOR = "operator"
    NOT_OURS = "not_ours"


def is_ended_by_team(status: AuthorizationStatus, ended_by: EndedBy | None) -> bool:
    """Return whether the workspace itself has ended an authorization, or is about to."""
    is_gone = status is AuthorizationStatus.REVOKED and ended_by is EndedBy.AMAZON
    return status is not AuthorizationStatus.LIVE and not is_gone


class Health(StrEnum):
    """The result of asking Amazon about a token.

    `DOUBTED` is asked once more before it counts. `OVERTAKEN`: the token was replaced or erased
    meanwhile, so the answer means nothing. `APPLICATION_REFUSED`: Amazon refuses us, whichever the
    seller. `OTHER_APPLICATION`: the connection belongs to another application than the bot's, and
    is not asked about.
    """

    HONOURED = "honoured"
    DOUBTED = "doubted"
    ENDED = "ended"
    NOT_ASKED = "not_asked"
    OVERTAKEN = "overtaken"
    APPLICATION_REFUSED = "application_refused"
    OTHER_APPLICATION = "other_application"


class SellerProof(StrEnum):
    """How sure it is that the seller id is the account that signed in.

    `PROVED` by a call bound to it, `CLAIMED` by Amazon's redirect alone, `TYPED` by an operator.
    """

    PROVED = "proved"
    CLAIMED = "claimed"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Participation:
    """A marketplace where a seller is registered, from `getMarketplaceParticipations`."""

    marketplace_id: str
    store_name: str
    is_participating: bool
    has_suspended_listings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What people see of an authorization: the seller, its end, and what is still open.

    `ends_at` is an estimate, or None where no end is known. `ownership_due_at` is when the
    workspace must have confirmed the seller as its own; None once it has. `checked_at` is when
    Amazon last said where the seller sells, `gone_at` when it first no longer honoured the token.
    `is_of_another_application`: the bot now runs with another one, so no token is issued.
    """

    authorization_id: UUID
    status: AuthorizationStatus
    region: Region
    seller_id: str
    seller_name: str | None
    proof: SellerProof
    term: int
    connected_at: datetime
    ends_at: datetime | None
    ownership_due_at: datetime | None
    checked_at: datetime | None
    participations: Sequence[Participation] = ()
    gone_at: datetime | None = None
    ended_by: EndedBy | None = None
    is_of_another_application: bool = False

    @property
    def is_ended_by_team(self) -> bool:
        return is_ended_by_team(self.status, self.ended_by)

    @property
    def seller(self) -> str:
        """The seller's name, or else its id."""
        return self.seller_name or self.seller_id


RETRY_AFTER = timedelta(minutes=5)
"""How soon Amazon is asked again about a seller after it did not answer."""


def next_check(now: datetime, checked_at: datetime | None) -> datetime:
    """Choose the next check: within the day, or soon where Amazon did not answer.

    The first check is spread over the day, so that not all come at once.
    """
    if checked_at is None:
        return now + RETRY_AFTER
    return now + spread(CHECK_EVERY, 0, 1)
