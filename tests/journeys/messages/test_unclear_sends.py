"""An unclear send: with a history scope it is looked up, without one sent again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from yarl import URL

from playground.slack.channel import Channel
from playground.slack.messages import Message
from storage.tables.messages import MessageRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url, rows, threads
from tests.harness.power import Power, reached
from tests.harness.slack_steps import USUAL, fill_in, open_form, said, submit

POST, HISTORY = "chat.postMessage", "conversations.history"


@pytest.fixture
def power() -> Power:
    return Power()


@pytest.fixture
async def house(database_url: str, clock: MovableClock, power: Power) -> AsyncIterator[House]:
    """On each kind of database, with the scopes to read what was said."""
    async with open_house(database_url, clock, power.run) as opened:
        opened.slack.install("channels:history", "im:history")
        yield opened


async def _add_store(house: House, channel: str = "amazon") -> None:
    """Let Anna add a store whose card cannot be shown at once."""
    anna = house.slack.person("Anna")
    await open_form(anna, channel)
    await fill_in(anna, **USUAL)
    assert await submit(anna) == {}


def _calls(house: House, method: str) -> int:
    return sum(call.method == method for call in house.slack.calls)


async def test_what_arrived_although_its_answer_was_lost_is_not_sent_again(house: House) -> None:
    house.slack.faults.next(POST, lost=True)
    await _add_store(house)
    house.pass_seconds(3)
    await house.deliver()

    (card,) = house.slack.channel("amazon").messages
    assert "Amazon Store USA" in said(card)
    assert (_calls(house, POST), _calls(house, HISTORY)) == (1, 1)
    (row,) = await rows(house, MessageRow)
    assert (row.ts, row.unclear_since) == (card["ts"], None)


@pytest.mark.parametrize(
    "fault",
    [{"reset": True}, {"status": 503}, {"error": "fatal_error"}, {"status": 500, "body": "?"}],
    ids=str,
)
async def test_what_did_not_arrive_is_sent_again(house: House, fault: dict[str, Any]) -> None:
    house.slack.faults.next(POST, **fault)
    await _add_store(house)
    house.pass_seconds(3)
    await house.deliver()

    assert len(house.slack.channel("amazon").messages) == 1
    assert (_calls(house, POST), _calls(house, HISTORY)) == (2, 1)


async def test_a_refusal_that_is_clear_is_not_looked_up(house: House) -> None:
    house.slack.faults.next(POST, status=429, headers={"Retry-After": "2"})
    await _add_store(house)
    house.pass_seconds(3)
    await house.deliver()

    assert len(house.slack.channel("amazon").messages) == 1
    assert _calls(house, HISTORY) == 0


@pytest.mark.parametrize(
    "fault",
    [{"status": 503}, {"status": 429, "headers": {"Retry-After": "4"}}, {"reset": True}],
    ids=str,
)
async def test_while_it_cannot_be_looked_up_it_waits(house: House, fault: dict[str, Any]) -> None:
    house.slack.faults.next(POST, lost=True)
    house.slack.faults.next(HISTORY, times=3, **fault)
    await _add_store(house)
    house.pass_seconds(3)
    await house.deliver()

    assert len(house.slack.channel("amazon").messages) == 1
    assert (_calls(house, POST), _calls(house, HISTORY)) == (1, 4)


async def test_a_message_in_a_thread_is_found_there(house: House, browser: SellersBrowser) -> None:
    link = connect_url(await add_store(house))
    house.slack.faults.next(POST, lost=True)
    state = URL(await browser.press_connect(link)).query["state"]
    await browser.look(f"{house.url}/amazon/callback?error=access_denied&state={state}")
    await house.deliver()

    assert len(threads(house)) == 1
    assert _calls(house, "conversations.replies") == 1


async def test_a_direct_message_is_found_too(house: House) -> None:
    house.slack.faults.next(POST, error="is_archived")
    house.slack.faults.next(POST, lost=True)
    await _add_store(house)
    house.pass_seconds(3)
    await house.deliver()

    assert len(house.slack.im("Anna").messages) == 1
    assert (_calls(house, POST), _calls(house, HISTORY)) == (2, 1)


async def test_what_changed_since_is_shown_by_an_update(house: House) -> None:
    await _arrived_unnoticed_and_changed(house)
    await house.deliver()

    (card,) = house.slack.channel("amazon").messages
    assert "Amazon Store USA" in said(card)
    assert _calls(house, POST) == 1
    assert _calls(house, "chat.update") == 1


async def _arrived_unnoticed_and_changed(house: House) -> None:
    house.slack.faults.next(POST, lost=True)
    await _add_store(house)
    async with house.bot.database.engine.begin() as connection:
        table = MessageRow.__table__
        await connection.execute(table.update().values(wanted_version=2))
    house.pass_seconds(3)


async def test_a_bot_that_died_after_slack_took_a_message_sends_it_once(
    house: House, power: Power
) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL)
    hold = house.slack.faults.hold_answer(POST)
    submitting = asyncio.create_task(anna.submit())
    await reached(hold)
    await power.cut(house)
    await asyncio.gather(submitting, return_exceptions=True)
    house.clock.move(seconds=61)
    await house.deliver()

    assert len(house.slack.channel("amazon").messages) == 1
    assert (_calls(house, POST), _calls(house, HISTORY)) == (1, 1)


async def test_without_the_scope_it_is_sent_again_and_never_lost(house: House) -> None:
    installed = house.slack.world.installation(house.slack.world.home)
    installed.scopes -= {"channels:history", "im:history"}
    house.slack.faults.next(POST, lost=True)
    await _add_store(house)
    house.pass_seconds(3)
    await house.deliver()

    assert len(house.slack.channel("amazon").messages) == 2


async def test_a_page_that_is_not_the_first_one_is_looked_at_too(house: House) -> None:
    house.slack.faults.next(POST, lost=True)
    await _add_store(house)
    _talk(house.slack.channel("amazon"), 450)
    house.pass_seconds(3)
    await house.deliver()

    posted = [m for m in house.slack.channel("amazon").messages if "bot" in m]
    assert len(posted) == 1
    assert _calls(house, HISTORY) == 3


def _talk(channel: Channel, messages: int) -> None:
    """Let people write so much that it fills more than one page."""
    for number in range(messages):
        channel.core.messages.post(Message("", channel.id, "U0BEN00001", str(number)))
