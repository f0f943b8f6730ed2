"""Whether a seller can sell where a store is, by Amazon's own word."""

from collections.abc import Sequence
from enum import StrEnum

from domain.authorizations import Participation


class Selling(StrEnum):
    """`SUSPENDED`: the seller is registered there, but its listings are not active."""

    SELLS = "sells"
    SUSPENDED = "suspended"
    LOST = "lost"


def selling_in(participations: Sequence[Participation], marketplace_id: str) -> Selling:
    """Tell from a seller's participations whether it sells in a marketplace."""
    row = next((row for row in participations if row.marketplace_id == marketplace_id), None)
    if row is None or not row.is_participating:
        return Selling.LOST
    return Selling.SUSPENDED if row.has_suspended_listings else Selling.SELLS
