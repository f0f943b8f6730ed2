"""From the card, over Amazon, to a connected store."""

from collections.abc import AsyncIterator

import pytest

from tests.house import House
from tests.journeys.steps import SellersBrowser, add_store, connect_url


@pytest.fixture
async def seller(house_on_each: House) -> AsyncIterator[SellersBrowser]:
    browser = SellersBrowser(house_on_each)
    yield browser
    await browser.close()


async def test_a_seller_signs_in_and_the_store_is_connected(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    card = await add_store(house)

    page = await seller.connect(connect_url(card), seller="Nordic Outdoor")

    assert "Connected" in page
    assert "Nordic Outdoor" in page
    await house.deliver()
    told = await house.slack.next_message("amazon")
    assert "is connected to Amazon as *Nordic Outdoor*" in told["text"]
    card = house.slack.channel("amazon").messages[0]
    assert "Connected" in card["text"]
    assert "View Store" in str(card["blocks"])
