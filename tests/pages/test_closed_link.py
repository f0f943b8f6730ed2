"""Pressing a button on a page whose link has been closed meanwhile."""

from collections.abc import AsyncIterator

import pytest

from tests.house import House
from tests.journeys.steps import FROM_OUR_PAGE, SellersBrowser, connect_url, connected_store


@pytest.fixture
async def seller(house: House) -> AsyncIterator[SellersBrowser]:
    browser = SellersBrowser(house)
    yield browser
    await browser.close()


async def test_a_form_that_was_sent_twice_asks_nobody_for_a_new_link(
    house: House, seller: SellersBrowser
) -> None:
    url = connect_url(await connected_store(house, seller))

    fields = {"wants": "connection"}
    answered = await seller.ask("POST", url, headers=FROM_OUR_PAGE, data=fields)

    assert answered.status == 410
    assert "Amazon Store USA is connected" in answered.text
    assert "Your team has been told" not in answered.text


async def test_the_button_of_a_closed_link_tells_the_team(
    house: House, seller: SellersBrowser
) -> None:
    url = connect_url(await connected_store(house, seller))

    answered = await seller.ask("POST", url, headers=FROM_OUR_PAGE)

    assert answered.status == 200
    assert "Your team has been told in Slack that you need a new link." in answered.text
