"""Three years of fifty stores: every reminder is told once, in time, and none besides."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from storage.authorizations import RefreshTokens
from storage.database.encryption import Keyring
from storage.database.engine import create_engine
from storage.database.transactions import Database
from tests.harness.clock import MovableClock
from tests.simulation.imagined import BEGIN, END, imagine
from tests.simulation.oracle import expected, expected_messages
from tests.simulation.rows import settle_in
from tests.simulation.years import Years

pytestmark = pytest.mark.long

STORES = 50


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(create_engine(database_url))
    yield opened
    await opened.close()


async def test_each_reminder_is_told_once_in_time_and_none_besides(database: Database) -> None:
    story = imagine(STORES)
    await settle_in(database.engine, story.team)
    clock = MovableClock(BEGIN)
    years = Years(database, clock, RefreshTokens(Keyring({"test": bytes(32)})))
    await years.live(story.deeds, story.outages, END)
    must = expected(story.team, story.deeds, story.outages, BEGIN, END)
    told = await years.told()
    due = Counter((telling.at, telling.key) for telling in must if telling.is_new)
    assert sorted(due - told) == [], "lost, late or early"
    assert sorted(told - due) == [], "told besides, late, early or twice"
    assert await years.messages() == expected_messages(must)
