"""What stories of reminders have in common."""

from datetime import datetime, timedelta
from typing import Any

from storage.reminder_tables import ReminderRow
from storage.seller_tables import TermRow
from tests import deeds
from tests.house import House
from tests.journeys.steps import SellersBrowser, connected_store, rows, say_ours

Json = dict[str, Any]
RENEWAL = "The Amazon connection of Nordic Outdoor"


async def connected(
    house: House, seller: SellersBrowser, name: str = "Nordic Outdoor", **typed: str
) -> None:
    """Connect a store, and let Anna say that the seller is theirs."""
    await connected_store(house, seller, name, **typed)
    await say_ours(house, name)


async def remind(house: House) -> None:
    """Let the sweep of reminders run, and what it owes be delivered."""
    await house.bot.metronome.tick("reminders")
    await house.deliver()


async def ends_at(house: House) -> datetime:
    """Return when the newest term ends."""
    terms = await rows(house, TermRow)
    end: datetime = max(terms, key=lambda term: term.number).ends_at
    return end


async def days_before_the_end(house: House, days: float) -> None:
    """Let time pass until so many days before the end; what became due is delivered."""
    house.clock.now = await ends_at(house) - timedelta(days=days)
    await remind(house)


async def told(house: House) -> list[tuple[int, str]]:
    """Return the rungs that were told and where, in order."""
    found = sorted(await rows(house, ReminderRow), key=lambda row: (row.opened_at, row.target))
    return [(row.rung, row.target) for row in found]


def reminders(house: House, place: str = "amazon") -> list[Json]:
    """Return the reminders in a Slack channel as they stand, oldest first."""
    found = house.slack.channel(place).messages
    return [m for m in found if RENEWAL in m["text"] or "renewed" in m["text"]]


def shown(message: Json) -> str:
    return deeds.said(message)


def buttons(message: Json) -> list[str]:
    """Name what can be pressed or chosen in a message."""
    return [
        element.get("text", element.get("placeholder", {})).get("text", "")
        for block in message["blocks"]
        for element in [*block.get("elements", []), *filter(None, [block.get("accessory")])]
        if element["type"] in {"button", "static_select"}
    ]
