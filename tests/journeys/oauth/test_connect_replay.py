"""One attempt, one browser, one result."""

from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    connect_url,
    ends,
    sellers_state,
)


async def test_a_callback_that_was_used_leads_the_same_browser_to_its_result(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    callback = await browser.consent(link, "Nordic Outdoor")
    first = await browser.ask("GET", callback)
    before, calls = await sellers_state(house), list(house.amazon.calls)
    again = await browser.ask("GET", callback)

    assert (first.status, again.status) == (303, 303)
    assert again.headers["Location"] == first.headers["Location"]
    assert "code" not in again.headers["Location"]
    assert "is connected" in (await browser.look(callback)).told
    assert house.amazon.calls == calls
    assert await sellers_state(house) == before


async def test_the_result_is_shown_only_in_the_browser_that_signed_in(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    link = connect_url(await add_store(house))
    result = (await browser.ask("GET", await browser.consent(link, "Nordic Outdoor"))).headers
    other = open_browser(house)
    for address in (result["Location"], "/connect/result/nonsense"):
        answered = await other.ask("GET", address)
        assert answered.status == 404
        assert "There is nothing to show here" in answered.told
        assert answered.is_guarded


async def test_another_browser_cannot_end_a_try_and_the_right_one_still_can(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser
) -> None:
    link = connect_url(await add_store(house))
    callback = await browser.consent(link, "Nordic Outdoor")
    other = open_browser(house)
    for _ in range(2):
        refused = await other.look(callback)
        assert refused.status == 400
        assert "This try began in another browser" in refused.told
        await other.open(link)

    assert await ends(house) == [None]
    assert "is connected" in (await browser.look(callback)).told
