"""What Slack rejects in its place is owed to the next recipient, once each."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus, SellerProof
from domain.marketplaces import Region
from domain.messages import Lane, MessageKind, OwedMessage, Posted
from domain.people import Person
from domain.stores import Store
from services.messages.delivery import DeliverMessages
from services.stores.add import AddStores
from storage.database.transactions import Database
from storage.outbox import owe_message, want_shown
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow
from tests.harness.clock import MovableClock
from tests.storage.rows import new_store

pytestmark = pytest.mark.sql

CHANNEL, OWNER, BACKUP, ADMINS = "C0CLOSED01", "U0OWNER001", "U0BACKUP01", "C0ADMINS01"


@pytest.fixture
def deliver_messages(database: Database, clock: MovableClock) -> DeliverMessages:
    return DeliverMessages(database, clock)


@pytest.fixture
async def store(database: Database, clock: MovableClock, anna: Person) -> Store:
    """A store with an owner and a backup, in a workspace with an admin channel."""
    people = {"owner": OWNER, "backup": BACKUP}
    added = await AddStores(database, clock).add(anna, "r0", new_store(**people))
    async with database.engine.begin() as connection:
        await connection.execute(WorkspaceRow.__table__.update().values(admin_channel=ADMINS))
        await connection.execute(
            MessageRow.__table__.update().values(shown_version=1, channel="C1", ts="1.1")
        )
    return added.store


async def _owe(
    database: Database, clock: MovableClock, store: Store, target: str = CHANNEL, **about: UUID
) -> UUID:
    """Owe a message about a store, or about what is given."""
    about = about or {"store_id": store.id}
    kind = MessageKind.CONNECTED
    return await database.change(
        lambda s: owe_message(s, store.workspace_id, kind, target, clock(), **about)
    )


async def _claim(deliver_messages: DeliverMessages, target: str) -> tuple[Lane, OwedMessage]:
    lanes = await deliver_messages.claim(9)
    lane = next(lane for lane in lanes if lane.target == target)
    owed = await deliver_messages.next_message(lane)
    for other in lanes:
        if other is not lane:
            await deliver_messages.nothing_owed(other)
    assert owed is not None
    return lane, owed


async def _refused(deliver_messages: DeliverMessages, target: str, reason: str) -> str | None:
    """Let Slack refuse what is owed to a target; returns who is told instead."""
    return await deliver_messages.tell_elsewhere(*await _claim(deliver_messages, target), reason)


async def _rows(database: Database) -> list[MessageRow]:
    async def read(session: AsyncSession) -> list[MessageRow]:
        found = select(MessageRow).where(MessageRow.kind == MessageKind.CONNECTED)
        return list(await session.scalars(found))

    return await database.read(read)


async def test_owner_backup_and_admin_channel_are_told_one_after_the_other(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    first = await _owe(database, clock, store)

    told = [
        await _refused(deliver_messages, target, reason)
        for target, reason in (
            (CHANNEL, "is_archived"),
            (OWNER, "user_disabled"),
            (BACKUP, "user_disabled"),
        )
    ]
    lane, owed = await _claim(deliver_messages, ADMINS)

    assert told == [OWNER, BACKUP, ADMINS]
    assert owed.original.id == owed.instead_of == first
    assert owed.missed is not None
    assert (owed.missed.target, owed.missed.reason) == (CHANNEL, "is_archived")
    await deliver_messages.shown(lane, owed, Posted(ADMINS, "2.2"))
    assert all(row.undelivered_at is None for row in await _rows(database))


async def test_where_nobody_is_left_it_is_kept_as_undelivered(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    first = await _owe(database, clock, store)
    for target in (CHANNEL, OWNER, BACKUP):
        await _refused(deliver_messages, target, "channel_not_found")

    assert await _refused(deliver_messages, ADMINS, "not_in_channel") is None
    rows = {row.target: row for row in await _rows(database)}
    assert {row.target for row in rows.values() if row.undelivered_at} == {CHANNEL}
    assert rows[CHANNEL].id == first
    assert rows[CHANNEL].skipped_because == "channel_not_found"
    clock.move(hours=1)
    assert await deliver_messages.claim(9) == []


async def test_who_was_not_reached_already_is_not_told_again(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    await _owe(database, clock, store, target=OWNER)

    assert await _refused(deliver_messages, OWNER, "user_disabled") == BACKUP


async def test_of_a_connection_the_people_of_its_oldest_store_are_told(
    database: Database,
    deliver_messages: DeliverMessages,
    add_stores: AddStores,
    store: Store,
    anna: Person,
    clock: MovableClock,
) -> None:
    clock.move(minutes=1)
    newer = await add_stores.add(anna, "r1", new_store(name="B", website="b", owner="U0NEWER001"))
    connection = await _connected(database, clock, [store, newer.store])
    await _owe(database, clock, store, authorization_id=connection)

    assert await _refused(deliver_messages, CHANNEL, "is_archived") == OWNER


async def test_a_newer_state_is_shown_where_the_message_came_to_stand(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    first = await _owe(database, clock, store)
    await _refused(deliver_messages, CHANNEL, "is_archived")
    lane, owed = await _claim(deliver_messages, OWNER)
    await deliver_messages.shown(lane, owed, Posted("D1", "5.5"))

    clock.move(seconds=5)
    await database.change(lambda s: want_shown(s, MessageRow.id == first, clock()))
    lane, newer = await _claim(deliver_messages, OWNER)

    assert (newer.id, newer.ts, newer.version) == (owed.id, "5.5", 2)
    await deliver_messages.shown(lane, newer, Posted("D1", "5.5"))
    clock.move(seconds=5)
    assert await deliver_messages.claim(9) == []


async def test_an_update_of_what_was_told_already_is_told_to_nobody_else(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    first = await _owe(database, clock, store)
    lane, owed = await _claim(deliver_messages, CHANNEL)
    await deliver_messages.shown(lane, owed, Posted(CHANNEL, "5.5"))
    clock.move(seconds=5)
    await database.change(lambda s: want_shown(s, MessageRow.id == first, clock()))

    assert await _refused(deliver_messages, CHANNEL, "is_inactive") is None
    (row,) = await _rows(database)
    assert row.undelivered_at == clock()


async def test_what_slack_takes_after_all_is_undelivered_no_more(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    first = await _owe(database, clock, store)
    lane, owed = await _claim(deliver_messages, CHANNEL)
    await deliver_messages.shown(lane, owed, Posted(CHANNEL, "5.5"))
    for refuse in (True, False):
        clock.move(seconds=5)
        await database.change(lambda s: want_shown(s, MessageRow.id == first, clock()))
        lane, owed = await _claim(deliver_messages, CHANNEL)
        if refuse:
            await deliver_messages.tell_elsewhere(lane, owed, "is_inactive")
        else:
            await deliver_messages.shown(lane, owed, Posted(CHANNEL, "5.5"))

    (row,) = await _rows(database)
    assert (row.undelivered_at, row.skipped_because) == (None, None)


async def test_what_slack_would_take_nowhere_is_offered_to_nobody_else(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    await _owe(database, clock, store)

    assert (
        await deliver_messages.give_up(*await _claim(deliver_messages, CHANNEL), "msg_too_long")
        is None
    )
    (row,) = await _rows(database)
    assert (row.undelivered_at, row.skipped_because) == (clock(), "msg_too_long")


async def test_a_digest_that_cannot_be_updated_any_more_is_told_elsewhere_each_time(
    database: Database, deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    kind = MessageKind.DIGEST
    digest = await database.change(
        lambda s: owe_message(s, store.workspace_id, kind, CHANNEL, clock(), store_id=store.id)
    )
    lane, owed = await _claim(deliver_messages, CHANNEL)
    await deliver_messages.shown(lane, owed, Posted(CHANNEL, "5.5"))
    versions = []
    for _ in range(2):
        clock.move(seconds=5)
        await database.change(lambda s: want_shown(s, MessageRow.id == digest, clock()))
        assert await _refused(deliver_messages, CHANNEL, "is_archived") == OWNER
        lane, owed = await _claim(deliver_messages, OWNER)
        versions.append((owed.version, owed.ts))
        await deliver_messages.shown(lane, owed, Posted("D1", "6.6"))

    assert versions == [(1, None), (2, "6.6")]


@pytest.fixture
def add_stores(database: Database, clock: MovableClock) -> AddStores:
    return AddStores(database, clock)


async def _connected(database: Database, clock: MovableClock, stores: list[Store]) -> UUID:
    """Let one connection serve some stores."""
    row = AuthorizationRow(
        id=uuid4(),
        workspace_id=stores[0].workspace_id,
        application_id="app",
        region=Region.NA,
        seller_id="A1",
        proof=SellerProof.PROVED,
        status=AuthorizationStatus.LIVE,
        term=1,
        token_version=1,
        created_at=clock(),
    )

    async def connect(session: AsyncSession) -> UUID:
        session.add(row)
        await session.flush()
        for store, place in zip(stores, ("M1", "M2"), strict=True):
            sold = await session.get_one(StoreRow, store.id)
            sold.authorization_id, sold.marketplace_id = row.id, place
        return row.id

    return await database.change(connect)
