"""A button pressed on a page whose link was closed meanwhile."""

from tests.harness.bot import House
from tests.harness.connect_steps import FROM_OUR_PAGE, SellersBrowser, connect_url, connected_store


async def test_a_form_that_was_sent_twice_asks_nobody_for_a_new_link(
    house: House, browser: SellersBrowser
) -> None:
    url = connect_url(await connected_store(house, browser))

    fields = {"wants": "connection"}
    answered = await browser.ask("POST", url, headers=FROM_OUR_PAGE, data=fields)

    assert answered.status == 410
    assert "Amazon Store USA is connected" in answered.text
    assert "Your team has been told" not in answered.text


async def test_the_button_of_a_closed_link_tells_the_team(
    house: House, browser: SellersBrowser
) -> None:
    url = connect_url(await connected_store(house, browser))

    answered = await browser.ask("POST", url, headers=FROM_OUR_PAGE)

    assert answered.status == 200
    assert "Your team has been told in Slack that you need a new link." in answered.text
