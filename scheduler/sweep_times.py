"""Durations and failures of sweeps, for the metrics."""

from collections import Counter, defaultdict
from collections.abc import Awaitable
from time import perf_counter


class SweepTimes:
    """Counts by sweep; `seconds` is the total of all its runs."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)

    async def note(self, name: str, run: Awaitable[None]) -> None:
        """Await a sweep and count it; its exceptions pass through."""
        started = perf_counter()
        try:
            await run
        except Exception:
            self.failures[name] += 1
            raise
        finally:
            self.runs[name] += 1
            self.seconds[name] += perf_counter() - started
