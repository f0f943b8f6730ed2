"""A seller's standing permission to one application in one region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.backoff import spread
from domain.marketplaces import Region

TERM_LENGTH = timedelta(days=365)
"""From the exchange of the code; our estimate, for Amazon tells of no end."""
FIRST_REMINDER = timedelta(days=30)
CHECK_EVERY = timedelta(days=1)
GONE_TWICE = timedelta(minutes=15)
"""How long after a first `invalid_grant` Amazon is asked again, before it is believed."""
OURS_WITHIN = timedelta(days=7)
"""How long a workspace may take to say that a new seller is its own."""


class AuthorizationStatus(StrEnum):
    LIVE = "live"
    REVOKING = "revoking"
    REVOKED = "revoked"


class EndedBy(StrEnum):
    """Who ended an authorization; one that was not the workspace's own has to be owned anew."""

    AMAZON = "amazon"
    OPERATOR = "operator"
    NOT_OURS = "not_ours"


def is_ended_by_team(status: AuthorizationStatus, ended_by: EndedBy | None) -> bool:
    """Tell whether the workspace itself has ended an authorization, or is about to."""
    is_gone = status is AuthorizationStatus.REVOKED and ended_by is EndedBy.AMAZON
    return status is not AuthorizationStatus.LIVE and not is_gone


class Health(StrEnum):
    """What asking Amazon about a token has shown.

    `DOUBTED` is asked once more before it counts. `OVERTAKEN`: the token was replaced or erased
    while Amazon was asked, so the answer says nothing. `APPLICATION_REFUSED`: Amazon refuses us,
    whoever the seller. `OTHER_APPLICATION`: the connection is not of the one that the bot runs
    with, and is not asked about.
    """

    HONOURED = "honoured"
    DOUBTED = "doubted"
    ENDED = "ended"
    NOT_ASKED = "not_asked"
    OVERTAKEN = "overtaken"
    APPLICATION_REFUSED = "application_refused"
    OTHER_APPLICATION = "other_application"


class SellerProof(StrEnum):
    """How sure it is that the seller id is the one that signed in.

    `PROVED` by a call bound to it, `CLAIMED` by Amazon's redirect alone, `TYPED` by an operator.
    """

    PROVED = "proved"
    CLAIMED = "claimed"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Participation:
    """One marketplace in which a seller is registered, as `getMarketplaceParticipations` tells."""

    marketplace_id: str
    store_name: str
    is_participating: bool
    has_suspended_listings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What people see of an authorization: the seller, until when, and what is still open.

    `ends_at` is an estimate, None where no end is known. `ownership_due_at` is until when the
    workspace has to say that the seller is its own; None once it has. `checked_at` is when
    Amazon last told where the seller sells, `gone_at` when it first no longer honoured the token.
    `is_of_another_application` tells that the bot runs with another one now, so nothing is handed
    out.
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
        """The seller as people know it: by name, or else by id."""
        return self.seller_name or self.seller_id


RETRY_AFTER = timedelta(minutes=5)
"""When Amazon is asked again about a seller of whom it has not answered yet."""


def next_check(now: datetime, checked_at: datetime | None) -> datetime:
    """Choose when Amazon is asked next: within the day, or soon where it was not answering.

    The first moment is spread over the day, so that not all are asked at once.
    """
    if checked_at is None:
        return now + RETRY_AFTER
    return now + spread(CHECK_EVERY, 0, 1)
