"""Parse identifiers that come from outside, in buttons and addresses."""

import re
from uuid import UUID

from domain.errors import NothingThere

SELLER_ID = re.compile(r"[A-Za-z0-9]{1,64}", re.ASCII)
"""The form of Amazon's seller ids."""


def as_term_and_store(text: str) -> tuple[UUID, int, UUID]:
    """Parse an authorization, one of its terms and a store; raises `NothingThere`."""
    match text.split(":"):
        case [authorization, term, store] if term.isdecimal():
            return as_uuid(authorization), int(term), as_uuid(store)
    raise NothingThere


def as_uuid(text: str) -> UUID:
    """Parse an id; raises `NothingThere`."""
    try:
        return UUID(text)
    except ValueError:
        raise NothingThere from None
