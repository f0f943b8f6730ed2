"""A seller whom Amazon could not tell about is asked about again."""

from playground.amazon import faults
from tests.house import House
from tests.journeys.steps import SellersBrowser, add_store, connect_url


async def test_an_unchecked_seller_is_named_once_amazon_answers(house_on_each: House) -> None:
    house = house_on_each
    card = await add_store(house)
    browser = SellersBrowser(house)
    house.amazon.faults.next("spapi.participations", faults.unwell(503))

    page = await browser.connect(connect_url(card), seller="Nordic Outdoor")
    await browser.close()
    await house.deliver()

    assert "could not yet be asked" in page
    assert "A2NORDICOUT01" in house.slack.channel("amazon").messages[-1]["text"]

    await house.bot.metronome.tick("unchecked")
    await house.deliver()

    assert "Nordic Outdoor" in house.slack.channel("amazon").messages[-1]["text"]


async def test_while_amazon_is_unwell_nothing_changes(house: House) -> None:
    card = await add_store(house)
    browser = SellersBrowser(house)
    house.amazon.faults.next("spapi.participations", faults.unwell(503), times=2)
    await browser.connect(connect_url(card), seller="Nordic Outdoor")
    await browser.close()

    await house.bot.metronome.tick("unchecked")
    await house.deliver()

    assert "Connected" in house.slack.channel("amazon").messages[0]["text"]
