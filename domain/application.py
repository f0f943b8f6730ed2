"""The SP-API application whose settings the bot runs with."""

from dataclasses import dataclass, field
from enum import StrEnum


class ApplicationKind(StrEnum):
    """A draft is public and not yet published; a private one has no consent page at Amazon."""

    PUBLIC = "public"
    DRAFT = "draft"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`id` is that of the consent address, `client_id` that of Login with Amazon."""

    id: str
    kind: ApplicationKind
    name: str
    client_id: str
    client_secret: str = field(repr=False)
