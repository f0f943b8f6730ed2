"""The one connection to SQLite is sound again whenever a caller has gone away."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database.engine import create_engine

pytestmark = pytest.mark.sql

STEPS = 40
"""Turns of the loop; a change takes fewer."""


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncEngine:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"))
    return engine


async def _keep(engine: AsyncEngine, n: int) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": n})


async def _kept(engine: AsyncEngine) -> list[int]:
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT n FROM numbers ORDER BY n")))


async def test_a_change_can_be_left_at_any_moment(engine: AsyncEngine) -> None:
    for step in range(STEPS):
        left = asyncio.create_task(_keep(engine, step))
        for _ in range(step):
            await asyncio.sleep(0)
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        await _keep(engine, STEPS + step)
    assert set(range(STEPS, 2 * STEPS)) <= set(await _kept(engine))
    await engine.dispose()


async def test_a_refused_statement_takes_its_transaction_back(engine: AsyncEngine) -> None:
    await _keep(engine, 1)
    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO numbers VALUES (2)"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO numbers VALUES (1)"))
    assert await _kept(engine) == [1]
    await engine.dispose()


async def test_many_rows_at_once_are_all_counted(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        rows = [{"n": n} for n in range(3)]
        done = await connection.execute(text("INSERT INTO numbers VALUES (:n)"), rows)
        assert done.rowcount == 3
        gone = await connection.execute(text("DELETE FROM numbers WHERE n > 0 RETURNING n"))
        assert sorted(gone.scalars()) == [1, 2]
    assert await _kept(engine) == [0]
    await engine.dispose()
