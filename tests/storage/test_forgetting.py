"""What is no longer needed is deleted, and not before."""

from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select

from domain.attempts import AttemptEnd
from domain.mails import MAILS_KEPT, MailKind
from domain.people import Person
from services.operations.retention import Retention
from services.stores.add import AddStores
from storage.database.transactions import Database
from storage.tables.mails import MailRow
from storage.tables.oauth import ConnectAttemptRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HandledRequestRow
from tests.harness.bot import House
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url
from tests.storage.rows import new_store

pytestmark = pytest.mark.sql


async def count(database: Database, column: object) -> int:
    async with database.engine.connect() as connection:
        return int(await connection.scalar(select(func.count(column))) or 0)


async def test_attempts_and_requests_are_forgotten_in_their_time(
    house_on_each: House, clock: MovableClock
) -> None:
    browser = SellersBrowser(house_on_each)
    await browser.connect(connect_url(await add_store(house_on_each)), seller="Nordic Outdoor")
    await browser.close()
    database = house_on_each.bot.database
    forget = Retention(database, clock)

    clock.move(hours=23)
    await forget.overdue()
    assert await count(database, HandledRequestRow.key) > 0

    clock.move(days=2)
    await forget.overdue()
    assert await count(database, HandledRequestRow.key) == 0
    assert await count(database, ConnectAttemptRow.id) == 1

    clock.move(days=30)
    await forget.overdue()
    assert await count(database, ConnectAttemptRow.id) == 0


async def test_a_mail_is_forgotten_once_it_is_old_and_never_while_it_is_owed(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    await AddStores(database, clock).add(anna, "a request", new_store())
    async with database.engine.begin() as connection:
        store = (await connection.execute(select(StoreRow))).one()
        shared = {"workspace_id": store.workspace_id, "store_id": store.id, "kind": MailKind.LINK}
        owed = shared | {"id": uuid4(), "tries": 1, "created_at": clock(), "due_at": clock()}
        sent = owed | {"id": uuid4(), "due_at": None, "sent_at": clock()}
        await connection.execute(insert(MailRow).values([{"sent_at": None} | owed, sent]))

    clock.move(days=MAILS_KEPT.days + 1)
    await Retention(database, clock).overdue()

    async with database.engine.connect() as connection:
        assert list(await connection.scalars(select(MailRow.id))) == [owed["id"]]


async def test_an_ended_attempt_without_a_grant_is_kept_for_thirty_days(
    database: Database, clock: MovableClock
) -> None:
    ended = {
        "id": uuid4(),
        "state_hash": b"state",
        "cookie_hash": b"cookie",
        "started_at": clock(),
        "expires_at": clock(),
        "ended_at": clock(),
        "end": AttemptEnd.EXPIRED,
        "facts": {},
    }
    async with database.engine.begin() as connection:
        await connection.execute(insert(ConnectAttemptRow).values(ended))
    kept = []
    for days in (29, 2):
        clock.move(days=days)
        await Retention(database, clock).overdue()
        kept.append(await count(database, ConnectAttemptRow.id))

    assert kept == [1, 0]
