"""SP-API's usage plans: a bucket of tokens for each operation, seller and application."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playground.amazon.faults import Operation


@dataclass(frozen=True)
class Plan:
    """`rate` is in requests a second, `burst` the most that may come at once."""

    rate: float
    burst: int


PLANS: Final[Mapping[Operation, Plan]] = {
    "spapi.participations": Plan(0.016, 15),
    "spapi.listings": Plan(5, 5),
    "spapi.catalog": Plan(2, 2),
}


class RateLimits:
    def __init__(self, clock: Callable[[], datetime], plans: Mapping[Operation, Plan]) -> None:
        self._clock = clock
        self._plans = plans
        self._buckets: dict[tuple[Operation, Hashable], tuple[float, datetime]] = {}

    def rate(self, operation: Operation) -> str:
        """As `x-amzn-RateLimit-Limit` writes it."""
        return str(self._plans[operation].rate)

    def take(self, operation: Operation, caller: Hashable) -> bool:
        """Whether the caller may make this call now."""
        plan, now = self._plans[operation], self._clock()
        left, since = self._buckets.get((operation, caller), (float(plan.burst), now))
        left = min(plan.burst, left + (now - since).total_seconds() * plan.rate)
        allowed = left >= 1
        self._buckets[operation, caller] = (left - allowed, now)
        return allowed
