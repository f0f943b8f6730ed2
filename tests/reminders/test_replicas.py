"""Several replicas sweep the same reminders: each is told once, and a crash loses none."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import make_url, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import MessageKind
from services.reminders.announce import Announce
from services.reminders.open_due import OpenReminders
from storage.database.engine import create_engine
from storage.database.transactions import Database
from storage.tables.messages import MessageRow
from storage.tables.reminders import ReminderRow
from tests.harness.clock import MovableClock
from tests.simulation.oracle import RUNGS
from tests.simulation.rows import APPLICATION, settle_in
from tests.simulation.team import Shop, Team

pytestmark = [
    pytest.mark.sql,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]
ENDS = datetime(2027, 6, 16, 12, 0, tzinfo=UTC)
"""A Wednesday."""
IN_A_CHANNEL = 10
KEEPERS = ("U0KEEPER000", "U0KEEPER001", "U0KEEPER002")


class Replicas:
    """Processes of the bot on one database, as far as reminders go."""

    def __init__(self, databases: list[Database], clock: MovableClock) -> None:
        self.databases = databases
        self.clock = clock

    async def sweep(self, database: Database) -> None:
        await OpenReminders(database, self.clock, APPLICATION, RUNGS).open_due()
        await Announce(database, self.clock).announce()

    async def sweep_at_once(self) -> None:
        await asyncio.gather(*(self.sweep(database) for database in self.databases))


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[Replicas]:
    async with AsyncExitStack() as stack:
        databases = [Database(create_engine(database_url)) for _ in range(4)]
        for database in databases:
            stack.push_async_callback(database.close)
        yield Replicas(databases, MovableClock(ENDS - timedelta(days=60)))


async def fill(replicas: Replicas, sellers: int) -> None:
    """Put sellers in, whose terms end at once, ten in a Slack channel."""
    shops = {
        number: Shop(
            seller=number,
            channel=f"C0STORES{number // IN_A_CHANNEL:03}",
            owner=KEEPERS[number // IN_A_CHANNEL % 3],
            backup=None,
            created_at=ENDS - timedelta(days=400) + timedelta(minutes=number),
        )
        for number in range(sellers)
    }
    team = Team(shops, dict.fromkeys(range(sellers), ENDS), dict.fromkeys(KEEPERS, "UTC"))
    await settle_in(replicas.databases[0].engine, team)
    await replicas.sweep(replicas.databases[0])


async def read(replicas: Replicas, table: type) -> list:
    async def ask(session: AsyncSession) -> list:
        return list((await session.scalars(select(table))).all())

    return await replicas.databases[0].read(ask)


async def assert_told_once(replicas: Replicas, sellers: int, rungs: set[int]) -> None:
    """Check that each rung was told of each seller once, in one message that tells of it.

    A message whose reminder has joined the day's digest is left empty, and has been shown anew.
    """
    rows = await read(replicas, ReminderRow)
    told = Counter((r.authorization_id, r.rung) for r in rows if r.target.startswith("C"))
    assert len(told) == sellers * len(rungs)
    assert set(told.values()) == {1}
    assert all(row.message_id is not None for row in rows)
    messages = {m.id: m for m in await read(replicas, MessageRow) if m.kind != MessageKind.CARD}
    shown = Counter(row.message_id for row in rows)
    assert shown.keys() <= messages.keys()
    single = [m for m in messages.values() if m.kind == MessageKind.REMINDER]
    assert all(shown[m.id] <= 1 for m in single)
    empty = [messages[message_id] for message_id in messages.keys() - shown.keys()]
    assert all(m in single and m.wanted_version > 1 for m in empty), "a doubled message"
    digests = {(r.target, r.day, r.message_id) for r in rows if shown[r.message_id] > 1}
    assert len(digests) == len({digest[:2] for digest in digests}), "two digests of a day"


async def test_two_replicas_open_a_thousand_at_once_and_each_is_told_once(
    replicas: Replicas,
) -> None:
    del replicas.databases[2:]
    await fill(replicas, 1000)
    replicas.clock.now = ENDS - timedelta(days=30)
    await replicas.sweep_at_once()
    await assert_told_once(replicas, 1000, {30})


async def test_four_replicas_tell_each_rung_of_a_term_once(replicas: Replicas) -> None:
    await fill(replicas, 60)
    for rung in RUNGS:
        replicas.clock.now = ENDS - timedelta(days=rung)
        await asyncio.gather(*(replicas.sweep_at_once() for _ in range(3)))
    await assert_told_once(replicas, 60, set(RUNGS))


async def test_a_sweep_that_is_cancelled_anywhere_loses_nothing(replicas: Replicas) -> None:
    await fill(replicas, 40)
    for number, rung in enumerate(RUNGS):
        replicas.clock.now = ENDS - timedelta(days=rung)
        sweep = asyncio.create_task(replicas.sweep(replicas.databases[number % 4]))
        for _ in range(number * 4):
            await asyncio.sleep(0)
        sweep.cancel()
        with suppress(asyncio.CancelledError):
            await sweep
        await replicas.databases[number % 4].close()
        await replicas.sweep_at_once()
    await assert_told_once(replicas, 40, set(RUNGS))


async def test_connections_that_are_cut_in_a_sweep_lose_nothing(
    replicas: Replicas, database_url: str
) -> None:
    await fill(replicas, 40)
    for number, rung in enumerate(RUNGS):
        replicas.clock.now = ENDS - timedelta(days=rung)
        sweeps = asyncio.create_task(replicas.sweep_at_once())
        for _ in range(number * 4):
            await asyncio.sleep(0)
        await asyncio.to_thread(cut_all, database_url)
        with suppress(DBAPIError):
            await sweeps
        await replicas.sweep_at_once()
    await assert_told_once(replicas, 40, set(RUNGS))


def cut_all(database_url: str) -> None:
    """End all other connections of this database, as a restart of it would."""
    url = make_url(database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
