"""Alarms: conditions that last and concern several stores, told once where somebody can act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from domain.reminders import moment
from domain.stores import Store

OUTAGE_TOLD_AFTER = timedelta(hours=24)
"""How long Amazon may be silent about a seller before somebody is told."""
SECRET_LIFE = timedelta(days=180)
"""Source: SP-API, "Rotate your application's client secret"; refresh tokens survive it."""
SECRET_RUNGS = (30, 14, 7, 3, 1, 0)
"""Days before the client secret's end at which it is told."""
PLACES_TOLD = (20, 22, 24, 25)
"""Numbers of sellers of an unlisted application at which it is told."""


class AlarmKind(StrEnum):
    """What an alarm is about; the first two concern a Slack channel's stores, others the host."""

    OUTAGE = "outage"
    OTHER_APPLICATION = "other_application"
    REFUSED = "refused"
    SECRET = "secret"  # noqa: S105 - a kind's name
    PLACES = "places"
    GUESSES = "guesses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What an alarm's message shows at the moment `now`. `until` is None while it lasts.

    `is_newest` is false once there is a later one about the same; `stores` are those concerned now,
    if it is about a Slack channel; `facts` depend on its kind.
    """

    kind: AlarmKind
    since: datetime
    until: datetime | None
    now: datetime
    is_newest: bool
    facts: Mapping[str, Any]
    stores: Sequence[Store] = ()

    @property
    def hours(self) -> int:
        """How many whole hours it has lasted."""
        return int(((self.until or self.now) - self.since).total_seconds() // 3600)


def secret_since(
    first_seen: datetime, other_seen: datetime | None, rotated_on: date | None
) -> datetime:
    """Return when a client secret's life began.

    `first_seen` is when the bot first saw it, `other_seen` when it last saw another one for the
    first time. The day in the settings counts only if it lies between them: an earlier one is about
    the other secret, and nobody rotates a secret that is in use already.
    """
    if rotated_on is None:
        return first_seen
    corrected = datetime.combine(rotated_on, time(), UTC)
    is_of_this = other_seen is None or other_seen.date() < rotated_on
    return corrected if is_of_this and corrected <= first_seen else first_seen


def secret_rung(since: datetime, now: datetime) -> int | None:
    """Return the most urgent rung that a secret has reached, in days left.

    Each is told at 9:00 UTC of a working day, never later than it says.
    """
    ends_at = since + SECRET_LIFE
    reached = (rung for rung in SECRET_RUNGS if moment(ends_at, rung, ZoneInfo("UTC")) <= now)
    return min(reached, default=None)


def places_step(held: int, told: int | None) -> int | None:
    """Return the step of `PLACES_TOLD` reached; a told one stays until none is left."""
    reached = max((step for step in PLACES_TOLD if step <= held), default=None)
    return None if reached is None else max(reached, told or 0)
