"""What is no longer needed is deleted, and not before."""

import pytest
from sqlalchemy import func, select

from services.operations.retention import Retention
from storage.database.transactions import Database
from storage.tables.oauth import ConnectAttemptRow
from storage.tables.workspaces import HandledRequestRow
from tests.harness.bot import House
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url

pytestmark = pytest.mark.sql


async def count(database: Database, column: object) -> int:
    async with database.engine.connect() as connection:
        return int(await connection.scalar(select(func.count(column))) or 0)


async def test_attempts_and_requests_are_forgotten_in_their_time(
    house_on_each: House, clock: MovableClock
) -> None:
    browser = SellersBrowser(house_on_each)
    await browser.connect(connect_url(await add_store(house_on_each)), seller="Nordic Outdoor")
    await browser.close()
    database = house_on_each.bot.database
    forget = Retention(database, clock)

    clock.move(hours=23)
    await forget.overdue()
    assert await count(database, HandledRequestRow.key) > 0

    clock.move(days=2)
    await forget.overdue()
    assert await count(database, HandledRequestRow.key) == 0
    assert await count(database, ConnectAttemptRow.id) == 1

    clock.move(days=30)
    await forget.overdue()
    assert await count(database, ConnectAttemptRow.id) == 0
