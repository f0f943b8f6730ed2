"""A team with many stores: plain data, from which the rows and the expectations are made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.simulation.deeds import HandOver, Join, Move, OfATeam, Travel


@dataclass(frozen=True)
class Shop:
    """One store: whose connection it has, where its card stands, who looks after it."""

    seller: int
    channel: str
    owner: str
    backup: str | None
    created_at: datetime

    @property
    def people(self) -> list[str]:
        return [self.owner] if self.backup is None else [self.owner, self.backup]


@dataclass
class Team:
    """`shops` and `ends` (of the first terms) are by number, `people` are names and zones."""

    shops: dict[int, Shop]
    ends: dict[int, datetime]
    people: dict[str, str]
    admin_channel: str | None = None
    outsiders: Sequence[str] = field(default=())
    """Those of whom Slack was never asked."""

    def copy(self) -> "Team":
        return replace(self, shops=dict(self.shops), people=dict(self.people))

    def shops_of(self, seller: int) -> list[Shop]:
        """Return the stores of a seller, the oldest first."""
        found = [shop for shop in self.shops.values() if shop.seller == seller]
        return sorted(found, key=lambda shop: shop.created_at)

    def oldest_in(self, channel: str) -> Shop:
        found = [shop for shop in self.shops.values() if shop.channel == channel]
        return min(found, key=lambda shop: shop.created_at)

    def zone_in(self, channel: str) -> str:
        """Return the zone of the owner of the oldest store, else of its backup."""
        known = [p for p in self.oldest_in(channel).people if p in self.people]
        return self.people[known[0]] if known else "UTC"

    def places(self, seller: int) -> "Places":
        """Return where a seller's reminders are told: in which zone, from which rung on."""
        shops = self.shops_of(seller)
        places = {shop.channel: (self.zone_in(shop.channel), 1000) for shop in shops}
        if self.admin_channel is not None:
            places.setdefault(self.admin_channel, (self.zone_in(shops[0].channel), 1))
        for person in (person for shop in shops for person in shop.people):
            places[person] = (self.people.get(person, "UTC"), 3)
        return places

    def change(self, deed: OfATeam) -> set[int]:
        """Do what a deed says; returns the sellers who may be concerned."""
        match deed:
            case Move(store=store, channel=channel):
                concerned = self._sellers_in(self.shops[store].channel, channel)
                self.shops[store] = replace(self.shops[store], channel=channel)
            case HandOver(store=store, owner=owner):
                concerned = self._sellers_in(self.shops[store].channel)
                self.shops[store] = replace(self.shops[store], owner=owner)
            case Travel(person=person, zone=zone):
                looked_after = [s.channel for s in self.shops.values() if person in s.people]
                concerned = self._sellers_in(*looked_after)
                self.people[person] = zone
            case Join(store=store, seller=seller):
                concerned = {self.shops[store].seller, seller}
                if self.may_join(store, seller):
                    self.shops[store] = replace(self.shops[store], seller=seller)
        return concerned

    def may_join(self, store: int, seller: int) -> bool:
        before = self.shops[store].seller
        return before != seller and len(self.shops_of(before)) > 1

    def _sellers_in(self, *channels: str) -> set[int]:
        return {shop.seller for shop in self.shops.values() if shop.channel in channels}

    def channels(self) -> Iterator[str]:
        yield from sorted({shop.channel for shop in self.shops.values()})


Places = dict[str, tuple[str, int]]
"""Where reminders are told: the time zone, and the first rung that is told there."""
