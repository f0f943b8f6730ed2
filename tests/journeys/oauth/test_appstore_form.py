"""The log-in page and its form: looking changes nothing, and only our own page may submit it."""

import html
from urllib.parse import urlencode

import pytest
from yarl import URL

from storage.tables.oauth import ConnectAttemptRow
from tests.harness.appstore_steps import (
    APPLICATION,
    NAMES_OF_OURS,
    AppstoreBrowser,
    fields_of,
    our_seller,
)
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import FROM_OUR_PAGE, OpenBrowser, rows, sellers_state


@pytest.fixture
async def seller(house: House, open_browser: OpenBrowser) -> AppstoreBrowser:
    return AppstoreBrowser(open_browser(house))


async def test_any_number_of_looks_changes_nothing_and_names_nobody(
    house: House, open_browser: OpenBrowser
) -> None:
    await our_seller(house, open_browser(house))
    seller = AppstoreBrowser(open_browser(house))
    before, tries = await sellers_state(house), await rows(house, ConnectAttemptRow)
    sent = await seller.sent()
    for method in ("GET", "HEAD", "GET", "HEAD", "GET"):
        page = await seller.browser.ask(method, sent)
        assert page.status == 200
        assert page.is_guarded
        assert not any(name in page.text for name in (*NAMES_OF_OURS, "Nordic Outdoor"))

    assert "Nothing happens before you press the button" in page.told
    assert await rows(house, ConnectAttemptRow) == tries
    assert await sellers_state(house) == before


async def test_the_page_is_in_the_readers_language(house: House, seller: AppstoreBrowser) -> None:
    headers = {"Accept-Language": "sv-SE"}
    page = await seller.browser.ask("GET", await seller.sent(), headers=headers)

    assert '<html lang="sv">' in page.text
    assert house.settings.amazon_application_name in page.text


async def test_a_form_from_elsewhere_begins_nothing(
    house: House, seller: AppstoreBrowser, open_browser: OpenBrowser
) -> None:
    fields = fields_of(await seller.browser.ask("GET", await seller.sent()))
    token = fields.pop("form_token")
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({}, {"form_token": "0" * 64}),
        ({"Sec-Fetch-Site": "cross-site"}, {"form_token": token}),
        ({"Sec-Fetch-Site": "same-site"}, {"form_token": token}),
        ({"Sec-Fetch-Site": "none"}, {"form_token": token}),
        ({"Origin": "https://evil.example"}, {}),
    ]
    for headers, shown in forged:
        answered = await seller.browser.ask(
            "POST", "/amazon/login", headers=headers, data=fields | shown
        )
        assert (headers, answered.status) == (headers, 403)
        assert "Please begin once more" in answered.told
        assert answered.is_guarded
    other = open_browser(house)
    for headers in ({}, FROM_OUR_PAGE):
        data = fields | {"form_token": token}
        answered = await other.ask("POST", "/amazon/login", headers=headers, data=data)
        assert answered.status == 403

    assert await rows(house, ConnectAttemptRow) == []


async def test_an_older_browser_shows_the_forms_own_token(
    house: House, seller: AppstoreBrowser
) -> None:
    fields = fields_of(await seller.browser.ask("GET", await seller.sent()))
    answered = await seller.browser.ask("POST", "/amazon/login", data=fields)

    assert answered.status == 200
    assert len(await rows(house, ConnectAttemptRow)) == 1


async def test_the_answer_leads_on_by_itself_and_by_a_plain_link(seller: AppstoreBrowser) -> None:
    page = await seller.browser.ask("GET", await seller.sent())
    answered = await seller.press(fields_of(page))
    onward = answered.headers["Refresh"].removeprefix("0; url=")

    assert answered.status == 200
    assert f'href="{html.escape(onward)}"' in answered.text
    assert answered.is_guarded


async def test_five_tries_of_a_browser_may_be_open_and_time_frees_them(
    house: House, seller: AppstoreBrowser, open_browser: OpenBrowser
) -> None:
    fields = fields_of(await seller.browser.ask("GET", await seller.sent()))
    for _ in range(5):
        assert (await seller.press(fields)).status == 200
    refused = await seller.press(fields)

    assert refused.status == 429
    assert refused.headers["Retry-After"] == "600"
    assert "five tries open" in refused.told
    assert len(await rows(house, ConnectAttemptRow)) == 5
    other = AppstoreBrowser(open_browser(house))
    assert await other.go_on(await other.sent())
    house.clock.move(minutes=10)
    assert (await seller.press(fields)).status == 200


async def test_amazons_state_goes_back_as_it_came(house: House, seller: AppstoreBrowser) -> None:
    base = f"{house.settings.amazon_seller_central_url}/apps/authorize/confirm/{APPLICATION}"
    for state in ("a+b/c==", "a b", "%41%2f", "&state=x", "\"'<>", "x" * 2048):
        query = {
            "amazon_callback_uri": base,
            "amazon_state": state,
            "selling_partner_id": "A2NORDICOUT01",
        }
        onward = URL(await seller.go_on(f"{house.url}/amazon/login?{urlencode(query)}"))
        assert onward.query["amazon_state"] == state
        assert len(onward.query.getall("state")) == 1
        house.clock.move(minutes=11)


async def test_a_private_application_has_no_log_in_uri(
    sqlite_url: str, clock: MovableClock, open_browser: OpenBrowser
) -> None:
    async with open_house(sqlite_url, clock, amazon_application_kind="private") as house:
        seller = AppstoreBrowser(open_browser(house))
        await seller.browser.open(f"{house.url}/connect/x")
        sent = await seller.sent()
        query = dict(URL(sent).query)
        for answered in (await seller.browser.ask("GET", sent), await seller.press(query)):
            assert answered.status == 400
            assert "This application is connected in another way" in answered.told
            assert answered.is_guarded

        assert await rows(house, ConnectAttemptRow) == []


async def test_the_log_in_uri_answers_only_to_get_and_post(
    house: House, seller: AppstoreBrowser
) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        answered = await seller.browser.ask(method, "/amazon/login")
        assert (method, answered.status) == (method, 405)
        assert answered.is_guarded

    assert await rows(house, ConnectAttemptRow) == []
