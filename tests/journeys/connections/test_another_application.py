"""The settings name another application: nothing is erased, and stores are connected anew."""

from sqlalchemy import update

from playground.amazon.faults import unwell
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectLinkRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import OpenBrowser, SellersBrowser, card_of, connected_store, rows
from tests.harness.renewal_steps import (
    AMERICAN,
    CANADIAN,
    canadian_card,
    everywhere,
    renewal_link,
    two_stores,
)
from tests.harness.slack_steps import said

MAPLE, NORDIC = "A1MAPLEGOODS3", "A2NORDICOUT01"


async def former(house: House) -> None:
    """Let all connections be those of another application, as after a change of settings."""
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(application_id="amzn1.former"))


async def test_the_same_seller_brings_its_stores_over_from_another_application(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    await former(house)
    link = await renewal_link(house)
    page = (await browser.come_back(link, "Nordic Outdoor")).told
    await house.deliver()

    assert "Nordic Outdoor is renewed" in page
    assert "🇺🇸 Amazon Store USA 🇨🇦 Amazon Store Canada" in page
    old, new = sorted(await rows(house, AuthorizationRow), key=lambda row: row.created_at)
    assert {store.authorization_id for store in await rows(house, StoreRow)} == {new.id}
    assert (new.status, new.term) == ("live", 1)
    assert old.status == "revoking"
    assert any("Find the application that was used" in said(m) for m in everywhere(house))
    assert all(row.closed_at is not None for row in await rows(house, ConnectLinkRow))
    for card in (card_of(house), canadian_card(house)):
        assert "Connected" in card["text"]
    asked = [m for m in everywhere(house) if "Is this yours?" in said(m)]
    assert len(asked) == 2
    assert "is connected" in (await browser.look(link)).told


async def test_a_store_whose_place_is_taken_stays_with_the_other_application(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    await former(house)
    (old,) = await rows(house, AuthorizationRow)
    await connected_store(
        house,
        open_browser(house),
        country="🇨🇦 Canada",
        name="Another Canada",
        website="Nordic Outlet",
    )
    page = (await browser.come_back(await renewal_link(house), "Nordic Outdoor")).told

    assert "Nordic Outdoor is renewed" in page
    by_name = {store.name: store.authorization_id for store in await rows(house, StoreRow)}
    assert by_name[CANADIAN] == old.id
    assert by_name[AMERICAN] == by_name["Another Canada"] != old.id
    kept = {row.id: row for row in await rows(house, AuthorizationRow)}
    assert kept[old.id].refresh_token_encrypted is not None


async def test_another_seller_takes_only_the_links_own_store_from_another_application(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    await former(house)
    (old,) = await rows(house, AuthorizationRow)
    link = await renewal_link(house)
    page = (await open_browser(house).come_back(link, "Prairie Crafts")).told

    assert "Amazon Store USA is connected" in page
    by_name = {store.name: store.authorization_id for store in await rows(house, StoreRow)}
    assert by_name[CANADIAN] == old.id != by_name[AMERICAN]


async def test_nobody_comes_over_in_a_name_that_amazon_does_not_prove(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    """Without the proving call, names and marketplaces have to be those of the former seller."""
    await two_stores(house, browser)
    await former(house)
    other = open_browser(house)
    house.amazon.faults.next("spapi.listings", unwell())
    callback = await other.consent(await renewal_link(house), "Maple Goods")
    page = (await other.look(callback.replace(MAPLE, NORDIC))).told

    assert "A colleague has to confirm this" in page
    (row,) = await rows(house, AuthorizationRow)
    assert {store.authorization_id for store in await rows(house, StoreRow)} == {row.id}


async def test_what_another_application_had_connected_can_be_revoked(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)
    await former(house)
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store revoke Amazon Store USA", channel="amazon")
    await anna.submit()
    (row,) = await rows(house, AuthorizationRow)
    assert row.status == "revoking"
