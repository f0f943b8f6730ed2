"""The connect page's form is accepted from our own page in the same browser, and nowhere else."""

from storage.tables.oauth import ConnectAttemptRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    FROM_OUR_PAGE,
    OpenBrowser,
    SellersBrowser,
    add_store,
    connect_url,
    form_token,
    rows,
)


async def test_a_form_from_elsewhere_begins_nothing(house: House, browser: SellersBrowser) -> None:
    link = connect_url(await add_store(house))
    token = form_token(await browser.ask("GET", link))
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({}, {"form_token": "0" * 64}),
        ({}, {"form_token": "å" * 64}),
        ({"Sec-Fetch-Site": "cross-site"}, {"form_token": token}),
        ({"Sec-Fetch-Site": "same-site"}, {"form_token": token}),
        ({"Sec-Fetch-Site": "none"}, {"form_token": token}),
        ({"Origin": "https://evil.example"}, {}),
    ]
    for headers, fields in forged:
        refused = await browser.ask("POST", link, headers=headers, data=fields)
        assert (headers, fields, refused.status) == (headers, fields, 403)
        assert "Please press the button once more" in refused.told
        assert refused.is_guarded

    assert await rows(house, ConnectAttemptRow) == []


async def test_a_browser_without_our_cookie_begins_nothing(
    house: House, open_browser: OpenBrowser
) -> None:
    link = connect_url(await add_store(house))
    refused = await open_browser(house).ask("POST", link, headers=FROM_OUR_PAGE)

    assert refused.status == 403
    assert "Allow cookies here" in refused.told


async def test_another_browsers_form_token_is_not_taken(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    link = connect_url(await add_store(house))
    token = form_token(await browser.ask("GET", link))
    other = open_browser(house)
    await other.ask("GET", link)

    assert (await other.ask("POST", link, data={"form_token": token})).status == 403


async def test_an_older_browser_shows_the_forms_own_token(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    fields = {"form_token": form_token(await browser.ask("GET", link)), "wants": "connection"}
    pressed = await browser.ask("POST", link, data=fields, headers={"Origin": "null"})

    assert pressed.status == 200
    consent = pressed.headers["Refresh"].removeprefix("0; url=")
    assert consent.startswith(f"{house.amazon.seller_central_url}/apps/authorize/consent?")
    assert "Continue to Amazon" in pressed.told
    assert consent.replace("&", "&amp;") in pressed.text
    assert "version=beta" not in consent


async def test_bodies_that_no_form_makes_begin_nothing(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    await browser.open(link)
    form = "application/x-www-form-urlencoded"
    for kind, body in [
        (f"{form}; charset=none-such", b"form_token=x"),
        (form, b"form_token=\xff\xfe"),
        (form, b"&" * 5000),
        ("multipart/form-data; boundary=x", b"no boundary"),
        ("multipart/form-data", b"no boundary either"),
        ("application/json", b'{"form_token": null}'),
        ("text/plain", b"form_token"),
    ]:
        refused = await browser.ask("POST", link, data=body, headers={"Content-Type": kind})
        assert refused.status in {403, 413}, kind
        assert refused.is_guarded

    huge = await browser.ask("POST", link, data={"form_token": "x" * 1_040_000})
    assert huge.status == 413
    assert huge.is_guarded
    assert await rows(house, ConnectAttemptRow) == []
