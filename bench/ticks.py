"""An idle tick of the delivery: it must cost the same however much stands in Slack already."""

from statistics import median
from time import perf_counter

from bench.figures import Figure
from domain.clock import Clock
from scheduler.messages.delivery import LANES_AT_ONCE
from services.messages.delivery import DeliverMessages
from storage.database.engine import create_engine
from storage.database.transactions import Database

TICKS = 200
ROUNDS = 3
ALIKE = 1.5
"""Two medians of the same thing differ by less, even on a busy machine."""


async def idle_ticks(database: str, few: str, many: str, clock: Clock) -> list[Figure]:
    """Compare the ticks over two databases: with few messages and with many, all shown."""
    rounds = [(await _tick(few, clock), await _tick(many, clock)) for _ in range(ROUNDS)]
    ratio = median(large / small for small, large in rounds)
    return [
        Figure("Idle tick, 100,000 cards shown", database, min(large for _, large in rounds), "ms"),
        Figure("… of that with 10 cards shown", database, ratio, limit=ALIKE),
    ]


async def _tick(url: str, clock: Clock) -> float:
    """Return the median in milliseconds."""
    database = Database(create_engine(url))
    messages = DeliverMessages(database, clock)
    times = []
    for _ in range(TICKS):
        started = perf_counter()
        assert await messages.claim(LANES_AT_ONCE) == []
        times.append((perf_counter() - started) * 1000)
    await database.close()
    return median(times)
