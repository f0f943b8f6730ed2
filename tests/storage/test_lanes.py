"""What is owed to Slack, lane by lane: in order, at Slack's pace, by one sender at a time."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyHandled
from domain.messages import Lane, MessageKind, OwedMessage, Posted
from domain.people import Person
from domain.stores import Store
from domain.workspaces import Joining
from services.messages.delivery import DeliverMessages, LeaseLost
from services.stores.add import AddStores
from services.stores.card_channel import PlaceCards
from services.workspace.workspaces import Workspaces
from storage.database.transactions import Database
from storage.outbox import owe_card
from storage.stores import store_row
from storage.tables.workspaces import WorkspaceRow
from tests.harness.clock import MovableClock
from tests.storage.rows import new_store, share_links

pytestmark = pytest.mark.sql


@pytest.fixture
def deliver_messages(database: Database, clock: MovableClock) -> DeliverMessages:
    return DeliverMessages(database, clock)


@pytest.fixture
def add_stores(database: Database, clock: MovableClock) -> AddStores:
    return AddStores(database, clock)


@pytest.fixture
async def store(add_stores: AddStores, anna: Person) -> Store:
    """A store whose card is owed."""
    return (await add_stores.add(anna, "r0", new_store())).store


async def _next(deliver_messages: DeliverMessages, lane: Lane) -> OwedMessage:
    owed = await deliver_messages.next_message(lane)
    assert owed is not None
    return owed


async def test_of_four_who_claim_at_once_each_lane_has_one(
    add_stores: AddStores, deliver_messages: DeliverMessages, anna: Person
) -> None:
    for number in range(20):
        site = {"name": f"S{number}", "website": f"w{number}", "channel": f"C{number:09}"}
        await add_stores.add(anna, f"r{number}", new_store(**site))

    claims = await asyncio.gather(*(deliver_messages.claim(8) for _ in range(4)))

    claimed = [lane.target for claim in claims for lane in claim]
    assert len(claimed) == len(set(claimed)) == 20
    assert all(len(claim) <= 8 for claim in claims)


async def test_the_order_of_a_lane_is_kept_and_a_second_lies_between_two_messages(
    add_stores: AddStores,
    deliver_messages: DeliverMessages,
    anna: Person,
    clock: MovableClock,
) -> None:
    names = ["First", "Second", "Third"]
    added = [
        await add_stores.add(anna, f"r-{name}", new_store(name=name, website=name))
        for name in names
    ]
    sent = []
    for number in range(3):
        (lane,) = await deliver_messages.claim(5)
        owed = await _next(deliver_messages, lane)
        sent.append(owed.id)
        await deliver_messages.shown(lane, owed, Posted(lane.target, f"1.{number}"))
        assert await deliver_messages.claim(5) == []
        clock.move(seconds=1)
    assert sent == [one.card for one in added]
    assert await deliver_messages.claim(5) == []


async def test_two_lanes_do_not_wait_for_each_other(
    add_stores: AddStores, deliver_messages: DeliverMessages, anna: Person, store: Store
) -> None:
    await add_stores.add(anna, "r1", new_store(name="B", website="b", channel="C0SALES001"))

    assert {lane.target for lane in await deliver_messages.claim(5)} == {
        store.channel,
        "C0SALES001",
    }


async def test_a_lane_whose_sender_died_is_taken_over_after_its_lease(
    deliver_messages: DeliverMessages, store: Store, clock: MovableClock
) -> None:
    (first,) = await deliver_messages.claim(5)
    owed = await _next(deliver_messages, first)
    clock.move(seconds=59)
    assert await deliver_messages.claim(5) == []
    clock.move(seconds=2)
    (second,) = await deliver_messages.claim(5)

    assert second.target == store.channel
    with pytest.raises(LeaseLost):
        await deliver_messages.shown(first, owed, Posted(first.target, "1.1"))
    assert (await _next(deliver_messages, second)).ts is None
    await deliver_messages.shown(second, owed, Posted(second.target, "2.2"))


@pytest.mark.parametrize("deed", ["put_off", "give_up", "post_anew"])
async def test_whoever_lost_the_lease_changes_nothing_more(
    deliver_messages: DeliverMessages, store: Store, clock: MovableClock, deed: str
) -> None:
    (first,) = await deliver_messages.claim(5)
    owed = await _next(deliver_messages, first)
    clock.move(seconds=61)
    (second,) = await deliver_messages.claim(5)
    deeds = {
        "put_off": lambda: deliver_messages.put_off(first, owed, clock() + timedelta(hours=1)),
        "give_up": lambda: deliver_messages.give_up(first, owed, "is_archived"),
        "post_anew": lambda: deliver_messages.post_anew(first, owed),
    }

    with pytest.raises(LeaseLost):
        await deeds[deed]()
    assert replace(await _next(deliver_messages, second), unclear_since=None) == owed
    assert owed.store_id == store.id


async def test_a_message_put_off_keeps_its_lane_waiting_until_then(
    add_stores: AddStores,
    deliver_messages: DeliverMessages,
    anna: Person,
    store: Store,
    clock: MovableClock,
) -> None:
    await add_stores.add(anna, "r1", new_store(name="B", website="b"))
    (lane,) = await deliver_messages.claim(5)
    owed = await _next(deliver_messages, lane)
    await deliver_messages.put_off(lane, owed, clock() + timedelta(seconds=30))
    clock.move(seconds=29)
    assert await deliver_messages.claim(5) == []
    clock.move(seconds=1)
    (lane,) = await deliver_messages.claim(5)

    again = await _next(deliver_messages, lane)
    assert (again.id, again.store_id, again.tries) == (owed.id, store.id, 1)


async def test_a_change_that_comes_while_its_message_is_sent_is_sent_after_it(
    database: Database,
    deliver_messages: DeliverMessages,
    anna: Person,
    store: Store,
    clock: MovableClock,
) -> None:
    (lane,) = await deliver_messages.claim(5)
    owed = await _next(deliver_messages, lane)
    await PlaceCards(database, clock).try_again(anna, "r1", store.id)
    await deliver_messages.shown(lane, owed, Posted(lane.target, "1.1"))
    clock.move(seconds=1)
    (lane,) = await deliver_messages.claim(5)

    newer = await _next(deliver_messages, lane)
    assert (newer.id, newer.ts, newer.version) == (owed.id, "1.1", owed.version + 1)


async def test_a_card_that_is_given_up_is_told_to_whoever_added_the_store(
    deliver_messages: DeliverMessages, anna: Person, store: Store
) -> None:
    (lane,) = await deliver_messages.claim(5)
    await deliver_messages.give_up(lane, await _next(deliver_messages, lane), "is_archived")

    (lane,) = await deliver_messages.claim(5)
    notice = await _next(deliver_messages, lane)
    assert (notice.kind, lane.target) == (MessageKind.CARD_UNDELIVERABLE, anna.slack_user_id)
    assert notice.facts == {"channel": store.channel, "reason": "is_archived"}


async def test_a_notice_that_is_given_up_is_told_to_nobody(
    database: Database,
    deliver_messages: DeliverMessages,
    anna: Person,
    store: Store,
    clock: MovableClock,
) -> None:
    links = share_links(database, clock)
    await links.send(anna, "r1", store.id, "U0DANA0001")
    lanes = {lane.target: lane for lane in await deliver_messages.claim(5)}
    lane = lanes["U0DANA0001"]
    await deliver_messages.give_up(lane, await _next(deliver_messages, lane), "user_disabled")

    clock.move(seconds=1)
    assert await deliver_messages.claim(5) == []


async def test_what_is_owed_to_a_workspace_whose_token_is_refused_waits_for_its_return(
    database: Database,
    add_stores: AddStores,
    deliver_messages: DeliverMessages,
    anna: Person,
    fia: Person,
    store: Store,
    clock: MovableClock,
) -> None:
    (lane,) = await deliver_messages.claim(5)
    await deliver_messages.suspend(lane, "account_inactive")
    clock.move(hours=1)
    assert await deliver_messages.claim(5) == []
    await add_stores.add(fia, "r0", new_store(channel="C0FJORD001"))
    assert [claimed.target for claimed in await deliver_messages.claim(5)] == ["C0FJORD001"]
    await _rejoin(database, anna, clock)
    assert [claimed.target for claimed in await deliver_messages.claim(5)] == [store.channel]


async def _rejoin(database: Database, person: Person, clock: MovableClock) -> None:
    row = await database.read(lambda s: s.get_one(WorkspaceRow, person.workspace_id))
    joining = Joining(row.slack_team_id, row.name, row.url, row.bot_id, row.bot_user_id)
    await Workspaces(database, clock, "en").join(joining)


async def test_a_doubled_press_owes_nothing_twice(
    database: Database,
    deliver_messages: DeliverMessages,
    anna: Person,
    store: Store,
    clock: MovableClock,
) -> None:
    cards = PlaceCards(database, clock)
    outcomes = await asyncio.gather(
        *(cards.try_again(anna, "press:1", store.id) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(outcome, AlreadyHandled) for outcome in outcomes) == 9
    (lane,) = await deliver_messages.claim(5)
    assert (await _next(deliver_messages, lane)).version == 2


async def test_what_is_being_owed_while_a_lane_is_given_back_is_not_forgotten(
    database: Database,
    add_stores: AddStores,
    deliver_messages: DeliverMessages,
    anna: Person,
    store: Store,
    clock: MovableClock,
) -> None:
    elsewhere = new_store(name="Other", website="other", channel="C0ELSEWHERE")
    other = (await add_stores.add(anna, "r1", elsewhere)).store
    owed, go_on = asyncio.Event(), asyncio.Event()

    async def move_here(session: AsyncSession) -> UUID:
        row = await store_row(session, anna.workspace_id, other.id)
        row.channel = store.channel
        card = await owe_card(session, row, clock())
        owed.set()
        await go_on.wait()
        return card

    (lane,) = [lane for lane in await deliver_messages.claim(5) if lane.target == store.channel]
    first = await _next(deliver_messages, lane)
    moving = asyncio.create_task(database.change(move_here))
    await owed.wait()
    posted = Posted(lane.target, "1.0")
    giving_back = asyncio.create_task(deliver_messages.shown(lane, first, posted))
    await asyncio.wait({giving_back}, timeout=0.3)
    go_on.set()
    await giving_back
    clock.move(seconds=2)

    (lane,) = await deliver_messages.claim(5)
    assert (await _next(deliver_messages, lane)).id == await moving
