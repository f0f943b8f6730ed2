"""Refused events are retried by the specification's schedule, and given up in the end."""

from datetime import timedelta

import pytest
from aiohttp import web

from tests.harness.connect_steps import services_of
from tests.harness.slack_steps import said
from tests.monitoring.steps import HOSTS
from tests.webhooks.conftest import Hooked, workspace
from tests.webhooks.receiver import status_of
from tests.webhooks.steps import (
    CANADA,
    USA,
    fail_for_good,
    let_pass,
    next_due,
    owe_an_update,
    owe_one,
    owe_one_more,
)

SCHEDULE = (
    *(timedelta(), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24, 24, 24)),
)
"""Source: Standard Webhooks, "Deliverability and reliability"; then once a day, to five days."""
TOLERANCE = 1.1
"""Waits are spread over that much more."""


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


async def test_what_was_given_up_long_ago_lets_no_blip_disable_the_endpoint(
    resting: Hooked,
) -> None:
    await _refuse_one_and_take_another(resting)
    await let_pass(resting, timedelta(days=4))
    assert (await resting.row()).failing_since is None

    resting.house.clock.move(days=10)
    resting.receiver.always = status_of(500)
    await owe_an_update(resting)
    await resting.send()

    row = await resting.row()
    assert (row.disabled_at, row.failing_since) == (None, resting.house.clock())


async def test_when_one_is_given_up_the_endpoint_fails_since_the_next_one_does(
    resting: Hooked,
) -> None:
    await _refuse_one_and_take_another(resting)
    await let_pass(resting, timedelta(days=1))
    resting.receiver.always = status_of(400)
    await owe_an_update(resting)
    begun = resting.house.clock()
    await let_pass(resting, timedelta(days=3))

    assert sorted(d.due_at is None for d in await resting.deliveries()) == [False, True, True]
    assert (await resting.row()).failing_since == begun
    await fail_for_good(resting, 400)
    assert (await resting.row()).disabled_at >= begun + timedelta(days=5)


async def _refuse_one_and_take_another(resting: Hooked) -> None:
    """Refuse one event for two days; then another is taken."""
    resting.receiver.always = takes_all_but_usa
    await owe_one(resting)
    await let_pass(resting, timedelta(days=2))
    await owe_one_more(resting)
    await resting.send()


async def test_what_failed_until_its_endpoint_was_disabled_comes_when_that_is_enabled(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    tries = len(await fail_for_good(resting))
    resting.receiver.always = None
    async with services_of(resting.house) as services:
        await services.endpoints.enable(await workspace(resting.house), resting.endpoint.id)
    await resting.send()

    assert resting.receiver.types == ["store.added"] * (tries + 1)


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


@pytest.mark.parametrize(
    "after",
    [
        "999999999999999",
        "Wed, 01 Jan 2031 00:00:00 GMT",
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    ],
)
async def test_nobody_makes_us_wait_for_more_than_an_hour(resting: Hooked, after: str) -> None:
    await owe_one(resting)
    resting.receiver.fail(503, Retry_After=after)
    await resting.send()
    resting.house.clock.move(hours=1)
    await resting.send()

    assert len(resting.receiver.received) == 2
