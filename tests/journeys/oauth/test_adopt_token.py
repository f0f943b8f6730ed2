"""Tokens provided by hand: by a seller on a private application's page, or by an operator."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from amazon.errors import AmazonUnavailable, GrantGone
from domain.attempts import AttemptEnd
from domain.stores import Store
from playground.amazon.faults import unwell
from services.oauth.adopt_token import AdoptionRefused, Brought
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    FROM_OUR_PAGE,
    Answered,
    OpenBrowser,
    SellersBrowser,
    add_store,
    card_of,
    connect_url,
    connected_store,
    in_slack,
    rows,
    sellers_state,
    services_of,
)
from tests.harness.slack_steps import said

NORDIC, PRAIRIE = "A2NORDICOUT01", "A5PRAIRIECR06"


@pytest.fixture
async def private_house(database_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """A bot with a company's own application, on each kind of database."""
    async with open_house(database_url, clock, amazon_application_kind="private") as house:
        (application,) = house.amazon.state.applications.values()
        house.amazon.register(replace(application, state="private"))
        yield house


def token_of(house: House, seller: str = "Nordic Outdoor") -> str:
    """Authorize the application at Develop Apps; returns the token that Amazon shows once."""
    return house.amazon.self_authorize(house.settings.amazon_application_id, seller)


async def enter(browser: SellersBrowser, link: str, **typed: str) -> Answered:
    await browser.open(link)
    fields = {"wants": "connection"} | typed
    return await browser.ask("POST", link, data=fields, headers=FROM_OUR_PAGE)


async def test_the_page_tells_the_steps_at_amazon_and_connects_with_the_token(
    private_house: House, open_browser: OpenBrowser
) -> None:
    house, browser = private_house, open_browser(private_house)
    link = connect_url(await add_store(house))
    page = await browser.ask("GET", link)
    for step in ("Develop Apps", "Authorize app", "copy the refresh token", "merchant token"):
        assert step in page.told
    assert "Nordic Shop Connector" in page.told
    token = token_of(house)
    done = await enter(browser, link, seller_id=f" {NORDIC.lower()} ", refresh_token=f" {token}\n")
    await house.deliver()

    assert done.status == 200
    assert "is connected" in done.told
    assert "No end of this connection is known." in done.told
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.seller_id, authorization.proof) == (NORDIC, "typed")
    (term,) = await rows(house, TermRow)
    assert term.ends_at is None
    assert "Connected" in card_of(house)["text"]
    assert "Is this yours?" in said(in_slack(house, "is connected to Amazon"))
    await _assert_nowhere(house, token, [page, done])


BAD_SHAPES = [
    {"seller_id": "", "refresh_token": "Atzr|x"},
    {"seller_id": "A 1", "refresh_token": "Atzr|x"},
    {"seller_id": "<script>", "refresh_token": "Atzr|x"},
    {"seller_id": "A" * 33, "refresh_token": "Atzr|x"},
    {"seller_id": NORDIC, "refresh_token": ""},
    {"seller_id": NORDIC, "refresh_token": "Atzr|two words"},
    {"seller_id": NORDIC, "refresh_token": "Atzr|å"},
    {"seller_id": NORDIC, "refresh_token": "x" * 2049},
    {"seller_id": NORDIC},
    {},
]


async def test_what_cannot_be_a_token_is_not_even_shown_to_amazon(
    private_house: House, open_browser: OpenBrowser
) -> None:
    house, browser = private_house, open_browser(private_house)
    link = connect_url(await add_store(house))
    before = await sellers_state(house)
    for typed in BAD_SHAPES:
        refused = await enter(browser, link, **typed)
        assert (typed, refused.status) == (typed, 422)
        assert "Please check what you entered" in refused.told
        assert refused.is_guarded
        token = typed.get("refresh_token", "")
        assert not token or f'value="{token}"' not in refused.text
        assert "<script>" not in refused.text.partition("<main")[2]

    assert house.amazon.calls == []
    assert await sellers_state(house) == before


async def test_a_token_that_does_not_do_says_why_and_changes_nothing(
    private_house: House, open_browser: OpenBrowser
) -> None:
    house, browser = private_house, open_browser(private_house)
    link = connect_url(await add_store(house))
    before, maple = await sellers_state(house), token_of(house, "Maple Goods")
    unknown = await enter(browser, link, seller_id=NORDIC, refresh_token="Atzr|unknown")
    elsewhere = await enter(browser, link, seller_id="A1MAPLEGOODS3", refresh_token=maple)
    house.amazon.faults.next("lwa.token", unwell())
    unwell_now = await enter(browser, link, seller_id=NORDIC, refresh_token=token_of(house))
    house.amazon.faults.next("spapi.participations", unwell())
    half_unwell = await enter(browser, link, seller_id=NORDIC, refresh_token=token_of(house))

    for refused in (unknown, elsewhere, unwell_now, half_unwell):
        assert refused.status == 422
    assert "Amazon does not know this token" in unknown.told
    assert "sells in Canada, not in United States" in elsewhere.told
    assert "could not be asked just now" in unwell_now.told
    assert "could not be asked just now" in half_unwell.told
    assert await sellers_state(house) == before
    assert (await browser.ask("GET", link)).status == 200
    await _assert_nowhere(house, maple, [unknown, elsewhere])


