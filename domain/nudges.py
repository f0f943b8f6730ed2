"""Nudges: remind whoever added a store that it is not connected yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from domain.attempts import AttemptEnd
from domain.reminders import first_morning
from domain.stores import Store

NUDGED_AFTER = (timedelta(days=2), timedelta(days=7))
"""How long a store waits before each nudge."""


@dataclass(frozen=True, slots=True)
class NudgePlan:
    """Whether to nudge now, how many nudges are done then, and when to look again."""

    is_due: bool
    told: int
    look_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A store that may still be waiting for its connection.

    `days` is how long it has waited, `is_last` whether this is the last nudge, `is_overtaken`
    whether the next one is due. `end` and `facts` are those of its last attempt since then, None
    where there was none.
    """

    store: Store
    days: int
    is_last: bool
    is_overtaken: bool
    end: AttemptEnd | None
    facts: Mapping[str, Any]


def plan_nudge(waits_since: datetime, told: int, now: datetime, zone: tzinfo) -> NudgePlan:
    """Plan a nudge for 9:00 of a local working day; of several missed ones, only one is sent."""
    moments = [first_morning(waits_since + span, zone) for span in NUDGED_AFTER]
    reached = max(told, sum(at <= now for at in moments))
    coming = moments[reached:]
    return NudgePlan(reached > told, reached, coming[0] if coming else None)
