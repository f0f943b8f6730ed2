"""Statements are prepared where that is safe, and nowhere else."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from domain.history import Actor, Event
from domain.people import Person
from services.workspace.people import People
from storage.database.engine import create_engine
from storage.database.group_commit import GroupCommit
from storage.database.prepared_statements import USES
from storage.database.transactions import Database
from storage.history import Subject, entry
from storage.tables.workspaces import HistoryRow
from tests.harness.clock import MovableClock
from tests.storage.pooler import pooler

pytestmark = pytest.mark.sql

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
_OFTEN = 3 * USES
_PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%people%'")


@pytest.fixture
async def pooled_url(postgresql_url: str) -> AsyncIterator[str]:
    """The same database, through a pooler."""
    url = make_url(postgresql_url)
    behind = Path(str(url.query["host"])) / ".s.PGSQL.5432"
    with tempfile.TemporaryDirectory(prefix="pooler-") as folder:
        async with pooler(behind, Path(folder)) as listening:
            query = {"host": str(listening)}
            yield url.set(query=query).render_as_string(hide_password=False)


@only_postgresql
async def test_what_is_often_read_is_prepared(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    await _read_often(People(database, clock), anna)

    async def prepared(session: AsyncSession) -> int | None:
        return await session.scalar(_PREPARED)

    assert await database.read(prepared) == 1


@only_postgresql
async def test_nothing_is_prepared_behind_a_pooler(
    pooled_url: str, anna: Person, clock: MovableClock
) -> None:
    pooled = Database(create_engine(pooled_url))
    try:
        await _read_often(People(pooled, clock), anna)
        history = GroupCommit(pooled, HistoryRow)
        for _ in range(_OFTEN):
            await history.add(
                entry(Event.TOKEN_ISSUED, Subject(anna.workspace_id), Actor.WORKER, clock())
            )
    finally:
        await pooled.close()


async def test_our_pooler_is_one_behind_which_nothing_can_be_prepared(pooled_url: str) -> None:
    engine = create_async_engine(
        pooled_url, isolation_level="AUTOCOMMIT", connect_args={"prepare_threshold": USES}
    )
    try:
        with pytest.raises(DBAPIError, match="prepared statement"):
            await _ask_often(engine)
    finally:
        await engine.dispose()


async def _read_often(people: People, person: Person) -> None:
    await people.remember(person)
    for _ in range(_OFTEN):
        assert await people.known(person.workspace_id, person.slack_user_id) == person


async def _ask_often(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        for number in range(_OFTEN):
            await connection.execute(text("SELECT CAST(:number AS int)"), {"number": number})
