"""`python -m bench.sweeps [FEW MANY]`: the sweeps, with few sellers and with many.

The bot is built in this process, and its metronome beats when it is told to.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from bench.apps import Apps, new_apps
from bench.databases import open_databases
from bench.due import Due
from bench.figures import Figure, show
from bench.plans import Plans
from bench.seeding import seed_sellers
from bot.clock import system_clock
from bot.wiring.bot import Bot
from domain.clock import Clock
from scheduler.messages.delivery import LANES_AT_ONCE
from services.messages.delivery import DeliverMessages

TICKS = 200
ROUNDS = 3
ALIKE = 1.5
"""Two medians of the same thing differ by less, even on a busy machine."""
Times = Mapping[str, float]
"""Milliseconds by what took them."""


@dataclass(frozen=True)
class Sizes:
    """How many sellers two databases hold that are compared, and of how many something is due."""

    few: int
    many: int
    due: Sequence[int] = (10, 1_000)


QUICK = Sizes(1_000, 10_000, due=(10,))
FULL = Sizes(10_000, 1_000_000)
_A_FEW_DUE = 10


@dataclass(frozen=True)
class Sweeps:
    """The sweeps of a bot over one database."""

    bot: Bot
    due: Due
    messages: DeliverMessages

    async def idle(self) -> Times:
        """Sweep while nothing is due."""
        tick = self.bot.metronome.tick
        return {
            "Reminders": await _took(lambda: tick("reminders")),
            "Checks": await _took(lambda: tick("checks")),
            "Delivery's claim": await _took(self._claim_all),
            "All sweeps at once": await _took(self.bot.metronome.tick_all),
        }

    async def busy(self, many: int, first: int) -> Times:
        """Sweep until nothing is left of so many that are due, the sellers from `first` on."""
        await self.due.remind(many, first)
        reminded = await _took(lambda: self.bot.metronome.tick("reminders"))
        assert await self.due.reminders_left() == 0
        claimed = await _took(self._claim_all)
        await self.due.take_as_sent()
        await self.due.check(many)
        checked = await _took(self._check_all)
        return {"Reminders": reminded, "Checks": checked, "Delivery's claim": claimed}

    async def _check_all(self) -> None:
        """Claim what is due, a hundred at a time; no token is there with which Amazon is asked."""
        while await self.due.checks_left():
            await self.bot.metronome.tick("checks")

    async def _claim_all(self) -> None:
        while await self.messages.claim(LANES_AT_ONCE):
            pass


async def of_database(
    apps: Apps, database: str, new: Callable[[], str], sizes: Sizes
) -> Sequence[Figure]:
    """Seed two databases of a kind, and compare the sweeps over them."""
    small, large = new(), new()
    await seed_sellers(small, apps.clock, sizes.few)
    await seed_sellers(large, apps.clock, sizes.many)
    async with apps.bot(large) as bot:
        what = f"Ready with {sizes.many:,} sellers"
        ready = Figure(what, database, bot.ready_after, "s", limit=2)
    async with apps.resting_bot(small) as one, apps.resting_bot(large) as other:
        few = sweeps_of(one, apps.clock, sizes.few)
        many = sweeps_of(other, apps.clock, sizes.many)
        plans = await _plans(many, database)
        return [ready, *plans, *await _beside(few, many, database, sizes)]


async def _beside(few: Sweeps, many: Sweeps, database: str, sizes: Sizes) -> Sequence[Figure]:
    """Let them take turns; each time other sellers are due."""
    idle = [(await few.idle(), await many.idle()) for _ in range(TICKS)]
    figures = _compared(idle, database, "nothing due", sizes, ALIKE)
    for number, due in enumerate(sizes.due):
        firsts = range(ROUNDS * number, ROUNDS * (number + 1))
        busy = [(await few.busy(due, n), await many.busy(due, n)) for n in firsts]
        figures += _compared(busy, database, f"{due:,} due", sizes, None)
    return figures


def sweeps_of(bot: Bot, clock: Clock, sellers: int) -> Sweeps:
    due = Due(bot.database, clock, sellers)
    return Sweeps(bot, due, DeliverMessages(bot.database, clock))


async def plans_of(sweeps: Sweeps) -> Plans:
    """Run all sweeps, with nothing and with something due, and see how they are carried out."""
    plans = Plans()
    with plans.kept():
        await sweeps.bot.metronome.tick_all()
        await sweeps.bot.delivery.drain()
        await sweeps.busy(_A_FEW_DUE, first=len(FULL.due) * ROUNDS)
        await sweeps.bot.metronome.tick_all()
    return plans


async def _plans(sweeps: Sweeps, database: str) -> Sequence[Figure]:
    """Count what is not as it should be, and print it."""
    plans = await plans_of(sweeps)
    for fault in (*plans.whole, *plans.idle_indexes):
        print(f"{database}: {fault}\n")
    what = f"Of {len(plans.by_statement)} statements, those that read a whole table"
    return [
        Figure(what, database, len(plans.whole), limit=0),
        Figure("Indexes of what is due that none uses", database, len(plans.idle_indexes), limit=0),
    ]


def _compared(
    rounds: Sequence[tuple[Times, Times]],
    database: str,
    due: str,
    sizes: Sizes,
    limit: float | None,
) -> list[Figure]:
    figures = []
    for what in rounds[0][0]:
        took = median(many[what] for _, many in rounds)
        ratio = median(many[what] / few[what] for few, many in rounds)
        figures += [
            Figure(f"{what}, {due}, {sizes.many:,} sellers", database, took, "ms"),
            Figure(f"… of that with {sizes.few:,}", database, ratio, limit=limit),
        ]
    return figures


async def _took(run: Callable[[], Awaitable[None]]) -> float:
    """Return the milliseconds that something takes."""
    started = perf_counter()
    await run()
    return (perf_counter() - started) * 1000


async def measure(sizes: Sizes) -> Sequence[Figure]:
    apps = new_apps(system_clock)
    with open_databases() as databases:
        return [
            *await of_database(apps, "SQLite", databases.sqlite, sizes),
            *await of_database(apps, "PostgreSQL", databases.postgresql, sizes),
        ]


def _sizes(given: Sequence[str]) -> Sizes:
    if not given:
        return FULL
    few, many = map(int, given)
    return Sizes(few, many)


if __name__ == "__main__":
    show(asyncio.run(measure(_sizes(sys.argv[1:]))))
