"""The demo's clock: one for all of its parts, moved on by days from the page."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from playground.moving import ClockStuck
from tests.harness import slack_steps as deeds
from tests.harness.connect_steps import SellersBrowser, connect_url
from tests.playground.conftest import MovableDemo

SWEEPS_COME_BY = 20
"""Seconds, far below the minute in which the slowest sweep but one ticks by itself."""
HERE = "Europe/Stockholm"


async def post(demo: MovableDemo, **asked: Any) -> tuple[int, dict[str, Any]]:
    url = f"{demo.slack.url}/client/clock"
    async with aiohttp.request("POST", url, json=asked) as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_json else {}


async def test_stand_ins_and_bot_show_the_same_moved_time(movable: MovableDemo) -> None:
    before = movable.time.clock()
    assert await post(movable, days=400, zone="UTC") == (200, {"ok": True})
    assert movable.time.clock() >= before + timedelta(days=400)
    answer = await movable.slack.person("Anna").command("/amazon-store help", "amazon")
    assert answer, "a bot whose clock had stayed would refuse Slack's signature"


async def test_the_hour_stays_where_it_was_whatever_the_season(movable: MovableDemo) -> None:
    before = movable.time.clock().astimezone(ZoneInfo(HERE))
    await post(movable, days=180, zone=HERE)
    after = movable.time.clock().astimezone(ZoneInfo(HERE))
    wanted = before + timedelta(days=180)
    assert wanted.replace(tzinfo=None) <= after.replace(tzinfo=None)
    assert after.replace(tzinfo=None) < wanted.replace(tzinfo=None) + timedelta(minutes=30)


async def test_what_has_become_due_by_a_move_is_done_at_once(movable: MovableDemo) -> None:
    slack, browser = movable.slack, SellersBrowser(movable)
    anna = slack.person("Anna")
    await deeds.open_form(anna)
    await deeds.fill_in(anna, **deeds.USUAL)
    await anna.submit()
    link = connect_url(await slack.next_message("amazon", SWEEPS_COME_BY))
    await browser.look(await browser.consent(link, "Nordic Outdoor"))
    await slack.wait_until(lambda: _standing(movable, "🟢 Connected"), SWEEPS_COME_BY)
    await slack.wait_until(lambda: _standing(movable, "is connected to Amazon"), SWEEPS_COME_BY)

    await post(movable, days=8, zone=HERE)

    await slack.wait_until(lambda: _standing(movable, "⚪ Not connected"), SWEEPS_COME_BY)
    await browser.close()


def _standing(demo: MovableDemo, words: str) -> bool:
    """Tell whether a message in #amazon says so."""
    return any(words in message["text"] for message in demo.slack.channel("amazon").messages)


async def test_open_pages_are_told_of_the_new_time(movable: MovableDemo) -> None:
    anna = movable.slack.person("Anna").id
    with movable.slack.core.feed.listen(anna) as queue:
        await post(movable, days=1, zone=HERE)
        assert queue.get_nowait() == {"type": "conversation"}
    async with aiohttp.request("GET", f"{movable.slack.url}/client/state") as answer:
        shown = datetime.fromtimestamp((await answer.json())["now"], UTC)
    assert shown > datetime.now(UTC) + timedelta(hours=22)  # noqa: TID251 - the real time


async def test_time_runs_one_way_and_what_makes_no_sense_moves_nothing(
    movable: MovableDemo,
) -> None:
    odd: list[dict[str, Any]] = [
        {"days": -1, "zone": HERE},
        {"days": 0, "zone": HERE},
        {"days": 4000, "zone": HERE},
        {"days": 1.5, "zone": HERE},
        {"days": "1", "zone": HERE},
        {"days": 1, "zone": "Europe"},
        {"days": 1, "zone": "../passwd"},
        {"days": 1},
        {},
    ]
    for asked in odd:
        assert (await post(movable, **asked))[0] == 400, asked
    assert movable.time.clock.ahead == timedelta()


async def test_two_moves_at_once_both_count(movable: MovableDemo) -> None:
    await asyncio.gather(*(movable.time.move(timedelta(days=1)) for _ in range(2)))
    assert movable.time.clock.ahead == timedelta(days=2)
    assert await movable.slack.person("Anna").command("/amazon-store help", "amazon")


async def test_a_bot_that_is_gone_is_not_said_to_have_moved(movable: MovableDemo) -> None:
    await movable.bot.kill()
    status, told = await post(movable, days=1, zone=HERE)
    assert (status, told["ok"], told["error"]) == (200, False, "clock_stuck")
    with pytest.raises(ClockStuck):
        await movable.time.move(timedelta(days=1))


async def test_the_bot_ends_with_its_playground(movable: MovableDemo) -> None:
    movable.time.line.close()
    assert await asyncio.wait_for(movable.bot.process.wait(), SWEEPS_COME_BY) == 0
