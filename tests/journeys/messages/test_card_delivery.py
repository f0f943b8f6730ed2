"""Failures between us and Slack lose nothing."""

from typing import Any

import pytest

from playground.slack.channel import Channel
from tests.harness.bot import House
from tests.harness.slack_steps import (
    USUAL,
    add_store,
    fill_in,
    modal,
    open_form,
    said,
    submit,
    title,
)

POST = "chat.postMessage"


async def _add_unposted(house: House, person_name: str = "Anna", channel: str = "amazon") -> None:
    """Add a store whose card cannot stand in Slack at once."""
    person = house.slack.person(person_name)
    await open_form(person, channel)
    await fill_in(person, **USUAL)
    assert await submit(person) == {}, person.notices
    assert title(person) == "Store added"


def _posts(house: House) -> int:
    return sum(call.method == POST for call in house.slack.calls)


async def _told(house: House) -> dict[str, Any]:
    """Anna's direct message that tells of a card which could not be posted."""
    return await house.slack.next_message(house.slack.im("Anna"))


async def _invited(house: House) -> Channel:
    """Let the bot into #general, a moment later."""
    general = house.slack.channel("general")
    general.conversation.members.add(house.slack.world.bot_of(house.slack.world.home))
    house.pass_seconds(1)
    return general


async def test_in_a_slack_channel_that_it_is_not_in_the_bot_tells_who_added_the_store(
    house_on_each: House,
) -> None:
    slack = house_on_each.slack
    await _add_unposted(house_on_each, channel="general")

    told = await _told(house_on_each)
    assert "Amazon Store USA" in said(told)
    assert f"<#{slack.channel('general').id}>" in said(told)
    assert "invite me" in said(told)
    listed = await slack.person("Anna").command("/amazon-store list", channel="amazon")
    assert "Amazon Store USA" in said(listed)


async def test_in_a_private_channel_that_it_does_not_know_too(house: House) -> None:
    await _add_unposted(house, channel="board")

    assert "invite me" in said(await _told(house))


async def test_in_an_archived_channel_too(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL)
    house.slack.channel("amazon").conversation.is_archived = True
    assert await submit(anna) == {}

    assert "archived" in said(await _told(house))


async def test_who_could_not_be_shown_the_card_is_not_kept_waiting(house: House) -> None:
    anna = house.slack.person("Anna")
    await _add_unposted(house, channel="general")

    assert "Open the card" not in said(modal(anna))


async def test_once_invited_try_again_posts_the_card(house_on_each: House) -> None:
    slack = house_on_each.slack
    await _add_unposted(house_on_each, channel="general")
    told = await _told(house_on_each)
    await _invited(house_on_each)
    await slack.person("Anna").press(told, "Try again")

    assert "Amazon Store USA" in said(await slack.next_message("general"))


async def test_try_again_too_early_tells_it_again(house: House) -> None:
    await _add_unposted(house, channel="general")
    await house.slack.person("Anna").press(await _told(house), "Try again")
    house.pass_seconds(1)

    assert "invite me" in said(await _told(house))


async def test_another_slack_channel_can_be_chosen_and_the_card_stands_there(
    house_on_each: House,
) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    await _add_unposted(house_on_each, channel="general")
    await anna.press(await _told(house_on_each), "Choose another Slack channel")
    await anna.choose(modal(anna), "Slack channel", "sales")
    assert await anna.submit() == {}

    assert f"<#{slack.channel('sales').id}>" in said(modal(anna))
    assert "Amazon Store USA" in said(await slack.next_message("sales"))
    await anna.command("/amazon-store view Amazon Store USA", channel="amazon")
    assert f"<#{slack.channel('sales').id}>" in said(modal(anna))


