"""The message that Amazon has ended a connection asks for a new one until there is one."""

import pytest

from tests.harness.appstore_steps import AppstoreBrowser
from tests.harness.bot import House
from tests.harness.connect_steps import Json, OpenBrowser, card_of, confirm_ownership, connect_url
from tests.harness.revoke_steps import disconnect, one_store, two_stores
from tests.harness.slack_steps import said
from tests.journeys.oauth.test_switch_seller import switch_link
from tests.reminders.steps import buttons
from tests.reminders.test_shown_anew import ANNA, BEN, hand_over


@pytest.fixture
async def ended(house_on_each: House, open_browser: OpenBrowser) -> House:
    """A house of whose store Amazon has ended the connection."""
    await one_store(house_on_each, open_browser)
    await let_amazon_end_it(house_on_each)
    return house_on_each


async def let_amazon_end_it(house: House) -> None:
    """Let Amazon end the connection, and the bot notice it."""
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await house.bot.metronome.tick("checks")
        await house.deliver()


def bad_news(house: House) -> list[Json]:
    """Return what tells that Amazon has ended a connection, oldest first."""
    return [m for m in house.slack.channel("amazon").messages if "no longer honours" in m["text"]]


def asks_for_nothing(message: Json) -> bool:
    return buttons(message) == [] and "please connect" not in said(message)


async def test_it_asks_until_the_seller_has_come_back_by_the_link(
    ended: House, open_browser: OpenBrowser
) -> None:
    (told,) = bad_news(ended)
    assert buttons(told) == ["Reconnect", "Send link"]
    await open_browser(ended).connect(connect_url(told), "Nordic Outdoor")
    await ended.deliver()

    (told,) = bad_news(ended)
    assert asks_for_nothing(told)
    assert "It has been connected again since." in said(told)


async def test_it_asks_no_more_when_the_seller_came_through_the_appstore(
    ended: House, open_browser: OpenBrowser
) -> None:
    await AppstoreBrowser(open_browser(ended)).renew()
    await ended.deliver()
    assert "Connected" in card_of(ended)["text"]
    assert [asks_for_nothing(told) for told in bad_news(ended)] == [True]


async def test_it_asks_no_more_when_another_seller_has_taken_over(
    ended: House, open_browser: OpenBrowser
) -> None:
    await open_browser(ended).connect(await switch_link(ended), "Prairie Crafts")
    await ended.deliver()
    assert "Connected" in card_of(ended)["text"]
    assert [asks_for_nothing(told) for told in bad_news(ended)] == [True]


async def test_it_asks_the_new_owner_in_place_of_the_one_who_was_replaced(ended: House) -> None:
    assert f"<@{ANNA}>, please connect it again" in said(bad_news(ended)[0])
    await hand_over(ended, ANNA, BEN)
    assert f"<@{BEN}>, please connect it again" in said(bad_news(ended)[0])


async def test_a_second_end_is_asked_about_below_and_not_above(
    ended: House, open_browser: OpenBrowser
) -> None:
    await open_browser(ended).connect(connect_url(bad_news(ended)[0]), "Nordic Outdoor")
    await let_amazon_end_it(ended)

    first, second = bad_news(ended)
    assert asks_for_nothing(first)
    assert buttons(second) == ["Reconnect", "Send link"]


async def test_a_store_that_people_disconnect_is_not_said_to_be_lost_once_more(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    await let_amazon_end_it(house)
    await open_browser(house).connect(connect_url(bad_news(house)[0]), "Nordic Outdoor")
    await house.deliver()
    await disconnect(house)
    assert "Not connected" in card_of(house)["text"]
    await open_browser(house).connect(connect_url(card_of(house)), "Prairie Crafts")
    await house.deliver()
    await confirm_ownership(house, "Prairie Crafts")

    assert [asks_for_nothing(told) for told in bad_news(house)] == [True, True]


async def test_a_second_refusal_within_a_quarter_of_an_hour_is_not_believed_yet(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    house.amazon.revoke("Nordic Outdoor")
    anna = house.slack.person("Anna")
    for minutes in (0, 14):
        house.clock.move(minutes=minutes)
        await anna.command("/amazon-store check Amazon Store USA", channel="amazon")
        await house.deliver()
    assert bad_news(house) == []

    house.clock.move(minutes=2)
    await anna.command("/amazon-store check Amazon Store USA", channel="amazon")
    await house.deliver()
    assert len(bad_news(house)) == 1
