"""A bot whose connections are monitored."""

from collections.abc import AsyncIterator

import pytest

from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.monitoring.steps import HOSTS_ID


@pytest.fixture
async def house(sqlite_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """The bot, whose host has a Slack channel of its own, on SQLite."""
    async with open_house(sqlite_url, clock, admin_channel=HOSTS_ID, amazon_listed=True) as opened:
        yield opened


@pytest.fixture
async def house_on_each(database_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """The same on each kind of database."""
    async with open_house(
        database_url, clock, admin_channel=HOSTS_ID, amazon_listed=True
    ) as opened:
        yield opened
