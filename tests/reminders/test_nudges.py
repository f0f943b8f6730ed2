"""A store that stays unconnected: whoever added it is nudged twice, in their own morning."""

from datetime import UTC, datetime

from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url, in_slack
from tests.harness.slack_steps import modal, said

Json = dict[str, object]


async def pass_days(house: House, days: int) -> None:
    """Let days pass, look whether somebody is to be nudged each hour, and deliver it."""
    for _ in range(24 * days):
        house.clock.move(hours=1)
        await house.bot.metronome.tick("nudges")
        await house.deliver()


def nudges(house: House, person: str = "Anna") -> list[Json]:
    """See the direct messages that nudge, as they stand now."""
    messages = house.slack.im(person).messages
    return [m for m in messages if "has waited" in said(m) or "connected since" in said(m)]


async def test_after_two_and_seven_days_whoever_added_it_is_nudged_once_each(
    house_on_each: House,
) -> None:
    house = house_on_each
    await add_store(house)

    await pass_days(house, 3)
    (first,) = nudges(house)
    assert "has waited 2 days" in said(first)
    assert "Nobody has signed in at Amazon" in said(first)
    assert "once more" in said(first)
    await pass_days(house, 20)
    assert "has waited 7 days" in said(nudges(house)[1])
    assert "I do not ask again" in said(nudges(house)[1])
    assert len(nudges(house)) == 2


async def test_a_nudge_comes_at_nine_of_a_working_day_where_its_reader_is(house: House) -> None:
    """Added on a Thursday morning, seen by Anna in Stockholm: Saturday is no working day."""
    house.clock.now = datetime(2027, 1, 14, 6, 0, tzinfo=UTC)
    await add_store(house)

    house.clock.now = datetime(2027, 1, 18, 7, 59, tzinfo=UTC)
    await house.bot.metronome.tick("nudges")
    await house.deliver()
    assert nudges(house) == []
    house.clock.now = datetime(2027, 1, 18, 8, 0, tzinfo=UTC)
    await house.bot.metronome.tick("nudges")
    await house.deliver()
    assert len(nudges(house)) == 1


async def test_a_nudge_tells_how_the_last_try_ended(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    card = await add_store(house, country="🇸🇪 Sweden")
    await seller.connect(connect_url(card), "Prairie Crafts")
    await pass_days(house, 3)

    (nudge,) = nudges(house)
    assert "How the last try ended: *This seller does not sell on Amazon Sweden*" in said(nudge)
    assert "Sign in with the account that sells there" in said(nudge)


async def test_once_connected_a_nudge_says_so_and_keeps_no_button(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    card = await add_store(house)
    await pass_days(house, 3)
    await seller.connect(connect_url(card), "Nordic Outdoor")
    await pass_days(house, 10)

    (nudge,) = nudges(house)
    assert "has been connected since" in said(nudge)
    assert "button" not in str(nudge["blocks"])


async def test_the_buttons_of_a_nudge_lead_to_amazon_and_to_a_colleague(
    house: House, browser: SellersBrowser
) -> None:
    await add_store(house)
    await pass_days(house, 3)
    (nudge,) = nudges(house)
    anna = house.slack.person("Anna")

    await anna.press(nudge, "Send link")
    assert "Send the link" in said(modal(anna)["title"])
    assert "Connected" in await browser.connect(connect_url(nudge), "Nordic Outdoor")


async def test_a_store_that_was_let_go_waits_anew(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    card = await add_store(house)
    await pass_days(house, 5)
    await seller.connect(connect_url(card), "Nordic Outdoor")
    await house.deliver()
    await house.slack.person("Anna").press(in_slack(house, "Is this yours"), "Not ours")
    await house.deliver()
    await pass_days(house, 15)

    first, second = nudges(house)[1:]
    assert "once more" in said(first)
    assert "I do not ask again" in said(second)


async def test_after_a_long_downtime_only_one_nudge_is_told(house: House) -> None:
    await add_store(house)
    house.clock.move(days=30)
    await pass_days(house, 10)

    (nudge,) = nudges(house)
    assert "has waited 30 days" in said(nudge)


async def test_the_owner_is_nudged_where_whoever_added_it_has_left(house: House) -> None:
    await add_store(house, owner="Ben")
    await house.slack.deactivate("Anna")
    await pass_days(house, 3)

    assert nudges(house) == []
    assert len(nudges(house, "Ben")) == 1
