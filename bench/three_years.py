"""`python -m bench.three_years [STORES]`: the tests' three years, with many more stores."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from time import perf_counter

from bench.databases import open_databases
from bench.figures import Figure, show
from storage.authorizations import RefreshTokens
from storage.database.encryption import Keyring
from storage.database.engine import create_engine
from storage.database.schema import migrate
from storage.database.transactions import Database
from tests.harness.clock import MovableClock
from tests.simulation.imagined import BEGIN, END, Imagined, imagine
from tests.simulation.oracle import expected
from tests.simulation.rows import settle_in
from tests.simulation.years import Years

STORES = 1_000


async def live(database: str, url: str, story: Imagined) -> Sequence[Figure]:
    """Live through the years, and compare what was told with what the deeds demand."""
    years = await _settled(url, story)
    started = perf_counter()
    await years.live(story.deeds, story.outages, END)
    took = perf_counter() - started
    told = await years.told()
    await years.database.close()
    must = expected(story.team, story.deeds, story.outages, BEGIN, END)
    due = Counter((telling.at, telling.key) for telling in must if telling.is_new)
    what = f"Three years of {len(story.team.shops):,} stores"
    return [
        Figure(f"{what}: reminders", database, told.total()),
        Figure("… lost, or told late or early", database, (due - told).total(), limit=0),
        Figure("… told besides, or twice", database, (told - due).total(), limit=0),
        Figure("… took", database, took, "s"),
        Figure("… sweeps", database, years.sweeps / took, "a second"),
    ]


async def _settled(url: str, story: Imagined) -> Years:
    database = Database(create_engine(url))
    await migrate(database.engine)
    await settle_in(database.engine, story.team)
    return Years(database, MovableClock(BEGIN), RefreshTokens(Keyring({"bench": bytes(32)})))


async def measure(stores: int) -> Sequence[Figure]:
    with open_databases() as databases:
        return [
            *await live("SQLite", databases.sqlite(), imagine(stores)),
            *await live("PostgreSQL", databases.postgresql(), imagine(stores)),
        ]


if __name__ == "__main__":
    show(asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else STORES)))
