"""Whether a seller can sell in a store's marketplace, according to Amazon."""

from collections.abc import Sequence
from enum import StrEnum

from domain.authorizations import Participation


class Selling(StrEnum):
    """Whether a seller sells; `SUSPENDED`: it is registered, but its listings are not active."""

    SELLS = "sells"
    SUSPENDED = "suspended"
    LOST = "lost"


def selling_in(participations: Sequence[Participation], marketplace_id: str) -> Selling:
    """Return whether a seller sells in a marketplace, from its participations."""
    row = next((row for row in participations if row.marketplace_id == marketplace_id), None)
    if row is None or not row.is_participating:
        return Selling.LOST
    return Selling.SUSPENDED if row.has_suspended_listings else Selling.SELLS
