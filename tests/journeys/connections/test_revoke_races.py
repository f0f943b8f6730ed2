"""Concurrent revokes and late answers: one ending, one outcome."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domain.errors import AlreadyHandled, AlreadySettled, IllegalTransition, Refusal
from storage.tables.endings import EndingRow
from storage.tables.messages import MessageRow
from storage.tables.workspaces import HandledRequestRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    connect_url,
    no_token_is_left,
    rows,
    services_of,
)
from tests.harness.power import reached
from tests.harness.revoke_steps import (
    authorization,
    checklist,
    issues_token,
    one_store,
    open_revoke,
    outcomes,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import modal
from tests.state_table import events
from tests.state_table.scene import scene_in

pytestmark = pytest.mark.sql


async def test_a_form_submitted_fifty_times_ends_a_connection_once(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    anna = await open_revoke(house)
    form = modal(anna)
    await asyncio.gather(*(anna.submit(form) for _ in range(50)), return_exceptions=True)
    await house.deliver()

    assert await outcomes(house) == [None]
    listed = [row for row in await rows(house, MessageRow) if row.kind == "ending"]
    assert len(listed) == 1


async def test_fifty_people_who_revoke_at_once_begin_one_ending(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    async with services_of(house) as services, scene_in(house, services) as scene:
        done = await asyncio.gather(
            *(events.revoke(scene) for _ in range(50)), return_exceptions=True
        )

    assert done.count(None) == 1
    assert all(isinstance(fault, IllegalTransition) for fault in done if fault is not None)
    assert await outcomes(house) == [None]


async def test_a_doubled_request_is_carried_out_once(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    request = str(uuid4())
    async with services_of(house) as services, scene_in(house, services) as scene:
        verb, what = services.revocation.revoke, await events.what_of(scene)
        twice = [verb(scene.anna, request, what) for _ in range(2)]
        done = await asyncio.gather(*twice, return_exceptions=True)

    assert done.count(None) == 1
    assert any(isinstance(fault, AlreadyHandled) for fault in done)
    assert request in {row.key for row in await rows(house, HandledRequestRow)}


async def test_fifty_presses_of_each_button_have_one_outcome(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)
    anna, listed = house.slack.person("Anna"), checklist(house)
    presses = [anna.press(listed, b) for b in ("Keep it", "Erase now") for _ in range(25)]
    await asyncio.gather(*presses, return_exceptions=True)
    await house.deliver()

    await _assert_kept_or_erased(house)


async def test_keep_it_and_erase_now_at_once_are_one_answer(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)
    async with services_of(house) as services, scene_in(house, services) as scene:
        both = (events.keep_it(scene), events.erase_now(scene))
        done = await asyncio.gather(*both, return_exceptions=True)

    assert done.count(None) == 1
    assert sum(isinstance(fault, AlreadySettled) for fault in done) == 1
    await _assert_kept_or_erased(house)


async def test_keep_it_against_the_sweep_of_the_seventh_day_is_one_answer(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)
    house.clock.move(days=7)
    async with services_of(house) as services, scene_in(house, services) as scene:
        sweeps: list[Any] = [services.revocation.erase_due() for _ in range(3)]
        done = await asyncio.gather(events.keep_it(scene), *sweeps, return_exceptions=True)

    assert not [fault for fault in done if fault and not isinstance(fault, Refusal)]
    await _assert_kept_or_erased(house)


async def test_a_revoke_while_amazon_is_being_asked_takes_its_answer(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    """The token is the same one, so what Amazon says of it is true of the ending as well."""
    house = house_on_each
    await one_store(house, open_browser)
    hold = house.amazon.faults.hold_answer("lwa.token")
    house.amazon.disable("Nordic Outdoor")
    house.clock.move(days=1)
    asking = asyncio.create_task(house.bot.metronome.tick("checks"))
    await reached(hold)
    await revoke(house)
    hold.release()
    await asking

    assert await outcomes(house) == ["confirmed"]
    assert await no_token_is_left(house)


async def test_an_answer_that_comes_after_erase_now_confirms_nothing(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)
    hold = house.amazon.faults.hold_answer("lwa.token")
    house.amazon.disable("Nordic Outdoor")
    house.clock.move(days=1)
    asking = asyncio.create_task(house.bot.metronome.tick("checks"))
    await reached(hold)
    await press(house, "Erase now")
    hold.release()
    await asking

    assert await outcomes(house) == ["erased"]


async def test_an_answer_about_the_token_before_a_renewal_does_not_end_it(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    link = await house.slack.person("Ben").command(
        "/amazon-store renew Amazon Store USA", channel="amazon"
    )
    await revoke(house)
    hold = house.amazon.faults.hold_answer("lwa.token")
    house.amazon.revoke("Nordic Outdoor")
    house.clock.move(days=1)
    asking = asyncio.create_task(house.bot.metronome.tick("checks"))
    await reached(hold)
    await open_browser(house).connect(connect_url(link or {}), "Nordic Outdoor")
    hold.release()
    await asking

    assert await outcomes(house) == ["renewed"]
    assert await issues_token(house)


async def test_a_revoke_while_a_token_is_being_handed_out_stops_it(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    hold = house.amazon.faults.hold("lwa.token")
    asking = asyncio.create_task(issues_token(house))
    await reached(hold)
    await revoke(house)
    hold.release()

    assert not await asking


async def _assert_kept_or_erased(house: House) -> None:
    """Assert that an ending came out one way, and that everything says so."""
    row = await authorization(house)
    (ending,) = await rows(house, EndingRow)
    assert (row.status, ending.outcome) in {("live", "kept"), ("revoked", "erased")}
    assert (row.refresh_token_encrypted is not None) is (row.status == "live")
