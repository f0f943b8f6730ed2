"""The card in the Slack channel, and passing its link on."""

from datetime import timedelta
from typing import Any

import pytest

from tests.harness.bot import House
from tests.harness.slack_steps import add_store, answer, modal, mrkdwn, said, title, url_of


async def test_the_card_shows_all_that_is_known_of_the_store(house_on_each: House) -> None:
    anna = house_on_each.slack.person("Anna")
    card = await add_store(
        house_on_each,
        anna,
        name="Our American store",
        product_id="EAN",
        attribute="ean",
        backup="Ben",
    )

    shown = said(card)
    for fact in (
        "🇺🇸 Our American store",
        "Not connected",
        "🇺🇸 United States",
        "Nordic Shop International",
        "anna@nordic.example",
        "EAN ↔ ean",
        f"<@{anna.id}>",
        f"<@{house_on_each.slack.person('Ben').id}>",
    ):
        assert fact in shown
    assert "Our American store" in card["text"]


async def test_the_moments_of_the_card_are_shown_in_each_readers_own_time(house: House) -> None:
    card = await add_store(house, house.slack.person("Anna"))

    now = int(house.clock().timestamp())
    assert mrkdwn(card).count(f"<!date^{now}^") == 2
    assert f"Created <!date^{now}^" in mrkdwn(card)
    assert f"Updated <!date^{now}^" in mrkdwn(card)


async def test_connect_store_leads_to_the_stores_own_connect_page(house: House) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, anna)

    address = url_of(card, "Connect store")
    assert address.startswith(f"{house.url}/connect/")
    assert await anna.press(card, "Connect store") == address
    assert anna.notices == []


async def test_nobody_has_to_unfurl_a_link_of_the_card(house: House) -> None:
    await add_store(house, house.slack.person("Anna"))

    posts = [call.args for call in house.slack.calls if call.method == "chat.postMessage"]
    for post in posts:
        assert str(post["unfurl_links"]).lower() in {"false", "0"}
        assert str(post["unfurl_media"]).lower() in {"false", "0"}


async def test_send_link_offers_a_colleague_and_a_text_to_copy(house: House) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, anna)
    await anna.press(card, "Send link")

    assert title(anna) == "Send the link"
    assert url_of(card, "Connect store") in said(modal(anna))
    assert "Amazon Store USA" in said(modal(anna))


async def test_a_colleague_gets_the_link_in_a_direct_message_that_names_who_sent_it(
    house_on_each: House,
) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    card = await add_store(house_on_each, anna)
    await anna.press(card, "Send link")
    await anna.choose(modal(anna), "Send it to a colleague in Slack", "Ben")
    assert await anna.submit() == {}

    assert f"<@{slack.person('Ben').id}>" in said(modal(anna))
    message = await slack.next_message(slack.im("Ben"))
    assert f"<@{anna.id}>" in mrkdwn(message)
    assert url_of(message, "Connect store") == url_of(card, "Connect store")


async def test_a_doubled_send_reaches_the_colleague_once(house_on_each: House) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    card = await add_store(house_on_each, anna)
    await anna.press(card, "Send link")
    await anna.choose(modal(anna), "Send it to a colleague in Slack", "Ben")
    await anna.submit()
    await slack.send_again(slack.sent[-1])
    await house_on_each.deliver()

    assert len(slack.im("Ben").messages) == 1


async def test_the_link_can_be_sent_from_a_stores_view_as_well(house: House) -> None:
    anna = house.slack.person("Anna")
    await add_store(house, anna)
    await anna.command("/amazon-store view Amazon Store USA", channel="amazon")
    await anna.press(modal(anna), "Send link")

    assert title(anna) == "Send the link"
    await anna.choose(modal(anna), "Send it to a colleague in Slack", "Ben")
    assert await anna.submit() == {}
    assert (await house.slack.next_message(house.slack.im("Ben")))["text"]


async def test_anybody_of_the_team_may_send_the_link_not_only_who_added_the_store(
    house: House,
) -> None:
    ben = house.slack.person("Ben")
    card = await add_store(house, house.slack.person("Anna"))
    await ben.press(card, "Send link")

    assert title(ben) == "Send the link"


@pytest.mark.parametrize("word", ["view", "connect"])
async def test_a_name_may_be_written_with_spaces_in_any_case_or_in_part(
    house: House, word: str
) -> None:
    anna = house.slack.person("Anna")
    await add_store(house, anna, name="Our American Store")
    for name in ("Our American Store", "our  american store", "AMERICAN"):
        reply = await anna.command(f"/amazon-store {word} {name}", channel="amazon")
        assert "Our American Store" in (answer(reply) if reply else said(modal(anna)))


async def test_connect_shows_the_same_link_again_and_prolongs_it(house_on_each: House) -> None:
    anna = house_on_each.slack.person("Anna")
    card = await add_store(house_on_each, anna)
    house_on_each.clock.move(days=13)
    first = await anna.command("/amazon-store connect Amazon Store USA", channel="sales")
    until = int((house_on_each.clock() + timedelta(days=14)).timestamp())

    assert first is not None
    assert first["ephemeral"]
    assert url_of(first, "Connect store") == url_of(card, "Connect store")
    assert f"<!date^{until}^" in mrkdwn(first)


async def test_a_link_that_has_ended_is_replaced_by_a_new_one(house_on_each: House) -> None:
    anna = house_on_each.slack.person("Anna")
    card = await add_store(house_on_each, anna)
    house_on_each.clock.move(days=14, seconds=1)
    again = await anna.command("/amazon-store connect Amazon Store USA", channel="sales")

    assert again is not None
    assert url_of(again, "Connect store") != url_of(card, "Connect store")


async def test_view_shows_the_store_in_a_modal(house: House) -> None:
    anna = house.slack.person("Anna")
    await add_store(house, anna)
    await anna.command("/amazon-store view amazon store usa", channel="sales")

    shown: dict[str, Any] = modal(anna)
    assert title(anna) == "Amazon store"
    assert "submit" not in shown or shown["submit"] is None
    for fact in ("Amazon Store USA", "Not connected", "anna@nordic.example"):
        assert fact in said(shown)
