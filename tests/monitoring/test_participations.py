"""Once a week Amazon is asked where a seller sells; changes are reported once."""

from playground.amazon import faults
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, card_of, connect_url
from tests.harness.slack_steps import modal, said
from tests.monitoring.steps import check, hours_pass, messages, ours, texts

US, CA = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"


async def week_passes(house: House) -> None:
    for _ in range(8):
        house.clock.move(days=1)
        await check(house)


async def test_suspended_listings_are_told_once_and_so_is_their_return(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await ours(house, seller)
    before = len(messages(house))
    house.amazon.suspend_listings("Nordic Outdoor")
    for _ in range(3):
        await week_passes(house)

    assert len(messages(house)) == before + 1
    assert "are not active there: *Amazon Store USA*" in texts(house)[-1]
    assert "listings on Amazon United States are not active" in said(card_of(house))
    await house.slack.person("Anna").press(card_of(house), "View Store")
    assert "listings on Amazon United States are not active" in said(
        modal(house.slack.person("Anna"))
    )

    house.amazon.resume_listings("Nordic Outdoor")
    for _ in range(2):
        await week_passes(house)
    assert len(messages(house)) == before + 2
    assert "sells there again: *Amazon Store USA*" in texts(house)[-1]
    assert "not active" not in said(card_of(house))


async def test_a_marketplace_that_is_lost_is_told_and_marks_that_store_only(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    await add_canada(house)
    house.amazon.drop_marketplace("Nordic Outdoor", CA)
    await week_passes(house)

    assert "does not sell there any more: *Amazon Store Canada*" in texts(house)[-1]
    assert "does not sell on Amazon Canada any more" in said(card_of(house, "Amazon Store Canada"))
    assert "any more" not in said(card_of(house))
    assert "Connected" in said(card_of(house, "Amazon Store Canada"))


async def test_many_stores_of_one_slack_channel_make_one_message(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    await add_canada(house)
    before = len(messages(house))
    house.amazon.suspend_listings("Nordic Outdoor")
    await week_passes(house)

    assert len(messages(house)) == before + 1
    for name in ("Amazon Store USA", "Amazon Store Canada"):
        assert name in texts(house)[-1]


async def test_a_seller_whose_listings_were_never_active_is_shown_and_not_told(
    house: House, browser: SellersBrowser
) -> None:
    country = "🇬🇧 United Kingdom"
    await ours(house, browser, "Harbour Books", country=country)
    before = len(messages(house))
    await week_passes(house)

    assert len(messages(house)) == before
    assert "not active" in said(card_of(house, "Amazon Store UK"))


async def test_a_renewal_tells_that_listings_are_not_active(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    house.amazon.suspend_listings("Nordic Outdoor")
    ben = house.slack.person("Ben")
    link = await ben.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert link is not None
    await browser.connect(connect_url(link), "Nordic Outdoor")
    await house.deliver()

    told = next(text for text in texts(house) if "is renewed" in text)
    assert "are not active there: *Amazon Store USA*" in told


async def test_amazon_is_asked_where_a_seller_sells_once_a_week_and_again_where_it_was_silent(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    asked = house.amazon.calls.count("spapi.participations")
    await hours_pass(house, 24 * 7 - 2)
    assert house.amazon.calls.count("spapi.participations") == asked

    house.amazon.faults.next("spapi.participations", faults.throttled(), times=3)
    await hours_pass(house, 30)
    assert house.amazon.calls.count("spapi.participations") == asked + 4


async def add_canada(house: House) -> None:
    """Add the seller's Canadian marketplace, without a second sign-in."""
    anna = house.slack.person("Anna")
    offer = next(m for m in messages(house) if "Add Canada" in str(m["blocks"]))
    await anna.press(offer, "Add Canada")
    assert await anna.submit() == {}
    await house.deliver()
