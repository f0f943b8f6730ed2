"""Years of a team, imagined by chance: the same each time for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from tests.simulation.deeds import (
    Deed,
    HandOver,
    Keep,
    Move,
    Outage,
    Renew,
    Revoke,
    Snooze,
    Travel,
    Wake,
)
from tests.simulation.team import Shop, Team

BEGIN = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
END = BEGIN + timedelta(days=3 * 365)
ZONES = (
    "Europe/Stockholm",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
)
RENEWED_BEFORE = {
    "early": (31, 80),
    "in time": (1, 29),
    "at the last moment": (0, 1),
    "late": (-35, 0),
}
"""Days before the end of a term; below zero after it. Some never renew."""


@dataclass
class Imagined:
    """A team, what happens to it in order of time, and when nothing is swept."""

    team: Team
    deeds: list[Deed]
    outages: list[Outage]


def imagine(stores: int, seed: int = 3) -> Imagined:
    """Imagine three years of a team with so many stores; every fourth shares its seller."""
    chance = Random(seed)  # noqa: S311 - a story, no secret
    team = _team(chance, stores)
    deeds: list[Deed] = [deed for seller in team.ends for deed in _of_seller(chance, team, seller)]
    deeds += _of_team(chance, team, stores)
    outages = [
        Outage(begins, begins + timedelta(days=days))
        for begins, days in zip(_days(chance, 3), (2, 9, 20), strict=True)
    ]
    in_order = sorted((deed for deed in deeds if deed.at < END), key=lambda deed: deed.at)
    return Imagined(team, in_order, outages)


def _team(chance: Random, stores: int) -> Team:
    names = [f"U0KEEPER{number:03}" for number in range(max(12, stores // 10))]
    people = {name: ZONES[number % len(ZONES)] for number, name in enumerate(names)}
    outsider = "U0OUTSIDER"
    channels = [f"C0STORES{number:03}" for number in range(max(6, stores // 8))]
    sellers = [number - (number % 4 == 3) for number in range(stores)]
    shops = {
        number: Shop(
            seller=seller,
            channel=chance.choice(channels) if seller % 5 else channels[0],
            owner=chance.choice([*names, outsider]),
            backup=chance.choice([None, None, *names[:3]]),
            created_at=BEGIN - timedelta(days=400) + timedelta(hours=number),
        )
        for number, seller in enumerate(sellers)
    }
    ends = {seller: _end(chance, seller) for seller in sorted(set(sellers))}
    return Team(shops, ends, people, admin_channel="C0ADMINS01")


def _end(chance: Random, seller: int) -> datetime:
    """Choose when a first term ends; many connect on the same fair."""
    if seller % 5 == 0:
        return BEGIN + timedelta(days=200, minutes=chance.randrange(600))
    return BEGIN + timedelta(days=chance.randrange(365), seconds=chance.randrange(86_400))


def _of_seller(chance: Random, team: Team, seller: int) -> Iterator[Deed]:
    """Imagine whether a seller renews, year by year, and what people do meanwhile."""
    ends_at = team.ends[seller]
    while ends_at < END + timedelta(days=80):
        renewed_at = _renewed_at(chance, ends_at)
        yield from _meanwhile(chance, team, seller, ends_at, renewed_at or END)
        if renewed_at is None:
            return
        yield Renew(renewed_at, seller)
        ends_at = renewed_at + timedelta(days=365)


def _renewed_at(chance: Random, ends_at: datetime) -> datetime | None:
    when = chance.choices([*RENEWED_BEFORE, None], [2, 5, 1, 2, 1])[0]
    if when is None:
        return None
    least, most = RENEWED_BEFORE[when]
    at = ends_at - timedelta(days=chance.uniform(least, most))
    return max(at, BEGIN + timedelta(minutes=chance.randrange(600)))


def _meanwhile(
    chance: Random, team: Team, seller: int, ends_at: datetime, until: datetime
) -> Iterator[Deed]:
    """Let people snooze in the last month, and some begin to revoke and think better of it."""
    for target in {shop.channel for shop in team.shops_of(seller)}:
        for number in range(chance.choice([0, 1, 2])):
            at = ends_at - timedelta(days=chance.uniform(4, 31))
            if BEGIN < at < until:
                yield Snooze(at, seller, target, (1, 3, 7)[(number + seller) % 3])
            if BEGIN < at < until - timedelta(hours=9) and chance.random() < 0.2:
                yield Wake(at + timedelta(hours=8), seller, target)
    at = ends_at - timedelta(days=chance.uniform(-20, 40))
    kept = at + timedelta(days=chance.uniform(0.1, 6))
    if chance.random() < 0.3 and at > BEGIN and kept < until:
        yield Revoke(at, seller)
        yield Keep(kept, seller)


def _of_team(chance: Random, team: Team, stores: int) -> Iterator[Deed]:
    channels, people = sorted({shop.channel for shop in team.shops.values()}), sorted(team.people)
    for at in _days(chance, stores // 2):
        store = chance.randrange(stores)
        yield Move(at, store, chance.choice([*channels, "C0NEW00001"]))
    for at in _days(chance, stores // 2):
        yield HandOver(at, chance.randrange(stores), chance.choice(people))
    for at in _days(chance, stores // 5):
        yield Travel(at, chance.choice(people), chance.choice(ZONES))


def _days(chance: Random, times: int) -> list[datetime]:
    span = (END - BEGIN).total_seconds()
    return sorted(BEGIN + timedelta(seconds=chance.uniform(3600, span)) for _ in range(times))