async def test_a_doubled_press_connects_once(
    private_house: House, open_browser: OpenBrowser
) -> None:
    house, browser = private_house, open_browser(private_house)
    link, token = connect_url(await add_store(house)), token_of(house)
    pressed = [enter(browser, link, seller_id=NORDIC, refresh_token=token) for _ in range(3)]
    answers = await asyncio.gather(*pressed)
    await house.deliver()

    assert sorted(answered.status for answered in answers) == [200, 410, 410]
    late = next(answered for answered in answers if answered.status == 410)
    assert "you need do nothing more" in late.told
    assert len(await rows(house, TermRow)) == 1
    messages = house.slack.channel("amazon").messages
    assert sum("is connected to Amazon" in message["text"] for message in messages) == 1
    assert house.slack.im("Anna").messages == []


async def test_a_stores_own_seller_is_not_replaced_through_an_older_page(
    private_house: House, open_browser: OpenBrowser
) -> None:
    house, browser = private_house, open_browser(private_house)
    link = connect_url(await add_store(house))
    await enter(browser, link, seller_id=NORDIC, refresh_token=token_of(house))
    before = await sellers_state(house)
    other = token_of(house, "Prairie Crafts")
    refused = await enter(browser, link, seller_id=PRAIRIE, refresh_token=other)

    assert refused.status == 410
    assert await sellers_state(house) == before


async def test_an_operator_vouches_for_the_token_that_is_adopted(house_on_each: House) -> None:
    house = house_on_each
    await add_store(house)
    connected_on = house.clock() - timedelta(days=100)
    token = await _public_token(house)
    async with services_of(house) as services:
        store = await _store(house, services)
        brought = Brought(NORDIC, token, connected_on, "command_line")
        await services.adopt_tokens.adopt(store, brought, dry_run=True)
        assert await rows(house, AuthorizationRow) == []
        await services.adopt_tokens.adopt(store, brought)
        handed = await services.tokens.issue(store.workspace_id, store.name, "command_line")
    await house.deliver()

    assert handed.access_token.startswith("Atza|")
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.proof, authorization.ours_due_at) == ("typed", None)
    (term,) = await rows(house, TermRow)
    assert (term.started_at, term.ends_at) == (connected_on, connected_on + timedelta(days=365))
    assert "Connected" in card_of(house)["text"]
    message = said(in_slack(house, "is connected to Amazon as *Nordic Outdoor*"))
    assert "Is this yours?" not in message
    entries = [row for row in await rows(house, HistoryRow) if row.event == "store.connected"]
    assert [row.actor for row in entries] == ["command_line"]
    await _assert_nowhere(house, token, [])


async def test_of_a_token_without_a_known_day_no_end_is_known(house: House) -> None:
    await add_store(house)
    async with services_of(house) as services:
        brought = Brought(NORDIC, await _public_token(house), None, "command_line")
        await services.adopt_tokens.adopt(await _store(house, services), brought)

    (term,) = await rows(house, TermRow)
    assert term.ends_at is None


async def test_what_would_be_refused_is_refused_in_a_dry_run_as_well(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)
    before = await sellers_state(house)
    token = await _public_token(house, "Prairie Crafts")
    async with services_of(house) as services:
        store = await _store(house, services)
        brought = Brought(PRAIRIE, token, None, "command_line")
        for dry_run in (True, False):
            with pytest.raises(AdoptionRefused) as refused:
                await services.adopt_tokens.adopt(store, brought, dry_run=dry_run)
            assert refused.value.end is AttemptEnd.WRONG_ACCOUNT

    assert await sellers_state(house) == before


async def test_what_amazon_does_not_honour_is_not_adopted(house: House) -> None:
    await add_store(house)
    token = await _public_token(house)
    house.amazon.revoke("Nordic Outdoor")
    async with services_of(house) as services:
        store = await _store(house, services)
        with pytest.raises(GrantGone):
            await services.adopt_tokens.adopt(store, Brought(NORDIC, token, None, "command_line"))
        house.amazon.faults.next("lwa.token", unwell())
        with pytest.raises(AmazonUnavailable):
            await services.adopt_tokens.adopt(store, Brought(NORDIC, token, None, "command_line"))

    assert await rows(house, AuthorizationRow) == []


async def _public_token(house: House, seller: str = "Nordic Outdoor") -> str:
    """Return a token that a seller gave to the application some other way."""
    (application,) = house.amazon.state.applications.values()
    found = house.amazon.state.seller(seller)
    grant = house.amazon.state.authorize(application, found.id)
    return house.amazon.state.new_refresh_token(grant)


async def _store(house: House, services: Any) -> Store:
    (row,) = await rows(house, StoreRow)
    store: Store = await services.adopt_tokens.named(row.workspace_id, row.name)
    return store


async def _assert_nowhere(house: House, token: str, pages: list[Answered]) -> None:
    """See that a token is in no page, in no call to Slack, in no history and in no file."""
    assert not any(token in unescape(page.text) for page in pages)
    assert token not in str(house.slack.calls)
    assert token not in str([row.facts for row in await rows(house, HistoryRow)])
    url = make_url(house.settings.database_url)
    if url.get_backend_name() == "sqlite":
        file = Path(str(url.database))
        for kept in file.parent.glob(f"{file.name}*"):
            assert token.encode() not in kept.read_bytes()


async def test_no_token_stands_in_the_log(
    private_house: House, open_browser: OpenBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house, browser = private_house, open_browser(private_house)
    link, token = connect_url(await add_store(house)), token_of(house)
    await enter(browser, link, seller_id=NORDIC, refresh_token=f"{token}x")
    await enter(browser, link, seller_id=NORDIC, refresh_token=token)
    await house.deliver()

    assert token[5:40] not in caplog.text
