"""What people do to their stores in the course of years, as data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Renew:
    """A seller consents again: the next 365 days begin."""

    at: datetime
    seller: int


@dataclass(frozen=True)
class Snooze:
    """Somebody snoozes the open reminder of a seller in a place, where there is one to snooze."""

    at: datetime
    seller: int
    target: str
    days: int


@dataclass(frozen=True)
class Wake:
    at: datetime
    seller: int
    target: str


@dataclass(frozen=True)
class Revoke:
    at: datetime
    seller: int


@dataclass(frozen=True)
class Keep:
    """A revoke is called off."""

    at: datetime
    seller: int


@dataclass(frozen=True)
class Move:
    """A store gets another Slack channel."""

    at: datetime
    store: int
    channel: str


@dataclass(frozen=True)
class HandOver:
    """A store gets another owner."""

    at: datetime
    store: int
    owner: str


@dataclass(frozen=True)
class Travel:
    """A person gets another time zone."""

    at: datetime
    person: str
    zone: str


@dataclass(frozen=True)
class Join:
    """A store is attached to another seller, unless it is the last one of its own."""

    at: datetime
    store: int
    seller: int


@dataclass(frozen=True)
class Rearrange:
    """The bot is started with other reminder days."""

    at: datetime
    ladder: tuple[int, ...]


OfASeller = Renew | Snooze | Wake | Revoke | Keep
OfATeam = Move | HandOver | Travel | Join
Deed = OfASeller | OfATeam | Rearrange


@dataclass(frozen=True)
class Outage:
    """A span in which no sweep runs; the first one after it runs at its end."""

    begins: datetime
    ends: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.begins <= at < self.ends
