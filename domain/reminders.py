"""Reminders: when each rung is due, who is told, and what ends one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.authorizations import Connection
from domain.stores import Store

LADDER = (30, 14, 7, 3, 1, 0, -7, -14, -21, -28)
"""Days before the end of a term, and after it."""
MENTIONED_FROM = 7
"""From this rung on the owner is mentioned; before, only named."""
DIRECTLY_FROM = 3
"""From this rung on owner and backup get direct messages."""
ADMINS_FROM = 1
"""From this rung on the workspace's admin channel is told as well."""
SNOOZABLE_ABOVE = 3
SNOOZES = (1, 3, 7)
"""Days for which a reminder may be snoozed."""
MOST_SINGLE = 3
"""More than these in one place on one day become a digest."""
_HOUR = time(9)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class ReminderEnd(StrEnum):
    """Why there is nothing left to do about a reminder."""

    RENEWED = "renewed"
    REVOKED = "revoked"
    DISCONNECTED = "disconnected"
    SUPERSEDED = "superseded"
    NOT_HERE = "not_here"


@dataclass(frozen=True, slots=True)
class Audience:
    """Where a connection's reminders are posted, and in which time zone.

    `from_rung` is the first that is posted there; None means all are.
    """

    target: str
    zone: tzinfo
    from_rung: int | None = None

    def hears(self, rung: int) -> bool:
        return self.from_rung is None or rung <= self.from_rung


@dataclass(frozen=True, slots=True)
class ToldRungs:
    """What a target was told in this term: its rungs, and until when they are snoozed."""

    rungs: Collection[int] = ()
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send now, if anything, and when to look again.

    `again`: send the open reminder once more, because its snooze is over.
    """

    rung: int | None
    again: bool
    look_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderShown:
    """What a reminder shows: `days` to the end in its place's time zone, negative after it.

    `is_overdue`: the end has passed, perhaps earlier today. `ended` is why there is nothing left to
    do; `names` are what people are called.
    """

    id: UUID
    rung: int
    target: str
    connection: Connection
    stores: Sequence[Store]
    days: int
    is_overdue: bool
    snoozed_until: datetime | None
    snoozed_by: str | None
    ended: ReminderEnd | None
    names: dict[str, str]

    @property
    def can_be_snoozed(self) -> bool:
        return self.rung > SNOOZABLE_ABOVE


@dataclass(frozen=True, slots=True)
class DigestShown:
    """A day's reminders in one message: how many there are, are done, and are told elsewhere.

    `waiting` are the most urgent of the open ones.
    """

    total: int
    done: int
    elsewhere: int
    waiting: Sequence[ReminderShown]

    @property
    def left(self) -> int:
        return self.total - self.done - self.elsewhere


def moment(ends_at: datetime, rung: int, zone: tzinfo) -> datetime:
    """Return when a rung is due: 9:00 of a local working day, never later than it says."""
    latest = (ends_at - timedelta(days=rung)).astimezone(zone)
    on = latest.date() if latest.time() >= _HOUR else latest.date() - _ONE_DAY
    return _nine(_working_day(on), zone)


def plan(
    ends_at: datetime, ladder: Sequence[int], audience: Audience, told: ToldRungs, now: datetime
) -> Plan:
    """Plan what to send to one target: of all reached rungs, only the most urgent.

    A snooze holds back the rungs above 3. When it ends, the same reminder is sent again, unless
    another has become due meanwhile.
    """
    moments = {r: moment(ends_at, r, audience.zone) for r in ladder if audience.hears(r)}
    snoozed = told.snoozed_until if told.snoozed_until and now < told.snoozed_until else None
    free = {r: at for r, at in moments.items() if snoozed is None or r <= SNOOZABLE_ABOVE}
    reached = [rung for rung, at in free.items() if at <= now]
    urgent = min(reached, default=None)
    is_new = urgent is not None and all(urgent < rung for rung in told.rungs)
    coming = [at for at in free.values() if at > now]
    look_at = min([*coming, snoozed] if snoozed else coming, default=None)
    again = not is_new and told.snoozed_until is not None and snoozed is None
    return Plan(urgent if is_new else None, again, look_at)


def zone_of(name: str) -> tzinfo:
    """Return a time zone by its IANA name, or UTC for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def snoozed_until(now: datetime, days: int, zone: tzinfo) -> datetime:
    """Return when a snoozed reminder returns: at 9:00 on the next working day from then on."""
    day = now.astimezone(zone).date() + timedelta(days=days)
    while day.weekday() >= _SATURDAY:
        day += _ONE_DAY
    return _nine(day, zone)


def first_morning(at: datetime, zone: tzinfo) -> datetime:
    """Return the first 9:00 of a working day from a moment on."""
    day = at.astimezone(zone).date()
    while day.weekday() >= _SATURDAY or _nine(day, zone) < at:
        day += _ONE_DAY
    return _nine(day, zone)


def day_there(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def days_to(ends_at: datetime, now: datetime, zone: tzinfo) -> int:
    """Count the days to an end in the local calendar; negative after it."""
    return (day_there(ends_at, zone) - day_there(now, zone)).days


def _working_day(day: date) -> date:
    """Return the day, or the Friday before if it is no working day."""
    return day - _ONE_DAY * max(0, day.weekday() - _SATURDAY + 1)


def _nine(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, _HOUR, zone).astimezone(UTC)
