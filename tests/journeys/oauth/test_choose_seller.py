"""A store is connected with an existing seller: without a sign-in, but Amazon is asked."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from playground.amazon.faults import unwell
from storage.tables.authorizations import AuthorizationRow, ParticipationRow, TermRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    Json,
    OpenBrowser,
    SellersBrowser,
    card_of,
    confirm_ownership,
    connect_url,
    connected_store,
    in_slack,
    rows,
)
from tests.harness.power import reached
from tests.harness.slack_steps import add_store, modal, said, title

CANADA = "A2EUQ1WTGCTBG2"
OFFER = "Or without a sign-in"
USE = "Use Nordic Outdoor"


async def owned(house: House, browser: SellersBrowser) -> None:
    """Connect Nordic Outdoor in the United States, and say that it is the team's own."""
    await connected_store(house, browser)
    await confirm_ownership(house)


async def outlet(house: House, country: str = "🇨🇦 Canada") -> Json:
    """Add the outlet's store, and see its card."""
    anna = house.slack.person("Anna")
    await add_store(house, anna, name="Outlet", website="Nordic Outlet", country=country)
    await house.deliver()
    return card_of(house, "Outlet")


async def store(house: House, name: str = "Outlet") -> Any:
    return next(row for row in await rows(house, StoreRow) if row.name == name)


def answered(house: House) -> str:
    """Read what only Anna sees last in #amazon."""
    return said([m for m in house.slack.person("Anna").sees("amazon") if m["ephemeral"]][-1])


async def test_a_new_store_is_offered_the_seller_beside_its_link(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    await owned(house, open_browser(house))
    card = await outlet(house)
    assert title(anna) == "Store added"
    for surface in (card, modal(anna)):
        assert OFFER in said(surface)
        assert USE in said(surface)
    assert connect_url(card)
    (before,) = await rows(house, AuthorizationRow)
    terms, calls = await rows(house, TermRow), list(house.amazon.calls)
    await anna.press(card, USE)
    await house.deliver()

    assert house.amazon.calls == [*calls, "lwa.token", "spapi.participations"]
    (after,) = await rows(house, AuthorizationRow)
    assert (after.term, after.token_version) == (before.term, before.token_version)
    assert after.refresh_token_encrypted == before.refresh_token_encrypted
    assert await rows(house, TermRow) == terms
    assert (await store(house)).authorization_id == after.id
    shown = card_of(house, "Outlet")
    assert "Connected" in shown["text"]
    assert OFFER not in said(shown)
    assert "*Outlet* is connected as *Nordic Outdoor*, without another sign-in." in answered(house)
    assert "is renewed" not in str(house.slack.channel("amazon").messages)


async def test_a_seller_can_be_used_from_the_modal_too(
    house: House, browser: SellersBrowser
) -> None:
    anna = house.slack.person("Anna")
    await owned(house, browser)
    await outlet(house)
    await anna.press(modal(anna), USE)

    assert "*Outlet* is connected as *Nordic Outdoor*" in said(modal(anna))


async def test_a_seller_of_whom_nobody_has_said_that_it_is_ours_is_not_offered(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)

    assert OFFER not in said(await outlet(house))


@pytest.mark.parametrize("country", ["🇺🇸 United States", "🇧🇷 Brazil", "🇩🇪 Germany"])
async def test_a_seller_is_not_offered_where_it_has_a_store_or_does_not_sell(
    house: House, browser: SellersBrowser, country: str
) -> None:
    await owned(house, browser)

    assert OFFER not in said(await outlet(house, country))


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "revoking"},
        {"status": "revoked"},
        {"application_id": "amzn1.another"},
        {"region": "EU"},
        {"gone_at": MovableClock().now},
    ],
    ids=str,
)
async def test_a_seller_whose_token_is_not_handed_out_is_not_offered(
    house_on_each: House, open_browser: OpenBrowser, changed: dict[str, Any]
) -> None:
    house = house_on_each
    await owned(house, open_browser(house))
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(**changed))

    assert OFFER not in said(await outlet(house))


