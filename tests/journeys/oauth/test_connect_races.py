"""Concurrent and doubled requests have one effect each."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from domain.errors import NotConnected
from domain.marketplaces import MARKETPLACES
from domain.usable_sellers import Choice
from playground.amazon.faults import Operation
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import MessageRow
from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow, GrantRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    FROM_OUR_PAGE,
    OpenBrowser,
    SellersBrowser,
    add_store,
    card_of,
    connect_url,
    connected_store,
    ends,
    in_slack,
    rows,
    services_of,
)
from tests.harness.power import reached
from tests.harness.slack_steps import answer
from tests.storage.rows import member, new_store

pytestmark = pytest.mark.sql

EXCHANGE: Operation = "lwa.token"


async def test_fifty_callbacks_with_one_state_make_one_exchange_and_one_grant(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))
    callback = await browser.consent(link, "Nordic Outdoor")
    answers = await asyncio.gather(*(browser.ask("GET", callback) for _ in range(50)))

    assert Counter(answered.status for answered in answers) == {303: 50}
    assert len({answered.headers["Location"] for answered in answers}) == 1
    assert house.amazon.calls.count(EXCHANGE) == 1
    await _assert_nothing_is_there_twice(house)
    assert await ends(house) == ["succeeded"]


async def test_a_doubled_press_begins_two_tries_of_which_either_may_end_well(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    await browser.open(link)
    pressed = [browser.ask("POST", link, headers=FROM_OUR_PAGE) for _ in range(2)]
    first, second = [
        answered.headers["Refresh"].removeprefix("0; url=")
        for answered in await asyncio.gather(*pressed)
    ]
    assert first != second
    callback = await browser.amazon.consent(first, seller="Nordic Outdoor")
    assert "is connected" in (await browser.look(callback)).told

    later = await browser.look(await browser.amazon.consent(second, seller="Nordic Outdoor"))
    assert "is connected" in later.told
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.term, authorization.token_version) == (2, 2)
    await house.deliver()
    assert "Connected" in card_of(house)["text"]


async def test_two_tabs_with_two_sellers_leave_the_first_and_name_the_second(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, one, other = house_on_each, open_browser(house_on_each), open_browser(house_on_each)
    link = connect_url(await add_store(house))
    callbacks = [
        await one.consent(link, "Nordic Outdoor"),
        await other.consent(link, "Prairie Crafts"),
    ]
    tabs = zip((one, other), callbacks, strict=True)
    told = await asyncio.gather(*(tab.look(callback) for tab, callback in tabs))

    assert sorted(str(end) for end in await ends(house)) == ["succeeded", "wrong_account"]
    assert sum("is connected" in answered.told for answered in told) == 1
    assert sum("was another seller account" in answered.told for answered in told) == 1
    (authorization,) = await rows(house, AuthorizationRow)
    (store,) = await rows(house, StoreRow)
    assert store.authorization_id == authorization.id
    kept = [row for row in await rows(house, GrantRow) if row.refresh_token_encrypted]
    assert kept == []


async def test_two_stores_of_one_seller_connected_at_once_share_one_connection(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, one, other = house_on_each, open_browser(house_on_each), open_browser(house_on_each)
    american = connect_url(await add_store(house))
    canadian = connect_url(await add_store(house, "🇨🇦 Canada"))
    callbacks = [
        await one.consent(american, "Nordic Outdoor"),
        await other.consent(canadian, "Nordic Outdoor"),
    ]
    await asyncio.gather(*(b.look(c) for b, c in zip((one, other), callbacks, strict=True)))
    house.clock.move(minutes=2)
    async with services_of(house) as services:
        await services.callbacks.finish()

    assert await ends(house) == ["succeeded", "succeeded"]
    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.term == 2
    assert {row.authorization_id for row in await rows(house, StoreRow)} == {authorization.id}


async def test_an_older_link_goes_on_working_as_long_as_it_is_the_stores_own(
    house: House, browser: SellersBrowser
) -> None:
    card = await add_store(house)
    asked = await house.slack.person("Anna").command(
        "/amazon-store connect Amazon Store USA", channel="amazon"
    )
    assert connect_url(asked or {}) == connect_url(card)
    assert "is connected" in (await browser.come_back(connect_url(card), "Nordic Outdoor")).told


async def test_a_link_that_is_asked_for_by_many_at_once_is_one(house_on_each: House) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    await add_store(house)
    house.clock.move(days=15)
    command = "/amazon-store connect Amazon Store USA"
    asked = await asyncio.gather(*(anna.command(command, channel="amazon") for _ in range(8)))

    assert len({connect_url(reply or {}) for reply in asked}) == 1, [answer(r) for r in asked]
    assert [row.closed_at for row in await rows(house, ConnectLinkRow)].count(None) == 1


async def test_many_presses_of_yes_are_one_answer(house: House, browser: SellersBrowser) -> None:
    await connected_store(house, browser)
    anna = house.slack.person("Anna")
    question = in_slack(house, "Is this yours?")
    await asyncio.gather(*(anna.press(question, "Yes, it is ours") for _ in range(20)))
    await house.deliver()

    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.ours_due_at is None
    assert authorization.term == 1


async def test_yes_and_not_ours_at_once_are_one_answer(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house))
    anna, question = house.slack.person("Anna"), in_slack(house, "Is this yours?")
    await asyncio.gather(*(anna.press(question, b) for b in ("Yes, it is ours", "Not ours")))

    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.ours_due_at is None
    is_ours = authorization.status == "live"
    assert (authorization.refresh_token_encrypted is not None) is is_ours
    (store,) = await rows(house, StoreRow)
    assert (store.authorization_id is not None) is is_ours


async def test_several_sweeps_at_once_settle_a_kept_permission_once(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))
    hold = house.amazon.faults.hold("spapi.participations")
    callback = await browser.consent(link, "Nordic Outdoor")
    coming_back = asyncio.create_task(browser.look(callback))
    await reached(hold)
    house.clock.move(seconds=61)
    async with services_of(house) as services:
        await asyncio.gather(*(services.callbacks.finish() for _ in range(4)))
    hold.release()

    assert "is connected" in (await coming_back).told
    await _assert_nothing_is_there_twice(house)
    assert await ends(house) == ["succeeded"]


async def test_a_try_whose_time_ends_while_its_code_is_exchanged_is_not_cut_off(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    callback = await browser.consent(connect_url(await add_store(house)), "Nordic Outdoor")
    hold = house.amazon.faults.hold("lwa.token")
    house.clock.move(minutes=9, seconds=59)
    coming_back = asyncio.create_task(browser.look(callback))
    await reached(hold)
    house.clock.move(seconds=2)
    async with services_of(house) as services:
        await services.attempts.end_overdue()
    assert await ends(house) == [None]
    hold.release()
    await coming_back


async def test_a_marketplace_of_a_seller_is_added_once_whatever_the_website(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house))
    (seller,) = await rows(house, AuthorizationRow)
    anna = member(seller.workspace_id, house.slack.person("Anna").id)
    canada: dict[str, Any] = {
        "marketplace": next(place for place in MARKETPLACES if place.country == "CA")
    }
    async with services_of(house) as services:
        stores = [
            (
                await services.add_stores.add(
                    anna, name, new_store(name=name, website=name, **canada)
                )
            ).store
            for name in ("one", "other")
        ]
        await services.ownership.confirm_ownership(anna, "ours", seller.id, seller.term)
        uses = (
            services.reuse_sellers.use(
                anna, store.name + "!", Choice(seller.id, seller.term, store.id)
            )
            for store in stores
        )
        ended = await asyncio.gather(*uses, return_exceptions=True)

    assert {type(end) for end in ended} == {type(None), NotConnected}
    sold = [row for row in await rows(house, StoreRow) if row.authorization_id == seller.id]
    assert len(sold) == 2


async def _assert_nothing_is_there_twice(house: House) -> None:
    await house.deliver()
    for table in (StoreRow, AuthorizationRow, TermRow, GrantRow, ConnectAttemptRow):
        assert len(await rows(house, table)) == 1, table
    kinds = Counter(row.kind for row in await rows(house, MessageRow))
    assert kinds == {"card": 1, "connected": 1}
