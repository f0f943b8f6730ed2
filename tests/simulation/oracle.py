"""What must have been told in those years, computed from the deeds alone, and simply.

Nothing of the bot's own is used here, for it is what the bot is measured by.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.simulation.deeds import (
    Deed,
    HandOver,
    Join,
    Keep,
    Move,
    Outage,
    Rearrange,
    Renew,
    Revoke,
    Snooze,
    Travel,
    Wake,
)
from tests.simulation.team import Places, Team

RUNGS = (30, 14, 7, 3, 1, 0, -7, -14, -21, -28)
A_DAY = timedelta(days=1)
Key = tuple[int, int, int, str]
"""A reminder: seller, term, rung, target."""
Message = tuple[datetime, str, str]
"""When it was owed, where, and its kind."""


@dataclass(frozen=True, order=True)
class Telling:
    """A reminder told, for the first time or once more after a snooze; `day` is its place's."""

    at: datetime
    key: Key
    day: date
    is_new: bool


@dataclass
class _Open:
    rung: int
    snoozed_until: datetime | None = None

    def wakes_by(self, now: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until <= now

    def sleeps_at(self, now: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > now


@dataclass
class _Term:
    """One year of a seller: what was told of it in each place, and what is open there."""

    number: int
    ends_at: datetime
    is_revoking: bool = False
    told: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    open: dict[str, _Open] = field(default_factory=dict)


@dataclass
class _Seller:
    number: int
    term: _Term
    places: Places
    ladder: tuple[int, ...] = RUNGS

    def apply(self, change: Deed | Places | None) -> None:
        term = self.term
        match change:
            case Renew(at=at):
                self.term = _Term(term.number + 1, at + 365 * A_DAY)
            case Snooze(at=at, target=target, days=days) if not term.is_revoking:
                if target in term.open and term.open[target].rung > 3:
                    zone, _ = self.places.get(target, next(iter(self.places.values())))
                    term.open[target].snoozed_until = nine_after(at, days, zone)
            case Wake(target=target) if target in term.open and not term.is_revoking:
                term.open[target].snoozed_until = None
            case Revoke():
                term.is_revoking = True
            case Keep(at=at) if term.is_revoking:
                term.is_revoking = False
                term.open = {t: _Open(still.rung, at) for t, still in term.open.items()}
            case Rearrange(ladder=ladder):
                self.ladder = ladder
            case dict():
                self.places = change

    def moments(self) -> Iterator[datetime]:
        """Return when something may have to be told, as things are now."""
        for zone, first in self.places.values():
            yield from (nine_before(self.term.ends_at, r, zone) for r in self.ladder if r <= first)
        yield from (o.snoozed_until for o in self.term.open.values() if o.snoozed_until)

    def look(self, now: datetime) -> Iterator[Telling]:
        """Tell what is due in each place; what is open elsewhere has been left behind.

        A place that is back hears once more what it was told last.
        """
        term = self.term
        if term.is_revoking:
            return
        term.open = {target: o for target, o in term.open.items() if target in self.places}
        for target, (zone, first) in self.places.items():
            still = term.open.get(target)
            rung = self._due(now, target, zone, first)
            last = min(term.told[target], default=None)
            is_back = still is None and last is not None and last <= first
            wakes = still is not None and still.wakes_by(now)
            if rung is not None:
                term.told[target].append(rung)
            if rung is not None or wakes or is_back:
                told = min(term.told[target])
                term.open[target] = _Open(told)
                key = (self.number, term.number, told, target)
                day = now.astimezone(ZoneInfo(zone)).date()
                yield Telling(now, key, day, is_new=rung is not None)

    def _due(self, now: datetime, target: str, zone: str, first: int) -> int | None:
        """Return the most urgent rung that was reached, unless it or a later one was told."""
        term, still = self.term, self.term.open.get(target)
        most = 3 if still is not None and still.sleeps_at(now) else 1000
        rungs = [r for r in self.ladder if r <= min(first, most)]
        reached = [r for r in rungs if nine_before(term.ends_at, r, zone) <= now]
        urgent = min(reached, default=1000)
        return urgent if urgent < min(term.told[target], default=1000) else None


@cache
def nine_before(ends_at: datetime, rung: int, zone: str) -> datetime:
    """Walk back from a rung to 9:00 of a working day."""
    due, there = ends_at - rung * A_DAY, ZoneInfo(zone)
    day = due.astimezone(there).date()
    while (nine := _nine(day, there)) > due or day.isoweekday() > 5:
        day -= A_DAY
    return nine


def nine_after(at: datetime, days: int, zone: str) -> datetime:
    """Walk on for so many days, and then to a working day's 9:00."""
    there = ZoneInfo(zone)
    day = at.astimezone(there).date() + days * A_DAY
    while day.isoweekday() > 5:
        day += A_DAY
    return _nine(day, there)


def _nine(day: date, there: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=there).astimezone(UTC)


def expected(
    team: Team, deeds: Sequence[Deed], outages: Sequence[Outage], begin: datetime, end: datetime
) -> list[Telling]:
    """Return all that must be told, in order."""
    tellings: list[Telling] = []
    for number, changes in _changes(team, deeds, begin).items():
        seller = _Seller(number, _Term(1, team.ends[number]), {})
        ends = [outage.ends for outage in outages]
        for (at, change), (until, _) in pairwise([*changes, (end, None)]):
            seller.apply(change)
            looks = {at, *(m for m in [*seller.moments(), *ends] if at < m < until)}
            for look in sorted(looks):
                if not any(look in outage for outage in outages):
                    tellings += seller.look(look)
    return sorted(tellings)


def _changes(
    team: Team, deeds: Sequence[Deed], begin: datetime
) -> dict[int, list[tuple[datetime, Deed | Places | None]]]:
    """Return for each seller what happens to it, and when its places change."""
    team = team.copy()
    places = {seller: team.places(seller) for seller in team.ends}
    changes: dict[int, list[tuple[datetime, Deed | Places | None]]] = {
        seller: [(begin, places[seller])] for seller in team.ends
    }
    for deed in deeds:
        if isinstance(deed, Rearrange):
            for seller in team.ends:
                changes[seller].append((deed.at, deed))
        elif isinstance(deed, Move | HandOver | Travel | Join):
            for seller in team.change(deed):
                changes[seller].append((deed.at, team.places(seller)))
        else:
            changes[deed.seller].append((deed.at, deed))
    return changes


def expected_messages(tellings: Iterable[Telling]) -> Counter[Message]:
    """Return which messages must have been owed: single ones, or a day's one digest."""
    sweeps: dict[tuple[datetime, str, date], list[Key]] = defaultdict(list)
    for telling in tellings:
        sweeps[telling.at, telling.key[3], telling.day].append(telling.key)
    days: dict[tuple[str, date], dict[Key, str]] = defaultdict(dict)
    day_of: dict[Key, dict[Key, str]] = {}
    messages: Counter[Message] = Counter()
    for (at, target, day), keys in sweeps.items():
        there = days[target, day]
        for key in keys:
            day_of.pop(key, {}).pop(key, None)
            day_of[key] = there
        kind = "digest" if len(there.keys() | keys) > 3 else "reminder"
        if kind == "reminder":
            messages[at, target, kind] += len(keys)
        elif kind not in there.values():
            messages[at, target, kind] += 1
        there |= dict.fromkeys(keys, kind)
    return messages
