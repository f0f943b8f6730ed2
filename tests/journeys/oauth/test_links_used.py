"""A link that was passed on leaves no stale button behind once it has served its purpose."""

from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url
from tests.harness.slack_steps import modal, said, url_of


async def test_a_link_that_was_sent_thanks_once_the_store_is_connected(
    house: House, browser: SellersBrowser
) -> None:
    card = await add_store(house)
    anna = house.slack.person("Anna")
    await anna.press(card, "Send link")
    await anna.choose(modal(anna), "Send it to a colleague in Slack", "Ben")
    await anna.submit()
    await house.deliver()
    (message,) = house.slack.im("Ben").messages
    assert url_of(message, "Connect store") == connect_url(card)

    await browser.connect(connect_url(card), "Nordic Outdoor")
    await house.deliver()
    (message,) = house.slack.im("Ben").messages
    assert "has been connected since" in said(message)
    assert "url" not in str(message["blocks"])
