"""Several processes start at once on a database in which nothing is yet."""

import asyncio

import pytest
from sqlalchemy import func, select

from domain.workspaces import Joining
from services.reminders.open_due import OpenReminders
from services.workspace.workspaces import Workspaces
from storage.database.engine import create_engine
from storage.database.transactions import Database
from storage.tables.workspaces import HistoryRow
from tests.harness.clock import MovableClock

pytestmark = pytest.mark.sql

AT_ONCE = 8


async def test_all_of_them_join_the_one_workspace(database_url: str, clock: MovableClock) -> None:
    databases = [Database(create_engine(database_url)) for _ in range(AT_ONCE)]
    joining = Joining("T0NORDIC01", "Nordic Shop", "https://x.example", "B1", "U1")
    joined = await asyncio.gather(
        *(Workspaces(database, clock, "en").join(joining) for database in databases)
    )

    assert len({workspace.id for workspace in joined}) == 1
    told = select(func.count()).select_from(HistoryRow)
    assert await databases[0].read(lambda session: session.scalar(told)) == 1
    for database in databases:
        await database.close()


async def test_all_of_them_remember_the_ladder(database_url: str, clock: MovableClock) -> None:
    databases = [Database(create_engine(database_url)) for _ in range(AT_ONCE)]
    await asyncio.gather(
        *(OpenReminders(database, clock, "app", (30, 7)).keep_ladder() for database in databases)
    )
    for database in databases:
        await database.close()
