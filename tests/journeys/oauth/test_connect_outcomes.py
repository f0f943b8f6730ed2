"""Every end of an attempt: its page, its message in Slack, and what stays."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest
from sqlalchemy import update
from yarl import URL

from domain.attempts import ONLY_FROM_APPSTORE, AttemptEnd, CallbackRefusal
from playground.amazon.faults import unwell
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    card_of,
    connect_url,
    connected_store,
    ends,
    rows,
    sellers,
    sellers_state,
    services_of,
    threads,
)
from tests.harness.slack_steps import said
from views.language import Translators
from views.outcomes import end_told
from views.web.refusals import refusal_told

MAPLE, NORDIC, PRAIRIE = "A1MAPLEGOODS3", "A2NORDICOUT01", "A5PRAIRIECR06"
"""Sellers in Canada; in the United States, Canada and Mexico; in the United States."""
Try = Callable[[House, SellersBrowser, str], Awaitable[str]]


async def _too_late(house: House, browser: SellersBrowser, link: str) -> str:
    callback = await browser.consent(link, "Nordic Outdoor")
    house.clock.move(minutes=11)
    return (await browser.look(callback)).told


async def _declined(house: House, browser: SellersBrowser, link: str) -> str:
    state = URL(await browser.press_connect(link)).query["state"]
    answer = f"{house.url}/amazon/callback?error=access_denied&state={state}"
    return (await browser.look(answer)).told


async def _in_another_country(_: House, browser: SellersBrowser, link: str) -> str:
    return (await browser.come_back(link, "Maple Goods")).told


async def _with_an_old_code(house: House, browser: SellersBrowser, link: str) -> str:
    callback = await browser.consent(link, "Nordic Outdoor")
    house.clock.move(minutes=6)
    return (await browser.look(callback)).told


async def _with_a_wrong_secret(house: House, browser: SellersBrowser, link: str) -> str:
    house.amazon.rotate_secret(house.settings.amazon_application_id, "another-secret")
    return (await browser.come_back(link, "Nordic Outdoor")).told


async def _while_amazon_is_unwell(house: House, browser: SellersBrowser, link: str) -> str:
    house.amazon.faults.next("lwa.token", unwell())
    return (await browser.come_back(link, "Nordic Outdoor")).told


ENDS: dict[str, tuple[Try, list[str], bool]] = {
    "expired": (_too_late, ["took longer than ten minutes", "Open the connect link again"], False),
    "denied": (_declined, ["was not given permission", "open the connect link again"], True),
    "not_in_marketplace": (
        _in_another_country,
        ["does not sell on Amazon United States", "Maple Goods sells in Canada.", "Sign in with"],
        True,
    ),
    "code_refused": (_with_an_old_code, ["code was no longer good", "Open the connect"], False),
    "application_refused": (
        _with_a_wrong_secret,
        ["Amazon refused our application", "Whoever runs this bot"],
        True,
    ),
    "amazon_unavailable": (
        _while_amazon_is_unwell,
        ["Amazon did not answer", "Wait a few minutes"],
        False,
    ),
}
"""For each end: how it comes about, what its page says, and whether Slack hears of it."""


@pytest.mark.parametrize("end", ENDS)
async def test_a_try_that_fails_says_so_and_changes_nothing_else(
    house: House, browser: SellersBrowser, end: str
) -> None:
    a_try, page, is_told = ENDS[end]
    link = connect_url(await add_store(house))
    before = await sellers_state(house)
    for _ in range(2):
        told = await a_try(house, browser, link)
        assert [words for words in page if words not in told] == [], told
    await house.deliver()

    assert await ends(house) == [end, end]
    assert await sellers_state(house) == before
    assert all(row.refresh_token_encrypted is None for row in await rows(house, GrantRow))
    assert len(threads(house)) == is_told
    for message in threads(house):
        assert message["thread_ts"] == card_of(house)["ts"]
        assert unescape(said(message)).count(page[0]) == 1
    assert (await browser.look(link)).status == 200


async def test_a_try_that_was_cut_off_is_told_in_slack(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))
    async with services_of(house) as services:
        await browser.press_connect(link)
        await _spend(house)
        before = await sellers_state(house)
        house.clock.move(minutes=9)
        await services.attempts.end_overdue()
        assert await ends(house) == [None]
        house.clock.move(minutes=2)
        await services.attempts.end_overdue()
    await house.deliver()

    (attempt,) = await rows(house, ConnectAttemptRow)
    assert attempt.end == "interrupted"
    told = (await browser.look(f"{house.url}/connect/result/{attempt.id}")).told
    assert "We were interrupted" in told
    assert "Open the connect link again" in told
    (message,) = threads(house)
    assert "We were interrupted" in said(message)
    assert await sellers_state(house) == before


async def _spend(house: House) -> None:
    """Leave a try as a crash between its callback and the exchange leaves it."""
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(ConnectAttemptRow).values(consumed_at=house.clock()))


async def test_another_seller_of_the_team_is_renewed_and_the_store_still_waits_for_its_own(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser, late = house_on_each, open_browser(house_on_each), open_browser(house_on_each)
    await connected_store(
        house, open_browser(house), "Maple Goods", country="🇨🇦 Canada", name="Maple"
    )
    link = connect_url(await add_store(house))
    callback = await late.consent(link, "Maple Goods")
    await browser.connect(link, "Nordic Outdoor")
    before = await sellers(house)
    told = (await late.look(callback)).told
    await house.deliver()

    assert "That was another of your seller accounts" in told
    assert "You signed in as Maple Goods. That account is renewed; Nordic Outdoor still" in told
    assert "Log out of all Amazon accounts" in told
    after = await sellers(house)
    assert after[NORDIC] == before[NORDIC]
    assert (after[MAPLE]["term"], after[MAPLE]["token_version"]) == (2, 2)
    assert after[MAPLE]["refresh_token_encrypted"] != before[MAPLE]["refresh_token_encrypted"]
    assert len(await rows(house, TermRow)) == 3
    assert await _seller_of(house, "Amazon Store USA") == after[NORDIC]["id"]
    (message,) = threads(house)
    assert "That account is renewed" in said(message)


async def test_a_stranger_leaves_the_stores_own_seller_as_it_is(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, late = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))
    callback = await late.consent(link, "Prairie Crafts")
    await open_browser(house).connect(link, "Nordic Outdoor")
    before = await sellers_state(house)
    told = (await late.look(callback)).told
    await house.deliver()

    assert "That was another seller account" in told
    assert "signed in as Prairie Crafts, but this link waits for Nordic Outdoor." in told
    assert "That account now allows our application" in told
    assert await sellers_state(house) == before
    assert sorted(str(end) for end in await ends(house)) == ["succeeded", "wrong_account"]
    grants = {row.seller_id: row for row in await rows(house, GrantRow)}
    assert grants[PRAIRIE].status == "refused"
    assert grants[PRAIRIE].refresh_token_encrypted is None
    (message,) = threads(house)
    assert "You signed in as Prairie Crafts" in said(message)
    assert "/apps/manage" in said(message)


async def test_a_seller_whose_other_store_sells_there_is_renewed_and_this_one_not_connected(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await connected_store(house, browser)
    link = connect_url(await add_store(house, website="Nordic Outlet", name="Outlet"))
    told = (await browser.come_back(link, "Nordic Outdoor")).told
    await house.deliver()

    assert "This seller is connected already" in told
    assert "Another store of your team sells as Nordic Outdoor in United States." in told
    assert await ends(house) == ["succeeded", "already_connected"]
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.term, authorization.token_version) == (2, 2)
    assert await _seller_of(house, "Outlet") is None
    assert "Not connected" in card_of(house, "Outlet")["text"]
    assert "This seller is connected already" in said(threads(house)[-1])
    assert threads(house)[-1]["thread_ts"] == card_of(house, "Outlet")["ts"]


async def test_a_seller_id_that_was_exchanged_on_the_way_replaces_nothing(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser, other = house_on_each, open_browser(house_on_each), open_browser(house_on_each)
    await connected_store(house, browser)
    before = await sellers(house)
    link = connect_url(await add_store(house, "🇨🇦 Canada", name="Canada"))
    callback = await other.consent(link, "Maple Goods")
    told = (await other.look(callback.replace(MAPLE, NORDIC))).told
    await house.deliver()

    assert "Amazon does not confirm this seller" in told
    assert "If it happens twice, tell whoever runs this bot" in told
    assert await ends(house) == ["succeeded", "seller_unproved"]
    assert await sellers(house) == before
    assert len(await rows(house, TermRow)) == 1
    assert await _seller_of(house, "Canada") is None
    assert [r.refresh_token_encrypted for r in await rows(house, GrantRow)] == [None, None]
    assert "Amazon does not confirm this seller" in said(threads(house)[-1])


async def test_sp_api_being_down_keeps_no_store_from_being_connected(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    house.amazon.faults.next("spapi.participations", unwell(), times=9)
    link = connect_url(await add_store(house))
    told = (await open_browser(house).come_back(link, "Nordic Outdoor")).told
    await house.deliver()

    assert "is connected" in told
    assert "could not yet be asked where it sells" in told
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.proof, authorization.checked_at) == ("claimed", None)
    assert "Connected" in card_of(house)["text"]
    messages = [said(m) for m in house.slack.channel("amazon").messages]
    assert any("could not yet be asked where this seller sells" in message for message in messages)


async def test_a_seller_who_cannot_be_proved_yet_is_connected_as_claimed(
    house: House, browser: SellersBrowser
) -> None:
    house.amazon.faults.next("spapi.listings", unwell())
    link = connect_url(await add_store(house))

    assert "is connected" in (await browser.come_back(link, "Nordic Outdoor")).told
    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.proof == "claimed"
    assert authorization.checked_at is not None


def test_every_end_has_a_title_a_sentence_and_a_next_step_in_every_language() -> None:
    facts = {"seller_name": "Nordic Outdoor", "seller_id": NORDIC, "sells_in": []}
    for t in Translators.read("en"):
        told = [
            end_told(t, end, facts, "Canada", "https://sellercentral.example/apps/manage")
            for end in AttemptEnd
            if end is not AttemptEnd.SUCCEEDED and end not in ONLY_FROM_APPSTORE
        ]
        told += [refusal_told(t, refusal) for refusal in CallbackRefusal]
        assert all(one.title and one.sentence and one.next for one in told)
        titles = sorted(one.title for one in told)
        assert [a for a, b in pairwise(titles) if a == b] == []


async def test_a_role_that_was_never_given_does_not_make_a_seller_unproved(
    house: House, browser: SellersBrowser
) -> None:
    """Without its role the proving call is refused for everybody."""
    (application,) = house.amazon.state.applications.values()
    house.amazon.register(replace(application, roles=frozenset()))
    link = connect_url(await add_store(house))

    assert "is connected" in (await browser.come_back(link, "Nordic Outdoor")).told


async def _seller_of(house: House, name: str) -> object:
    (store,) = [row for row in await rows(house, StoreRow) if row.name == name]
    return store.authorization_id
