"""Sending events: whatever a receiver does, one at a time to each, and none is lost."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.webhooks import Destination, NotTaken, WebhookEvent, WebhookType
from scheduler.webhooks.delivery import ENDPOINTS_AT_ONCE
from scheduler.webhooks.http import WebhookClient
from services.webhooks.delivery import EndpointLost
from storage.tables.stores import StoreRow
from storage.tables.webhooks import WebhookEventRow
from storage.webhooks import owe_webhooks
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import rows, services_of
from tests.webhooks.conftest import Hooked, hook, workspace
from tests.webhooks.receiver import BIG, Receiver, status_of
from tests.webhooks.steps import owe_one, owe_one_more

EVENT_ID = UUID("0b1f6f0e-6a0c-4a52-9d51-6a5f3f6f1d11")


@pytest.mark.parametrize("status", [300, 301, 302, 304, 307, 308])
async def test_a_redirect_is_not_followed(resting: Hooked, status: int) -> None:
    async with Receiver() as elsewhere:
        resting.receiver.fail(status, Location=elsewhere.url)
        await owe_one(resting)
        await resting.send()

        assert elsewhere.received == []
        assert [d.last_reason for d in await resting.deliveries()] == [str(status)]


async def test_ten_megabytes_are_not_read(resting: Hooked) -> None:
    resting.receiver.answers.append(resting.receiver.big)
    await owe_one(resting)
    await resting.send()

    assert [d.delivered_at is not None for d in await resting.deliveries()] == [True]
    assert resting.receiver.bytes_sent < BIG


async def test_a_receiver_that_hangs_is_left_in_time_and_waits_for_the_next_try(
    receiver: Receiver, clock: MovableClock
) -> None:
    to = Destination(host="", url=receiver.url, allows_private=True, secrets=["whsec_AAAA"])
    event = WebhookEvent(id=EVENT_ID, type="store.added", occurred_at=clock(), data={})
    receiver.always = receiver.hang
    async with WebhookClient.open(timedelta(seconds=0.2)) as line:
        with pytest.raises(NotTaken) as refused:
            await line.send(to, event, clock())

    assert refused.value.reason == "timeout"
    assert refused.value.pause > timedelta()


async def test_one_receiver_that_hangs_keeps_no_other_waiting(resting: Hooked) -> None:
    async with Receiver() as healthy:
        await hook(resting.house, healthy)
        resting.receiver.always = resting.receiver.hang
        await owe_one(resting)
        await resting.house.bot.metronome.tick("webhooks")
        await healthy.came(1)

        assert healthy.types == ["store.added"]
        resting.receiver.let_go()
        await resting.house.bot.webhook_delivery.drain()


async def test_many_receivers_that_hang_hold_up_each_other_only(resting: Hooked) -> None:
    for _ in range(ENDPOINTS_AT_ONCE):
        await hook(resting.house, resting.receiver)
    resting.receiver.always = status_of(500)
    await owe_one(resting)
    await resting.send()
    resting.house.clock.move(seconds=6)
    resting.receiver.always = resting.receiver.hang
    async with Receiver() as healthy:
        await hook(resting.house, healthy)
        await owe_one_more(resting)
        await resting.house.bot.metronome.tick("webhooks")
        await healthy.came(1)

        assert healthy.types == ["store.added"]
        resting.receiver.let_go()
        await resting.house.bot.webhook_delivery.drain()


async def test_a_cut_connection_is_a_try_like_any_other(resting: Hooked) -> None:
    resting.receiver.answers.append(resting.receiver.close)
    await owe_one(resting)
    await resting.send()
    (delivery,) = await resting.deliveries()
    assert (delivery.tries, delivery.delivered_at) == (1, None)

    resting.house.clock.move(seconds=6)
    await resting.send()
    assert len(resting.receiver.received) == 2


async def test_a_crash_between_send_and_record_sends_the_same_event_again(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    async with services_of(resting.house) as services, WebhookClient.open() as line:
        (leased,) = await services.webhooks.claim(10)
        owed = await services.webhooks.next_owed(leased)
        assert owed is not None
        await line.send(owed.to, owed.event, resting.house.clock())
        await resting.send()
        assert len(resting.receiver.received) == 1

        resting.house.clock.move(seconds=61)
        await resting.send()
        with pytest.raises(EndpointLost):
            await services.webhooks.taken(leased, owed.event)

    first, second = resting.receiver.received
    assert first.id == second.id
    assert first.body == second.body
    assert [d.tries for d in await resting.deliveries()] == [1]


@pytest.mark.sql
async def test_several_senders_never_have_one_endpoint_at_a_time(resting: Hooked) -> None:
    await owe_one(resting)
    async with services_of(resting.house) as services:
        claims = await asyncio.gather(*(services.webhooks.claim(10) for _ in range(8)))

    assert sorted(map(len, claims)) == [0] * 7 + [1]


async def test_to_remove_an_endpoint_hinders_no_change_that_tells_of_something(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    now, begun, go_on = resting.house.clock(), asyncio.Event(), asyncio.Event()

    async def tell(session: AsyncSession) -> None:
        await owe_webhooks(session, WebhookType.UPDATED, StoreRow.key.is_not(None), now)
        begun.set()
        await go_on.wait()

    async with services_of(resting.house) as services:
        place = await workspace(resting.house)
        told = asyncio.create_task(resting.house.bot.database.change(tell))
        await begun.wait()
        removed = asyncio.create_task(services.endpoints.remove(place, resting.endpoint.id))
        go_on.set()
        await asyncio.gather(told, removed)

    assert await resting.deliveries() == []
    assert len(await rows(resting.house, WebhookEventRow)) == 2


async def test_what_happened_before_an_endpoint_was_there_can_be_replayed_to_it(
    resting: Hooked,
) -> None:
    start = resting.house.clock()
    await owe_one(resting)
    async with Receiver() as later:
        added = await hook(resting.house, later)
        await added.send()
        assert later.received == []
        async with services_of(resting.house) as services:
            place = await workspace(resting.house)
            assert await services.endpoints.replay(place, added.endpoint.id, start) == 1
        await added.send()
        assert later.types == ["store.added"]


async def test_a_replay_brings_what_was_taken_before_in_the_order_in_which_it_happened(
    resting: Hooked,
) -> None:
    start = resting.house.clock()
    await owe_one(resting)
    await resting.send()
    await owe_one_more(resting)
    await resting.send()
    before = [received.id for received in resting.receiver.received]
    async with services_of(resting.house) as services:
        place = await workspace(resting.house)
        assert await services.endpoints.replay(place, resting.endpoint.id, start) == 2
        resting.house.clock.move(days=1)
        await resting.send()
        assert (
            await services.endpoints.replay(place, resting.endpoint.id, resting.house.clock()) == 0
        )

    assert [received.id for received in resting.receiver.received] == before * 2
