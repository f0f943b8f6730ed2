"""Connections cut by a restart of the database are reopened."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Actor, Event
from domain.people import Person
from services.workspace.people import People
from storage.database.group_commit import GroupCommit
from storage.database.transactions import Database
from storage.history import Subject, entry
from storage.tables.workspaces import HistoryRow
from tests.harness.clock import MovableClock

pytestmark = pytest.mark.sql

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@only_postgresql
async def test_a_read_finds_its_way_when_every_connection_was_cut(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    people = People(database, clock)
    await people.remember(anna)
    assert await people.known(anna.workspace_id, anna.slack_user_id) == anna
    async with database.engine.connect() as connection:
        await connection.execute(_CUT)
    assert await people.known(anna.workspace_id, anna.slack_user_id) == anna


@only_postgresql
async def test_a_read_that_is_wrong_is_tried_once(database: Database) -> None:
    tries = []

    async def read(session: AsyncSession) -> None:
        tries.append(session)
        await session.execute(text("SELECT nothing_of_this_name"))

    with pytest.raises(DBAPIError):
        await database.read(read)
    assert len(tries) == 1


@only_postgresql
async def test_what_is_jotted_down_is_so_when_every_connection_was_cut(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    await People(database, clock).remember(anna)
    history = GroupCommit(database, HistoryRow)
    for _ in range(2):
        await history.add(
            entry(Event.TOKEN_ISSUED, Subject(anna.workspace_id), Actor.WORKER, clock())
        )
        async with database.engine.connect() as connection:
            await connection.execute(_CUT)

    async def count(session: AsyncSession) -> int:
        handed_out = HistoryRow.event == Event.TOKEN_ISSUED
        return len((await session.scalars(select(HistoryRow).where(handed_out))).all())

    assert await database.read(count) == 2