async def test_amazon_says_that_the_seller_does_not_sell_there_any_more(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    await owned(house, open_browser(house))
    card = await outlet(house)
    house.amazon.drop_marketplace("Nordic Outdoor", CANADA)
    await anna.press(card, USE)
    await house.deliver()

    assert "cannot be used for this store" in answered(house)
    assert (await store(house)).authorization_id is None
    assert CANADA not in {row.marketplace_id for row in await rows(house, ParticipationRow)}
    assert OFFER not in said(card_of(house, "Outlet"))
    assert connect_url(card_of(house, "Outlet"))


@pytest.mark.parametrize("operation", ["lwa.token", "spapi.participations"])
async def test_while_amazon_does_not_answer_nothing_is_changed(
    house: House, browser: SellersBrowser, operation: Any
) -> None:
    anna = house.slack.person("Anna")
    await owned(house, browser)
    card = await outlet(house)
    house.amazon.faults.next(operation, unwell(429))
    await anna.press(card, USE)

    assert "does not answer just now. Nothing was changed" in answered(house)
    assert (await store(house)).authorization_id is None
    await anna.press(card, USE)
    assert (await store(house)).authorization_id is not None


async def test_a_seller_whom_amazon_has_ended_is_refused_and_asked_about_at_once(
    house: House, browser: SellersBrowser
) -> None:
    anna = house.slack.person("Anna")
    await owned(house, browser)
    card = await outlet(house)
    house.amazon.revoke("Nordic Outdoor")
    await anna.press(card, USE)

    assert "cannot be used for this store" in answered(house)
    (row,) = await rows(house, AuthorizationRow)
    assert row.next_check_at <= house.clock() or row.gone_at is not None


async def test_an_offer_of_an_earlier_year_changes_nothing(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    browser = open_browser(house)
    await owned(house, browser)
    card = await outlet(house)
    link = await anna.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert link is not None
    await browser.connect(connect_url(link), "Nordic Outdoor")
    await anna.press(card, USE)
    assert "an earlier year" in answered(house)
    assert (await store(house)).authorization_id is None
    await house.deliver()
    await anna.press(card_of(house, "Outlet"), USE)

    assert (await store(house)).authorization_id is not None


async def test_an_offer_for_a_store_that_was_connected_meanwhile_changes_nothing(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    anna = house.slack.person("Anna")
    await owned(house, browser)
    card = await outlet(house)
    await open_browser(house).connect(connect_url(card), "Maple Goods")
    before = await store(house)
    await anna.press(card, USE)

    assert "done already" in answered(house)
    assert await store(house) == before


async def test_more_than_three_sellers_are_a_choice(house: House, browser: SellersBrowser) -> None:
    anna = house.slack.person("Anna")
    await owned(house, browser)
    await _more_sellers(house, 3)
    card = await outlet(house)
    assert USE not in said(card)
    await anna.choose(card, "use_seller:choice", "Nordic Outdoor")

    (nordic,) = [r for r in await rows(house, AuthorizationRow) if r.seller_id == "A2NORDICOUT01"]
    assert (await store(house)).authorization_id == nordic.id


async def _more_sellers(house: House, count: int) -> None:
    """Let the team have more sellers who sell in Canada."""
    (row,) = await rows(house, AuthorizationRow)
    for n in range(count):
        seller = {"id": uuid4(), "seller_id": f"ASELLER{n}", "seller_name": f"Seller {n}"}
        sells = {"marketplace_id": CANADA, "store_name": "", "is_participating": True}
        async with house.bot.database.engine.begin() as connection:
            await connection.execute(insert(AuthorizationRow).values(**row._asdict() | seller))
            await connection.execute(
                insert(ParticipationRow).values(
                    authorization_id=seller["id"], has_suspended_listings=False, **sells
                )
            )


async def test_a_press_that_is_doubled_connects_once(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    await owned(house, open_browser(house))
    await anna.press(await outlet(house), USE)
    pressed = next(sent for sent in reversed(house.slack.sent) if b"block_actions" in sent.body)
    await house.slack.send_again(pressed)
    await house.deliver()

    told = [m for m in house.slack.channel("amazon").messages if "*Outlet* is con" in m["text"]]
    assert len(told) == 1


async def test_amazon_takes_longer_than_slack_waits(house: House, browser: SellersBrowser) -> None:
    anna = house.slack.person("Anna")
    await owned(house, browser)
    card = await outlet(house)
    hold = house.amazon.faults.hold("spapi.participations")
    pressing = asyncio.create_task(anna.press(card, USE))
    await reached(hold)
    await pressing
    assert "Amazon takes its time" in answered(house)
    hold.release()
    await anna.press(card, USE)

    assert (await store(house)).authorization_id is not None
    await house.deliver()
    told = [m for m in house.slack.channel("amazon").messages if "*Outlet* is con" in m["text"]]
    assert len(told) == 1


async def test_another_country_is_added_even_while_amazon_does_not_answer(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    await owned(house, open_browser(house))
    await anna.press(in_slack(house, "This seller also sells in"), "Add Canada")
    house.amazon.faults.next("spapi.participations", unwell())
    assert await anna.submit() == {}
    await house.deliver()

    assert "Amazon has not said that this seller sells there" in said(modal(anna))
    card = card_of(house, "Amazon Store Canada")
    assert "Not connected" in card["text"]
    await anna.press(card, USE)
    await house.deliver()
    assert "Connected" in card_of(house, "Amazon Store Canada")["text"]
