"""The two databases' own INSERT, which can settle conflicts."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base


def insert(session: AsyncSession, table: type[Base]) -> Any:
    """Return the dialect's insert into `table`; both know the same ON CONFLICT."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
