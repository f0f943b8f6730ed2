"""A failed attempt leads back to the connect page while its link works."""

from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url


async def test_a_failed_try_offers_the_same_link_again(house: House) -> None:
    browser = SellersBrowser(house)
    link = connect_url(await add_store(house))

    page = await browser.connect(link, "Maple Goods")
    await browser.close()

    assert f'href="{link.removeprefix(house.url)}"' in page
    assert "Try again" in page


async def test_a_link_that_works_no_more_is_not_offered(house: House) -> None:
    browser = SellersBrowser(house)
    link = connect_url(await add_store(house))
    callback = await browser.consent(link, "Maple Goods")
    house.clock.move(days=15)

    page = await browser.open(callback)
    await browser.close()

    assert "longer than ten minutes" in page
    assert "Try again" not in page