async def test_slacks_wish_to_wait_is_respected(house: House) -> None:
    house.slack.faults.next(POST, status=429, headers={"Retry-After": "30"})
    await _add_unposted(house)
    assert _posts(house) == 1
    house.pass_seconds(29)
    await house.bot.delivery.deliver_due()
    assert _posts(house) == 1
    house.pass_seconds(1)

    assert "Amazon Store USA" in said(await house.slack.next_message("amazon"))
    assert _posts(house) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 503, "body": "<html>unwell</html>", "headers": {"Content-Type": "text/html"}},
        {"status": 503, "body": "unwell", "headers": {"Content-Type": "text/plain"}},
        {"status": 200, "body": "not json"},
        {"status": 200, "body": "[]"},
        {"status": 429, "headers": {"Retry-After": "soon"}},
        {"status": 429, "body": "slow down", "headers": {"Content-Type": "text/plain"}},
        {"error": "internal_error"},
        {"error": "fatal_error"},
        {"reset": True},
        {"truncate": 10},
    ],
    ids=str,
)
async def test_a_card_that_slack_did_not_take_is_sent_again(
    house: House, fault: dict[str, Any]
) -> None:
    house.slack.faults.next(POST, **fault)
    await _add_unposted(house)
    house.pass_seconds(3)

    assert "Amazon Store USA" in said(await house.slack.next_message("amazon"))


async def test_a_send_of_which_nobody_knows_whether_it_arrived_is_sent_again(
    house_on_each: House,
) -> None:
    house_on_each.slack.faults.next(POST, lost=True)
    await _add_unposted(house_on_each)
    house_on_each.pass_seconds(3)
    amazon = house_on_each.slack.channel("amazon")
    await house_on_each.slack.wait_until(lambda: len(amazon.messages) == 2)
    await house_on_each.deliver()

    assert len(amazon.messages) == 2


async def test_while_slack_is_down_all_is_kept_and_comes_when_it_is_up(house: House) -> None:
    house.slack.faults.next(POST, times=5, status=503)
    await _add_unposted(house)
    for _ in range(6):
        house.pass_seconds(120)
        await house.bot.delivery.deliver_due()
        await house.bot.delivery.drain()

    assert "Amazon Store USA" in said(await house.slack.next_message("amazon"))
    assert len(house.slack.channel("amazon").messages) == 1


async def test_a_card_that_somebody_deleted_is_posted_anew_when_it_changes(
    house_on_each: House,
) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    await _add_unposted(house_on_each, channel="general")
    told = await _told(house_on_each)
    general = await _invited(house_on_each)
    await anna.press(told, "Try again")
    card = await slack.next_message("general")
    there = slack.core.messages.find(general.id, card["ts"])
    assert there is not None
    slack.core.messages.delete(there)
    house_on_each.pass_seconds(1)
    await anna.press(told, "Try again")
    await house_on_each.deliver()

    (anew,) = general.messages
    assert anew["ts"] != card["ts"]
    assert "Amazon Store USA" in said(anew)


async def test_once_the_card_stands_the_bad_news_gives_way_to_the_good(house: House) -> None:
    slack = house.slack
    anna = slack.person("Anna")
    await _add_unposted(house, channel="general")
    told = await _told(house)
    general = await _invited(house)
    await anna.press(told, "Try again")
    await house.deliver()

    assert len(general.messages) == 1
    news = slack.im("Anna").messages[-1]
    assert "stands in" in news["text"]
    assert "Try again" not in str(news["blocks"])


async def test_a_press_that_comes_twice_counts_once(house_on_each: House) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    await _add_unposted(house_on_each, channel="general")
    told = await _told(house_on_each)
    general = await _invited(house_on_each)
    await anna.press(told, "Try again")
    await slack.send_again(slack.sent[-1])
    await house_on_each.deliver()

    assert len(general.messages) == 1
    updated = [call.args["channel"] for call in slack.calls if call.method == "chat.update"]
    assert general.id not in updated


async def test_two_cards_of_one_channel_come_in_order_a_second_apart(house: House) -> None:
    anna = house.slack.person("Anna")
    await add_store(house, anna, name="First")
    await open_form(anna)
    await fill_in(anna, **USUAL | {"website": "Nordic Outlet"}, name="Second")
    assert await submit(anna) == {}
    assert len(house.slack.channel("amazon").messages) == 1
    house.pass_seconds(1)

    assert "Second" in said(await house.slack.next_message("amazon"))
    assert _posts(house) == 2


async def test_a_refused_token_stops_the_delivery_and_keeps_what_is_owed(
    house_on_each: House,
) -> None:
    slack = house_on_each.slack
    slack.faults.next(POST, error="token_revoked")
    await _add_unposted(house_on_each)
    house_on_each.pass_seconds(3600)
    await house_on_each.bot.delivery.deliver_due()
    await house_on_each.bot.delivery.drain()

    assert _posts(house_on_each) == 1
    assert slack.channel("amazon").messages == []
