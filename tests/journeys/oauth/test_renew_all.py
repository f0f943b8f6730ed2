"""All connections at once: after a role was added to the application, or to spread their dates."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert, update

from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.oauth import ConnectLinkRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    connect_url,
    connected_store,
    rows,
)
from tests.harness.renewal_steps import two_stores
from tests.harness.slack_steps import answer, said

RENEW = "/amazon-store renew"


async def more_connections(house: House, count: int) -> None:
    """Let the team have connections with more sellers; each ends a day before the one before."""
    authorization = (await rows(house, AuthorizationRow))[0]
    term = (await rows(house, TermRow))[0]
    store = (await rows(house, StoreRow))[0]
    for n in range(count):
        name, authorization_id = f"Seller {n:02}", uuid4()
        seller = {"id": authorization_id, "seller_id": f"ASELLER{n}", "seller_name": name}
        ends = {"authorization_id": authorization_id, "ends_at": term.ends_at - timedelta(days=n)}
        sold = {"id": uuid4(), "key": name, "name": name, "folded_name": name.casefold()}
        place = {"website_code": name, "authorization_id": authorization_id}
        async with house.bot.database.engine.begin() as connection:
            for table, values in (
                (AuthorizationRow, authorization._asdict() | seller),
                (TermRow, term._asdict() | ends),
                (StoreRow, store._asdict() | sold | place),
            ):
                await connection.execute(insert(table).values(**values))


async def test_every_connection_has_a_link_and_what_ends_first_is_on_top(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    house.clock.move(days=1)
    maple = {"country": "🇨🇦 Canada", "name": "Maple", "website": "Nordic Outlet"}
    await connected_store(house, open_browser(house), "Maple Goods", **maple)
    anna = house.slack.person("Anna")
    reply = await anna.command(RENEW, channel="sales")

    shown = answer(reply)
    assert "2 connections to renew" in shown
    assert shown.index("*Nordic Outdoor*") < shown.index("*Maple Goods*")
    assert "For 🇺🇸 Amazon Store USA and 🇨🇦 Amazon Store Canada." in shown
    assert "🟢 Connected · until about" in shown
    assert reply is not None
    page = (await browser.come_back(connect_url(reply), "Nordic Outdoor")).told
    assert "Nordic Outdoor is renewed" in page
    shown = answer(await anna.command(RENEW, channel="sales"))
    assert shown.index("*Maple Goods*") < shown.index("*Nordic Outdoor*")


async def test_many_connections_are_paged_and_only_the_shown_ones_get_links(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house))
    await more_connections(house, 22)
    anna = house.slack.person("Anna")
    reply = await anna.command(RENEW, channel="sales")
    assert "23 connections to renew" in answer(reply)
    links = [row for row in await rows(house, ConnectLinkRow) if row.purpose == "renew"]
    assert len(links) == 10
    pages = [answer(reply)]
    for button in ("Next", "Next", "Previous"):
        await anna.press(anna.sees("sales")[-1], button)
        pages.append(said(anna.sees("sales")[-1]))

    assert [page.count("until about") for page in pages] == [10, 10, 3, 10]
    assert "Seller 21" in pages[0]
    assert pages[3] == pages[1]
    links = [row for row in await rows(house, ConnectLinkRow) if row.purpose == "renew"]
    assert len(links) == 23


async def test_a_connection_that_amazon_ended_is_listed_and_one_that_was_revoked_is_not(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)
    await more_connections(house, 2)
    for seller, ended_by in (("ASELLER0", "amazon"), ("ASELLER1", "operator")):
        async with house.bot.database.engine.begin() as connection:
            await connection.execute(
                update(AuthorizationRow)
                .where(AuthorizationRow.seller_id == seller)
                .values(status="revoked", ended_by=ended_by)
            )
    shown = answer(await house.slack.person("Anna").command(RENEW, channel="sales"))

    assert "2 connections to renew" in shown
    assert "*Seller 00*\n🔴 Disconnected" in shown


async def test_without_a_connection_there_is_nothing_to_renew(house: House) -> None:
    reply = await house.slack.person("Anna").command(RENEW, channel="sales")

    assert "nothing to renew" in answer(reply)
