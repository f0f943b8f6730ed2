"""Rate limits for sync programs, and for whoever guesses keys."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cachetools import LRUCache

from domain.clock import Clock

MOST_KNOWN = 10_000
"""The most clients remembered; the least recently seen is forgotten first."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of requests within a window that begins with the first."""

    name: str
    most: int
    span: timedelta = timedelta(minutes=1)


ASKS = Limit("asks", 60_000)
"""Requests of one sync program to one process of the bot."""
CHECKS = Limit("checks", 6)
"""Checks of one store; each asks Amazon."""
REFUSALS = Limit("refusals", 6, timedelta(minutes=5))
"""Tokens of one store that one sync program reports as refused."""
GUESSES = Limit("guesses", 20)
"""Wrong keys from one address."""


@dataclass(slots=True)
class _Window:
    ends_at: datetime
    count: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a request stands in its limit; `wait` is the seconds until the window ends."""

    limit: Limit
    count: int
    wait: int

    @property
    def is_kept(self) -> bool:
        return self.count <= self.limit.most

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the rate-limit headers (draft-ietf-httpapi-ratelimit-headers-10)."""
        name, left = self.limit.name, max(0, self.limit.most - self.count)
        return {
            "RateLimit-Policy": f'"{name}";q={self.limit.most};w={self.limit.span.seconds}',
            "RateLimit": f'"{name}";r={left};t={self.wait}',
        }


@dataclass(frozen=True)
class RateLimiter:
    """Counts requests per client, in this process's memory."""

    clock: Clock
    _windows: dict[str, LRUCache[tuple[str, ...], _Window]] = field(
        default_factory=lambda: defaultdict(lambda: LRUCache(MOST_KNOWN))
    )
    """One table for each limit, so that flooding one limit does not evict the clients of
    another.
    """

    def count(self, limit: Limit, *who: str) -> Pace:
        """Count one request, and return where its client stands."""
        now, windows = self.clock(), self._windows[limit.name]
        window = windows.get(who)
        if window is None or window.ends_at <= now:
            window = windows[who] = _Window(now + limit.span)
        window.count += 1
        return Pace(limit, window.count, max(1, round((window.ends_at - now).total_seconds())))
