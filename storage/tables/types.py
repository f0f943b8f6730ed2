"""Column types that behave alike on both databases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

V = TypeVar("V", bound=StrEnum | None)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite returns naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class StoredEnum(TypeDecorator[StrEnum]):
    """A member of an enum, stored by its value.

    A value that only a newer program knows is returned as it is, and equals no member, so a query
    over many rows goes on. Where such a value must not be mistaken for another, `known` refuses it.
    """

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum], length: int) -> None:
        super().__init__(length)
        self.kind, self.length = kind, length
        self._members = {member.value: member for member in kind}

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        del dialect
        return self._members.get(value, value)  # type: ignore[arg-type]


def known(value: V) -> V:
    """Return a value of a `StoredEnum`; raise `ValueError` if this program does not know it."""
    if value is None or isinstance(value, StrEnum):
        return value
    raise ValueError(f"{value!r} is a value of a newer program")
