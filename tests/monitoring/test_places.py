"""An application that is not listed may hold 25 sellers: told before the last place is taken."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from playground.amazon import AmazonRefused
from storage.tables.authorizations import AuthorizationRow, TermRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    connect_url,
    in_slack,
)
from tests.harness.revoke_steps import press, revoke
from tests.monitoring.steps import HOSTS, HOSTS_ID, hold_sellers, look, ours, texts

pytestmark = pytest.mark.sql


@pytest.fixture
async def unlisted(database_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """A bot whose application is not in the Appstore, on each kind of database."""
    async with open_house(database_url, clock, admin_channel=HOSTS_ID) as house:
        (application,) = house.amazon.state.applications.values()
        house.amazon.register(replace(application, listed=False))
        yield house


async def let_go(house: House) -> None:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(delete(TermRow))
        await connection.execute(delete(AuthorizationRow))


async def test_the_places_are_told_from_twenty_on(unlisted: House) -> None:
    house = unlisted
    told = []
    for held in range(18, 28):
        await let_go(house)
        await hold_sellers(house, held)
        before = len(texts(house, HOSTS))
        await look(house)
        if len(texts(house, HOSTS)) > before:
            told.append(held)

    assert told == [20, 22, 24, 25]
    last = texts(house, HOSTS)[-1]
    for fact in ("25 of 25", "Appstore", "AMAZON_LISTED", "renewals go on"):
        assert fact in last
    assert all("A later message" in text for text in texts(house, HOSTS)[:-1])

    await let_go(house)
    await look(house)
    assert "room for more sellers" in texts(house, HOSTS)[-1]


async def test_only_where_amazon_has_shown_it_a_revoked_seller_leaves_its_place(
    unlisted: House,
) -> None:
    house = unlisted
    await hold_sellers(house, 25, status="revoked", gone_at=house.clock())
    await look(house)
    assert texts(house, HOSTS) == []

    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(gone_at=None))
    await look(house)
    assert "25 of 25" in texts(house, HOSTS)[-1]


async def test_what_was_erased_without_amazons_word_is_counted_and_what_amazon_confirmed_is_not(
    unlisted: House, open_browser: OpenBrowser
) -> None:
    house = unlisted
    await hold_sellers(house, 19)
    await ours(house, open_browser(house))
    await revoke(house)
    house.amazon.revoke("Nordic Outdoor")
    await press(house, "Check")
    await look(house)
    assert texts(house, HOSTS) == []

    card = await add_store(house, website="Nordic Outlet", name="Outlet")
    await open_browser(house).connect(connect_url(card), "Prairie Crafts")
    await house.deliver()
    question = in_slack(house, "signed in as Prairie Crafts")
    await house.slack.person("Anna").press(question, "Not ours")
    await look(house)
    assert "20 of 25" in texts(house, HOSTS)[-1]


async def test_a_seller_who_signed_in_in_anothers_place_is_counted(
    unlisted: House, open_browser: OpenBrowser
) -> None:
    house = unlisted
    await hold_sellers(house, 18)
    await ours(house, open_browser(house))
    anna = house.slack.person("Anna")
    renewal = await anna.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert renewal is not None
    page = await open_browser(house).connect(connect_url(renewal), "Prairie Crafts")
    assert "Prairie Crafts" in page
    await look(house)

    assert "20 of 25" in texts(house, HOSTS)[-1]


@pytest.mark.parametrize(
    "settings", [{"amazon_listed": True}, {"amazon_application_kind": "private"}]
)
async def test_a_listed_and_a_private_application_have_no_such_limit(
    sqlite_url: str, clock: MovableClock, settings: dict[str, object]
) -> None:
    async with open_house(sqlite_url, clock, admin_channel=HOSTS_ID, **settings) as house:
        await hold_sellers(house, 30)
        await look(house)

        assert texts(house, HOSTS) == []


async def test_the_connect_page_warns_when_no_place_is_left(unlisted: House) -> None:
    """Amazon shows such a seller an error and sends nothing back; a renewal goes on."""
    house = unlisted
    browser = SellersBrowser(house)
    await ours(house, browser)
    link = connect_url(await add_store(house, website="Nordic Outlet", name="Outlet"))
    warning = "Amazon may not let you finish"
    assert warning not in (await browser.ask("GET", link)).told

    await hold_sellers(house, 24)
    assert warning in (await browser.ask("GET", link)).told
    ben = house.slack.person("Ben")
    renewal = await ben.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert renewal is not None
    assert warning not in (await browser.ask("GET", connect_url(renewal))).told
    await browser.close()


async def test_amazon_itself_refuses_the_one_too_many(unlisted: House) -> None:
    house = unlisted
    state = house.amazon.state
    (application,) = state.applications.values()
    for number in range(25):
        state.authorize(application, f"A0HELD{number:05}")
    browser = SellersBrowser(house)
    link = connect_url(await add_store(house))

    with pytest.raises(AmazonRefused):
        await browser.consent(link, "Nordic Outdoor")
    await browser.close()
