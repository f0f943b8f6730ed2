"""Where the two databases differ: an INSERT that settles conflicts, and looking for many rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.base import Base


def insert(session: AsyncSession, table: type[Base]) -> Any:
    """Return the dialect's insert into `table`; both know the same ON CONFLICT."""
    return insert_into(session.get_bind().dialect.name, table)


def insert_into(dialect: str, table: type[Base]) -> Any:
    """Do the same without a session, by the dialect's name."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def among(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> ColumnElement[bool]:
    """Tell whether some columns together are those of one of some rows.

    They are asked for one by one: SQLite looks through the whole table for a list of tuples.
    """
    one_by_one = [
        and_(*(column == value for column, value in zip(columns, row, strict=True))) for row in rows
    ]
    return or_(false(), *one_by_one)
