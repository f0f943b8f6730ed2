"""Steps that tests of reminders share."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.base import Base
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, confirm_ownership, connected_store, rows

Json = dict[str, Any]
RENEWAL = "The Amazon connection of Nordic Outdoor"


async def connected(
    house: House, seller: SellersBrowser, name: str = "Nordic Outdoor", **typed: str
) -> None:
    """Connect a store, and let Anna say that the seller is theirs."""
    await connected_store(house, seller, name, **typed)
    await confirm_ownership(house, name)


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


async def add_connections(
    house: House,
    count: int,
    *,
    ends_at: datetime,
    channel: str = "C0AMAZON01",
    owner: str = "U0ANNA0001",
    first: int = 0,
) -> None:
    """Put connections with a store each into the database, as years of work would have."""
    (workspace,) = await rows(house, WorkspaceRow)
    started = ends_at - timedelta(days=365)
    async with house.bot.database.engine.begin() as connection:
        for number in range(first, first + count):
            seller = uuid4()
            for table, row in _connection(workspace.id, seller, number, started, ends_at):
                await connection.execute(insert(table).values(row))
            store = _store(workspace.id, seller, number, channel, owner, started)
            await connection.execute(insert(StoreRow).values(store))


def _connection(
    workspace_id: UUID, seller: UUID, number: int, started: datetime, ends_at: datetime
) -> list[tuple[type[Base], Json]]:
    authorization = {
        "id": seller,
        "workspace_id": workspace_id,
        "application_id": "amzn1.sp.solution.stand-in",
        "region": "NA",
        "seller_id": f"A{number:013}",
        "seller_name": f"Seller {number}",
        "proof": "proved",
        "status": "live",
        "term": 1,
        "token_version": 1,
        "next_reminder_at": started,
        "created_at": started,
    }
    term = {
        "authorization_id": seller,
        "number": 1,
        "started_at": started,
        "ends_at": ends_at,
    }
    return [(AuthorizationRow, authorization), (TermRow, term)]


def _store(
    workspace_id: UUID, seller: UUID, number: int, channel: str, owner: str, at: datetime
) -> Json:
    return {
        "id": uuid4(),
        "key": f"st_{number:010}",
        "workspace_id": workspace_id,
        "name": f"Store {number}",
        "folded_name": f"store {number}",
        "website_connection": "",
        "website_code": f"w{number}",
        "website_name": f"Website {number}",
        "email": "anna@nordic.example",
        "marketplace_id": "ATVPDKIKX0DER",
        "channel": channel,
        "owner": owner,
        "authorization_id": seller,
        "created_by": owner,
        "created_at": at,
        "updated_at": at,
    }
