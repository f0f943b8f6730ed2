"""A permalink is looked up among the messages of one store and its seller."""

import pytest
from sqlalchemy import select, text

from bench.apps import new_apps
from bench.plans import Plans
from bench.seeding import seed_sellers
from domain.access_tokens import Withheld
from storage.permalinks import told_at
from storage.tables.stores import StoreRow
from tests.harness.clock import MovableClock

pytestmark = pytest.mark.sql

SELLERS = 3000
"""Fewer are read as a whole by PostgreSQL, since that is faster."""


async def test_both_the_stores_and_the_sellers_messages_are_found_by_an_index(
    database_url: str, clock: MovableClock
) -> None:
    apps, plans = new_apps(clock), Plans()
    await seed_sellers(database_url, apps.clock, SELLERS)
    async with apps.resting_bot(database_url) as bot:
        async with bot.database.engine.begin() as connection:
            await connection.execute(text("ANALYZE"))
            store = await connection.scalar(select(StoreRow.id).limit(1))
        assert store is not None
        with plans.kept():
            await bot.database.read(lambda s: told_at(s, store, Withheld.DISCONNECTED))
    (plan,) = plans.by_statement.values()

    assert list(plans.whole) == []
    assert "ix_messages_store" in plan
    assert "ix_messages_authorization" in plan
