"""Existing sellers for a store that is not connected yet."""

from dataclasses import dataclass
from uuid import UUID

MOST_BUTTONS = 3
"""With more sellers than these, a select is offered."""
MOST_OFFERED = 100
"""The most sellers offered for one store: Slack's limit for a select's options."""


@dataclass(frozen=True, slots=True)
class UsableSeller:
    """A seller who sells in a store's marketplace, and has no other store there."""

    authorization_id: UUID
    term: int
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen seller: one term of a connection, for a store."""

    authorization_id: UUID
    term: int
    store_id: UUID
