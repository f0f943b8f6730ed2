"""Where the two databases differ: upserts, and look-ups of many rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.base import Base


def insert(session: AsyncSession, table: type[Base]) -> Any:
    """Return the dialect's insert into `table`; both support ON CONFLICT."""
    return insert_into(session.get_bind().dialect.name, table)


def insert_into(dialect: str, table: type[Base]) -> Any:
    """Do the same without a session, by the dialect's name."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def among(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> ColumnElement[bool]:
    """Match rows whose columns together equal one of some tuples.

    They are compared one by one, because SQLite scans the whole table for a list of tuples.
    """
    one_by_one = [
        and_(*(column == value for column, value in zip(columns, row, strict=True))) for row in rows
    ]
    return or_(false(), *one_by_one)
