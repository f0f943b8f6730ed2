"""Identifiers that come from outside, in buttons and addresses."""

import re
from uuid import UUID

from domain.errors import NothingThere

SELLER_ID = re.compile(r"[A-Za-z0-9]{1,64}", re.ASCII)
"""What Amazon's seller ids are made of."""


def as_term_and_store(text: str) -> tuple[UUID, int, UUID]:
    """Return an authorization, one of its terms, and a store; or raise `NothingThere`."""
    match text.split(":"):
        case [authorization, term, store] if term.isdecimal():
            return as_uuid(authorization), int(term), as_uuid(store)
    raise NothingThere


def as_uuid(text: str) -> UUID:
    """Return the id, or raise `NothingThere` where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NothingThere from None
