"""The SP-API application whose settings the bot runs with."""

from dataclasses import dataclass, field
from enum import StrEnum

UNLISTED_PLACES = 25
"""The most sellers of a public application while it is not listed in the Appstore."""


class ApplicationKind(StrEnum):
    """A draft is a public application before it is published; a private one has no consent page."""

    PUBLIC = "public"
    DRAFT = "draft"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The SP-API application; `id` is used at consent, `client_id` at Login with Amazon.

    `is_listed`: the Selling Partner Appstore lists it.
    """

    id: str
    kind: ApplicationKind
    name: str
    client_id: str
    client_secret: str = field(repr=False)
    is_listed: bool = False

    @property
    def places(self) -> int | None:
        """How many sellers it may have at a time; None where there is no known limit."""
        has_limit = self.kind is not ApplicationKind.PRIVATE and not self.is_listed
        return UNLISTED_PLACES if has_limit else None
