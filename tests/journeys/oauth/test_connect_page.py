"""The connect page: looking spends nothing, five attempts may be open, a closed link says so."""

import re
from http.cookies import SimpleCookie

from aiohttp import ClientSession

from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    FROM_OUR_PAGE,
    OpenBrowser,
    SellersBrowser,
    add_store,
    card_of,
    connect_url,
    connected_store,
    form_token,
    in_slack,
    rows,
)
from tests.harness.slack_steps import answer, said
from views.language import Translators

CLOSED = "This link works no more"


async def test_looking_any_number_of_times_spends_nothing(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    before = [await rows(house, table) for table in (ConnectLinkRow, HistoryRow)]
    pages = [await browser.ask(method, link) for method in ("GET", "HEAD") * 20]

    assert {page.status for page in pages} == {200}
    assert all(page.is_guarded for page in pages)
    assert [await rows(house, table) for table in (ConnectLinkRow, HistoryRow)] == before
    assert await rows(house, ConnectAttemptRow) == []
    assert house.amazon.calls == []
    await browser.press_connect(link)


async def test_a_browser_keeps_its_one_cookie(house: House, browser: SellersBrowser) -> None:
    link = connect_url(await add_store(house))
    cookies = [
        SimpleCookie((await browser.ask("GET", link)).headers["Set-Cookie"])["browser"]
        for _ in range(3)
    ]

    assert len({cookie.value for cookie in cookies}) == 1
    (value,) = {cookie.value for cookie in cookies}
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", value)
    for cookie in cookies:
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert not cookie["secure"]


async def test_over_https_the_cookie_is_guarded_by_its_name(
    sqlite_url: str, clock: MovableClock
) -> None:
    async with open_house(sqlite_url, clock) as plain:
        local = plain.url
        link = connect_url(await add_store(plain)).removeprefix(local)
    async with (
        open_house(sqlite_url, clock, public_url="https://bot.example") as house,
        ClientSession() as session,
        session.get(f"{house.slack.bot_url}{link}") as page,
    ):
        cookie = page.headers["Set-Cookie"]
        assert cookie.startswith("__Host-browser=")
        for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert attribute in cookie
        assert "Domain" not in cookie
        assert "max-age=31536000" in page.headers["Strict-Transport-Security"]


async def test_five_tries_may_be_open_and_time_frees_them(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))
    for _ in range(5):
        await browser.press_connect(link)
    refused = await browser.ask("POST", link, headers=FROM_OUR_PAGE)

    assert refused.status == 429
    assert refused.headers["Retry-After"] == "600"
    assert "This link is in use" in refused.told
    assert refused.is_guarded
    assert len(await rows(house, ConnectAttemptRow)) == 5
    house.clock.move(minutes=10)
    await browser.press_connect(link)


async def test_a_try_that_came_back_makes_room_for_another(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    for _ in range(7):
        await browser.come_back(link, "Maple Goods")

    assert len(await rows(house, ConnectAttemptRow)) == 7


async def test_a_link_that_was_never_made_says_only_that_it_does_not_work(
    house: House, browser: SellersBrowser
) -> None:
    for link in ("/connect/" + "a" * 43, "/connect/x", "/connect/%ff%00", "/connect/'"):
        page = await browser.ask("GET", link)
        assert (link, page.status) == (link, 404)
        assert page.is_guarded
        assert "Perhaps it was not copied whole" in page.told
        assert (await browser.ask("POST", link, headers=FROM_OUR_PAGE)).status == 404

    assert [r for r in await rows(house, HistoryRow) if r.event == "link.new_one_asked"] == []


async def test_an_expired_link_asks_for_a_new_one_in_slack_once_an_hour(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))
    house.clock.move(days=14, seconds=1)
    page = await browser.ask("GET", link)
    assert page.status == 410
    assert "its time is over" in page.told
    assert "Ask for a new link" in page.told

    asks: list[int] = []
    for minutes in (0, 1, 58, 2):
        house.clock.move(minutes=minutes)
        token = {"form_token": form_token(await browser.ask("GET", link))}
        asked = await browser.ask("POST", link, data=token)
        assert asked.status == 200
        assert "Your team has been told in Slack" in asked.told
        await house.deliver()
        asks.append(len(house.slack.im("Anna").messages))

    assert asks == [1, 1, 1, 2]
    told = house.slack.im("Anna").messages[0]
    assert "asks for a new one" in said(told)
    assert "Send link" in said(told)
    assert await rows(house, ConnectAttemptRow) == []


async def test_asking_for_a_new_link_takes_our_own_page(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    house.clock.move(days=15)
    await browser.open(link)

    assert (await browser.ask("POST", link)).status == 403
    assert house.slack.im("Anna").messages == []


async def test_a_used_link_says_that_nothing_more_is_to_be_done(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    link = connect_url(await connected_store(house, browser))
    page = await open_browser(house).ask("GET", link)

    assert page.status == 410
    assert "you need do nothing more" in page.told


async def test_a_press_on_a_page_whose_link_was_just_used_tells_nobody(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    link = connect_url(await add_store(house))
    late = open_browser(house)
    fields = {"form_token": form_token(await late.ask("GET", link)), "wants": "connection"}
    await browser.come_back(link, "Nordic Outdoor")
    pressed = await late.ask("POST", link, data=fields)

    assert pressed.status == 410
    assert [r for r in await rows(house, HistoryRow) if r.event == "link.new_one_asked"] == []


async def test_asked_for_again_the_same_link_works_for_another_fortnight(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    house.clock.move(days=13)
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store connect Amazon Store USA", channel="amazon")
    assert link in str(reply), answer(reply)
    house.clock.move(days=13)

    assert (await browser.ask("GET", link)).status == 200


async def test_after_its_end_the_card_leads_to_a_new_link(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    house.clock.move(days=15)
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store connect Amazon Store USA", channel="amazon")

    newer = connect_url(reply or {})
    assert newer != link
    assert (await browser.ask("GET", link)).status == 410
    assert (await browser.ask("GET", newer)).status == 200


async def test_the_page_speaks_the_browsers_language_or_the_one_that_was_chosen(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    button = "Go to Amazon Seller Central"
    in_swedish = Translators.read("en").of("sv")(button)
    assert in_swedish != button

    async def reads(query: str, accepted: str) -> str:
        page = await browser.ask("GET", link + query, headers={"Accept-Language": accepted})
        return in_swedish if in_swedish in page.told else button if button in page.told else ""

    assert await reads("", "sv-SE,sv;q=0.9,en;q=0.8") == in_swedish
    assert await reads("", "de, en-GB;q=0.7, sv;q=0.3") == button
    assert await reads("", "de;q=x, sv;q=0, ;;,=") == button
    assert await reads("?lang=sv", "en") == in_swedish
    assert await reads("", "en") == in_swedish
    assert await reads("?lang=xx", "en") == in_swedish
    assert await reads("?lang=en", "sv") == button
    assert await reads("", "sv") == button


async def test_a_new_link_is_on_the_card_once_the_seller_was_let_go(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await connected_store(house, browser))
    await house.slack.person("Anna").press(in_slack(house, "Is this yours?"), "Not ours")
    await house.deliver()

    newer = connect_url(card_of(house))
    assert newer != link
    page = await browser.ask("GET", link)
    assert page.status == 410
    assert CLOSED in page.told
    assert "is connected" in (await browser.come_back(newer, "Nordic Outdoor")).told
