"""Identifiers that come from outside, in buttons and addresses."""

import re
from uuid import UUID

from domain.errors import NothingThere

SELLER_ID = re.compile(r"[A-Za-z0-9]{1,64}", re.ASCII)
"""What Amazon's seller ids are made of."""


def as_uuid(text: str) -> UUID:
    """Return the id, or raise `NothingThere` where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NothingThere from None
