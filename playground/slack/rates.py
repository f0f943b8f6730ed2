"""How often the app may call.

Source: docs.slack.dev/apis/web-api/rate-limits: tiers 2, 3, 4 are 20, 50, 100 calls a minute
per method, workspace and app; `chat.postMessage` is one a second per channel.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from playground.slack.wire import RateLimitedError

TIER_2, TIER_3, TIER_4 = 20, 50, 100
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Pace:
    """At most `calls` in `window`; `by` names the argument that has a pace of its own."""

    calls: int
    window: timedelta = MINUTE
    by: str | None = None


ONE_A_SECOND_PER_CHANNEL = Pace(1, timedelta(seconds=1), by="channel")
PUBLISHED: Mapping[str, Pace] = {
    "chat.postMessage": ONE_A_SECOND_PER_CHANNEL,
    "chat.update": Pace(TIER_3),
    "chat.delete": Pace(TIER_3),
    "chat.postEphemeral": Pace(TIER_4),
    "views.open": Pace(TIER_4),
    "views.push": Pace(TIER_4),
    "views.update": Pace(TIER_4),
    "views.publish": Pace(TIER_4),
    "users.info": Pace(TIER_4),
    "users.list": Pace(TIER_2),
    "users.conversations": Pace(TIER_3),
    "conversations.open": Pace(TIER_3),
    "conversations.info": Pace(TIER_3),
    "conversations.list": Pace(TIER_2),
    "conversations.history": Pace(TIER_3),
    "conversations.replies": Pace(TIER_3),
    "conversations.join": Pace(TIER_3),
    "conversations.members": Pace(TIER_4),
}


class Rates:
    """Counts calls in a sliding window."""

    def __init__(self, clock: Callable[[], datetime], paces: Mapping[str, Pace]) -> None:
        self._clock = clock
        self._paces = paces
        self._calls: dict[tuple[str, ...], deque[datetime]] = defaultdict(deque)

    def take(self, team_id: str, method: str, arguments: Mapping[str, object]) -> None:
        """Count a call, or raise RateLimitedError."""
        pace = self._paces.get(method)
        if pace is None:
            return
        now = self._clock()
        calls = self._calls[team_id, method, str(arguments.get(pace.by or ""))]
        while calls and now - calls[0] >= pace.window:
            calls.popleft()
        if len(calls) >= pace.calls:
            raise RateLimitedError(max(1, ceil((calls[0] + pace.window - now).total_seconds())))
        calls.append(now)
