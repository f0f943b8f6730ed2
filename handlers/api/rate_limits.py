"""How often a sync program, or somebody who guesses keys, may ask."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cachetools import LRUCache

from domain.clock import Clock

MOST_KNOWN = 10_000
"""Whoever asks, remembered at a time; those who asked longest ago are forgotten first."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of something within a span of time that begins with the first."""

    name: str
    most: int
    span: timedelta = timedelta(minutes=1)


ASKS = Limit("asks", 60_000)
"""Requests of one sync program, to one process of the bot."""
CHECKS = Limit("checks", 6)
"""Of one store, each of which asks Amazon."""
REFUSALS = Limit("refusals", 6, timedelta(minutes=5))
"""Tokens of one store that one sync program says were refused."""
GUESSES = Limit("guesses", 20)
"""Wrong keys from one address."""


@dataclass(slots=True)
class _Window:
    ends_at: datetime
    count: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """How one request stands to its limit; `wait` is in seconds, to the end of the span."""

    limit: Limit
    count: int
    wait: int

    @property
    def is_kept(self) -> bool:
        return self.count <= self.limit.most

    @property
    def headers(self) -> Mapping[str, str]:
        """Tell a program its pace; draft-ietf-httpapi-ratelimit-headers-10."""
        name, left = self.limit.name, max(0, self.limit.most - self.count)
        return {
            "RateLimit-Policy": f'"{name}";q={self.limit.most};w={self.limit.span.seconds}',
            "RateLimit": f'"{name}";r={left};t={self.wait}',
        }


@dataclass(frozen=True)
class RateLimiter:
    """Counts in this process only, and in memory."""

    clock: Clock
    _windows: dict[str, LRUCache[tuple[str, ...], _Window]] = field(
        default_factory=lambda: defaultdict(lambda: LRUCache(MOST_KNOWN))
    )
    """For each limit by its name, so that nobody's many tries push out what others are held to."""

    def count(self, limit: Limit, *who: str) -> Pace:
        """Count one request of somebody, and tell how it stands to the limit."""
        now, windows = self.clock(), self._windows[limit.name]
        window = windows.get(who)
        if window is None or window.ends_at <= now:
            window = windows[who] = _Window(now + limit.span)
        window.count += 1
        return Pace(limit, window.count, max(1, round((window.ends_at - now).total_seconds())))
