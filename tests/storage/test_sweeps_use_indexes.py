"""What is due is found by an index: a sweep must not read a table that grows with the sellers.

The bench looks at both databases with a million sellers; an empty PostgreSQL reads whole tables.
"""

from pathlib import Path

import pytest

from bench.apps import new_apps
from bench.seeding import seed_sellers
from bench.sweeps import plans_of, sweeps_of
from tests.harness.clock import MovableClock

pytestmark = pytest.mark.sql

SELLERS = 40


async def test_no_sweep_reads_a_whole_table_that_grows(tmp_path: Path) -> None:
    apps, url = new_apps(MovableClock()), f"sqlite+aiosqlite:///{tmp_path / 'sellers.db'}"
    await seed_sellers(url, apps.clock, SELLERS)
    async with apps.resting_bot(url) as bot:
        plans = await plans_of(sweeps_of(bot, apps.clock, SELLERS))
    assert list(plans.whole) == []
    assert list(plans.idle_indexes) == [], "due, and not found by its index"
