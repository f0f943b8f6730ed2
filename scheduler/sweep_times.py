"""How long sweeps take, and how often they fail."""

from collections import Counter, defaultdict
from collections.abc import Awaitable
from time import perf_counter


class SweepTimes:
    """Counts by the names of the sweeps; `seconds` are those of all runs together."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)

    async def note(self, name: str, run: Awaitable[None]) -> None:
        """Wait for a run of a sweep; what it raises goes on."""
        started = perf_counter()
        try:
            await run
        except Exception:
            self.failures[name] += 1
            raise
        finally:
            self.runs[name] += 1
            self.seconds[name] += perf_counter() - started
