"""Identifiers that come from outside, in buttons and addresses."""

from uuid import UUID

from domain.errors import NothingThere


def as_uuid(text: str) -> UUID:
    """Return the id, or raise `NothingThere` where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NothingThere from None
