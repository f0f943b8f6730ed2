"""Choosing a seller whom the team has connected already, for a store that has none yet."""

from dataclasses import dataclass
from uuid import UUID

MOST_BUTTONS = 3
"""Sellers of more than these are offered as a choice."""
MOST_OFFERED = 100
"""Sellers offered for one store: Slack's limit for the options of a select."""


@dataclass(frozen=True, slots=True)
class UsableSeller:
    """A seller who sells where a store is, by Amazon's last word, and has no other store there."""

    authorization_id: UUID
    term: int
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: one term of a seller's connection, for a store."""

    authorization_id: UUID
    term: int
    store_id: UUID
