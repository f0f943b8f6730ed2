"""The SP-API application whose settings the bot runs with."""

from dataclasses import dataclass, field
from enum import StrEnum

UNLISTED_PLACES = 25
"""Sellers that a public application may hold while the Appstore does not list it."""


class ApplicationKind(StrEnum):
    """A draft is public and not yet published; a private one has no consent page at Amazon."""

    PUBLIC = "public"
    DRAFT = "draft"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`id` is that of the consent address, `client_id` that of Login with Amazon.

    `is_listed` tells that the Selling Partner Appstore lists it.
    """

    id: str
    kind: ApplicationKind
    name: str
    client_id: str
    client_secret: str = field(repr=False)
    is_listed: bool = False

    @property
    def places(self) -> int | None:
        """How many sellers it may hold at a time; None where no such limit is known."""
        has_limit = self.kind is not ApplicationKind.PRIVATE and not self.is_listed
        return UNLISTED_PLACES if has_limit else None
