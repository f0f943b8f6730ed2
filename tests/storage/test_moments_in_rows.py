"""Datetimes come back from both databases as they went in: aware, in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people import Person
from storage.database.transactions import Database
from storage.tables.workspaces import WorkspaceRow

pytestmark = pytest.mark.sql

BY_THE_BALTIC = timezone(timedelta(hours=2))


async def _keep(database: Database, person: Person, moment: datetime) -> datetime | None:
    async def write(session: AsyncSession) -> None:
        row = await session.get_one(WorkspaceRow, person.workspace_id)
        row.delivery_suspended_at = moment

    async def read(session: AsyncSession) -> datetime | None:
        return await session.scalar(
            select(WorkspaceRow.delivery_suspended_at).where(WorkspaceRow.id == person.workspace_id)
        )

    await database.change(write)
    return await database.read(read)


async def test_a_moment_of_another_time_zone_comes_back_in_utc(
    database: Database, anna: Person
) -> None:
    kept = await _keep(database, anna, datetime(2027, 6, 1, 12, 0, 0, 123456, BY_THE_BALTIC))

    assert kept == datetime(2027, 6, 1, 10, 0, 0, 123456, UTC)
    assert kept.utcoffset() == timedelta(0)


async def test_a_moment_without_a_time_zone_is_refused(database: Database, anna: Person) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        await _keep(database, anna, datetime(2027, 6, 1, 12, 0))  # noqa: DTZ001 - that is refused
