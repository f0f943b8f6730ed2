"""How events are sent: tried by the specification's schedule, bounded, and given up in the end."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from aiohttp import web

from domain.webhooks import Destination, NotTaken, WebhookEvent
from scheduler.webhook_line import WebhookLine
from services.webhooks import EndpointLost
from tests.deeds import said
from tests.house import open_house, resting_bot
from tests.journeys.steps import add_store, services_of
from tests.moments import MovableClock
from tests.noticing.steps import HOSTS, HOSTS_ID
from tests.webhooks.conftest import Hooked, hook, workspace
from tests.webhooks.receiver import BIG, Receiver, status_of

SCHEDULE = (
    *(timedelta(), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24, 24, 24)),
)
"""Source: Standard Webhooks, "Deliverability and reliability"; then once a day, to five days."""
USA, CANADA = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"
EVENT_ID = UUID("0b1f6f0e-6a0c-4a52-9d51-6a5f3f6f1d11")
TOLERANCE = 1.1
"""Waits are spread over that much more."""


async def owe_one(hooked: Hooked) -> None:
    """Have Anna add a store, which is told of."""
    await add_store(hooked.house)


async def owe_one_more(hooked: Hooked) -> None:
    await add_store(hooked.house, "🇨🇦 Canada")


async def fail_for_good(hooked: Hooked, status: int = 500) -> list[timedelta]:
    """Let time jump from try to try until there are no more; returns the waits between them."""
    hooked.receiver.always = status_of(status)
    waits, last = [], hooked.house.clock()
    while (due := await next_due(hooked)) is not None:
        hooked.house.clock.now = max(due, hooked.house.clock())
        waits.append(hooked.house.clock() - last)
        last = hooked.house.clock()
        await hooked.house.bot.metronome.tick("webhooks")
        await hooked.house.bot.webhooking.drain()
    return waits


async def next_due(hooked: Hooked) -> datetime | None:
    """Return when something is sent next, if ever."""
    if (await hooked.row()).disabled_at is not None:
        return None
    dues = [d.due_at for d in await hooked.deliveries() if d.due_at is not None]
    return min(dues, default=None)


@pytest.fixture
async def resting(
    database_url: str, clock: MovableClock, receiver: Receiver
) -> AsyncIterator[Hooked]:
    """A bot that sends nothing by itself, on each kind of database."""
    async with open_house(database_url, clock, resting_bot, admin_channel=HOSTS_ID) as house:
        yield await hook(house, receiver)


async def test_what_is_not_taken_comes_again_by_the_schedule_until_the_endpoint_is_disabled(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    waits = await fail_for_good(resting)

    assert len(waits) == len(SCHEDULE)
    for waited, planned in zip(waits[1:], SCHEDULE[1:], strict=True):
        assert planned <= waited <= planned * TOLERANCE
    row = await resting.row()
    assert row.disabled_because == "failing"
    assert row.disabled_at - row.failing_since >= timedelta(days=5)


async def test_each_try_is_the_same_event_signed_anew(resting: Hooked) -> None:
    await owe_one(resting)
    await fail_for_good(resting)
    tries = resting.receiver.received

    assert len({received.id for received in tries}) == 1
    assert len({received.body for received in tries}) == 1
    assert len({received.headers["webhook-timestamp"] for received in tries}) == len(tries)
    assert all(received.is_signed_with(resting.endpoint.secret) for received in tries)


async def test_a_disabled_endpoint_is_told_of_once_in_the_admin_channel(resting: Hooked) -> None:
    await owe_one(resting)
    await fail_for_good(resting)
    await owe_one_more(resting)
    await resting.send()
    await resting.house.deliver()

    (told,) = [
        said(message)
        for message in resting.house.slack.channel(HOSTS).messages
        if "stopped sending webhooks" in said(message)
    ]
    assert "127.0.0.1" in told
    assert f"webhooks enable {resting.endpoint.id}" in told
    assert f"webhooks replay {resting.endpoint.id} --since 2027-01-11T09:30:" in told
    assert "a-secret" not in told
    assert resting.receiver.types == ["store.added"] * len(SCHEDULE)


async def test_without_an_admin_channel_the_owner_of_the_newest_store_is_told(
    hooked: Hooked,
) -> None:
    await owe_one(hooked)
    hooked.receiver.fail(410)
    await hooked.send()
    await hooked.house.deliver()

    (told,) = [
        said(message)
        for message in hooked.house.slack.im("Anna").messages
        if "stopped sending webhooks" in said(message)
    ]
    assert "410 Gone" in told


async def test_a_receiver_that_is_gone_gets_nothing_more_until_it_is_enabled(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    resting.receiver.fail(410)
    await resting.send()
    assert (await resting.row()).disabled_because == "gone"
    await owe_one_more(resting)
    resting.house.clock.move(days=6)
    await resting.send()
    assert len(resting.receiver.received) == 1

    async with services_of(resting.house) as services:
        place = await workspace(resting.house)
        since = await services.endpoints.enable(place, resting.endpoint.id)
        await resting.send()
        assert [r.event["data"]["marketplace"] for r in resting.receiver.received] == [USA] * 2
        assert since is not None
        assert await services.endpoints.replay(place, resting.endpoint.id, since) == 1
    await resting.send()
    assert resting.receiver.received[-1].event["data"]["marketplace"] == CANADA


async def test_one_event_that_is_never_taken_is_given_up_and_keeps_no_other(
    resting: Hooked,
) -> None:
    resting.receiver.always = takes_all_but_usa
    await owe_one(resting)
    resting.house.clock.move(minutes=1)
    later = resting.house.clock()
    await owe_one_more(resting)
    async with services_of(resting.house) as services:
        place = await workspace(resting.house)
        while (due := await next_due(resting)) is not None:
            resting.house.clock.now = max(due, resting.house.clock())
            await services.endpoints.replay(place, resting.endpoint.id, later)
            await resting.send()

    row = await resting.row()
    assert row.disabled_at is None
    (given_up,) = [d for d in await resting.deliveries() if d.delivered_at is None]
    assert given_up.last_reason == "400"
    assert resting.house.clock() - given_up.first_tried_at >= timedelta(days=5)


async def takes_all_but_usa(request: web.Request) -> web.StreamResponse:
    return web.Response(status=400 if USA in await request.text() else 204)


async def test_a_slow_down_is_heeded(resting: Hooked) -> None:
    await owe_one(resting)
    await owe_one_more(resting)
    resting.receiver.fail(429, Retry_After="120")
    await resting.send()
    resting.house.clock.move(seconds=119)
    await resting.send()
    assert len(resting.receiver.received) == 1

    resting.house.clock.move(seconds=1)
    await resting.send()
    assert len(resting.receiver.received) == 3


@pytest.mark.parametrize("after", ["999999999999999", "Wed, 01 Jan 2031 00:00:00 GMT"])
async def test_nobody_makes_us_wait_for_more_than_an_hour(resting: Hooked, after: str) -> None:
    await owe_one(resting)
    resting.receiver.fail(503, Retry_After=after)
    await resting.send()
    resting.house.clock.move(hours=1)
    await resting.send()

    assert len(resting.receiver.received) == 2


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
    async with WebhookLine.open(timedelta(seconds=0.2)) as line:
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
        await resting.house.bot.webhooking.drain()


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
    async with services_of(resting.house) as services, WebhookLine.open() as line:
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


async def test_what_happens_while_an_endpoint_is_disabled_is_kept_for_a_replay_in_its_order(
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
