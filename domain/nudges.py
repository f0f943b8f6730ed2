"""Nudges: asking whoever added a store whether its connection was forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from domain.attempts import AttemptEnd
from domain.reminders import first_morning
from domain.stores import Store

NUDGED_AFTER = (timedelta(days=2), timedelta(days=7))
"""How long a store waits for its connection before each nudge."""


@dataclass(frozen=True, slots=True)
class NudgePlan:
    """Whether somebody is nudged now, how many nudges are then behind, and when to look again."""

    is_due: bool
    told: int
    look_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A store that may still wait for its connection.

    `days` is how long it has, `is_last` whether nobody is nudged again, `is_overtaken` whether
    somebody is about to be. `end` and `facts` are those of its last try since then; None where
    there was none.
    """

    store: Store
    days: int
    is_last: bool
    is_overtaken: bool
    end: AttemptEnd | None
    facts: Mapping[str, Any]


def plan_nudge(waits_since: datetime, told: int, now: datetime, zone: tzinfo) -> NudgePlan:
    """Plan a nudge for 9:00 of a working day there; of several that were missed, one is told."""
    moments = [first_morning(waits_since + span, zone) for span in NUDGED_AFTER]
    reached = max(told, sum(at <= now for at in moments))
    coming = moments[reached:]
    return NudgePlan(reached > told, reached, coming[0] if coming else None)
