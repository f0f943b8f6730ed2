"""Buttons and menus in messages, events with their retries, faults that a test asks for."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from block_makers import Json, actions, button, option
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import Clock, ToyBot

from playground.slack import LocalSlack, SlackSays
from playground.slack.presses import NotThereError

AMAZON, HOME = "C0AMAZON01", "T0NORDIC01"


async def posted(client: AsyncWebClient, slack: LocalSlack, *elements: Json) -> Json:
    """Post a card with elements in #amazon and look at it."""
    card = actions(*elements, block_id="card")
    await client.chat_postMessage(channel=AMAZON, text="card", blocks=[card])
    return slack.channel("amazon").messages[-1]


async def test_a_pressed_button_tells_who_pressed_what_where(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    card = await posted(client, slack, button("Connect store", value="s-1", style="primary"))
    await slack.person("Ben").press(card, "Connect store")
    payload = bot.last
    assert payload["type"] == "block_actions"
    assert payload["user"] == {
        "id": "U0BEN00001",
        "username": "ben",
        "name": "ben",
        "team_id": HOME,
    }
    assert payload["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": AMAZON,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": AMAZON, "name": "amazon"}
    assert payload["message"]["ts"] == card["ts"]
    assert payload["message"]["bot_id"] == "B0AMZBOT01"
    action = payload["actions"][0]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "action_id": "connect store",
        "block_id": "card",
        "text": {"type": "plain_text", "text": "Connect store"},
        "value": "s-1",
        "style": "primary",
    }


async def test_a_link_button_opens_its_address_and_still_tells_the_bot(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    card = await posted(client, slack, button("Connect store", url="https://bot.test/connect"))
    assert await slack.person("Ben").press(card, "Connect store") == "https://bot.test/connect"
    assert bot.last["actions"][0]["action_id"] == "connect store"


async def test_an_overflow_choice_is_told_as_an_option(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("Edit"), option("Remove")]}
    card = await posted(client, slack, menu)
    await slack.person("Ben").choose(card, "more", "Remove")
    assert bot.last["actions"][0]["selected_option"] == option("Remove")


async def test_an_ephemeral_message_is_one_persons_and_not_in_the_payload(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna, ben = slack.person("Anna"), slack.person("Ben")
    await client.chat_postEphemeral(
        channel=AMAZON,
        user=anna.id,
        text="psst",
        blocks=[actions(button("OK"))],
    )
    secret = anna.sees("amazon")[0]
    with pytest.raises(NotThereError):
        await ben.press(secret, "OK")
    await anna.press(secret, "OK")
    assert bot.last["container"]["is_ephemeral"] is True
    assert "message" not in bot.last


async def test_a_person_of_another_organization_is_told_by_their_team(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    await client.chat_postMessage(
        channel="C0PARTNER1",
        text="card",
        blocks=[actions(button("Connect store"))],
    )
    await slack.person("Ext").press(slack.channel("partners").messages[0], "Connect store")
    assert bot.last["team"]["id"] == HOME
    assert bot.last["user"]["team_id"] == "T0FJORDT01"


async def test_a_press_that_the_bot_does_not_take_is_told_to_the_person(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    card = await posted(client, slack, button("Connect store"))
    bot.answers["block_actions"] = lambda _: web.Response(status=500)
    with pytest.raises(SlackSays, match="This app is not responding"):
        await slack.person("Ben").press(card, "Connect store")
    assert len(bot.requests) == 1


async def test_an_event_comes_in_its_envelope(slack: LocalSlack, bot: ToyBot) -> None:
    assert await slack.events.user_change("U0SVEN0001", locale="en-GB")
    envelope = bot.last
    assert envelope["type"] == "event_callback"
    assert envelope["team_id"] == HOME
    assert envelope["event_id"].startswith("Ev")
    assert envelope["authorizations"][0]["user_id"] == "U0AMZBOT01"
    assert envelope["event"]["type"] == "user_change"
    assert envelope["event"]["user"]["locale"] == "en-GB"
    assert "X-Slack-Retry-Num" not in bot.requests[0].headers


async def test_a_refused_event_is_sent_three_times_more(
    slack: LocalSlack,
    bot: ToyBot,
    clock: Clock,
) -> None:
    began = clock()
    bot.answers["event_callback"] = lambda _: web.Response(status=500)
    assert not await slack.events.user_change("U0SVEN0001", locale="en-GB")
    await slack.wait_until(lambda: len(bot.requests) == 4)
    assert [came.headers.get("X-Slack-Retry-Num") for came in bot.requests] == [None, "1", "2", "3"]
    assert bot.requests[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({came.payload["event_id"] for came in bot.requests}) == 1
    assert (clock() - began).total_seconds() == 360


async def test_an_event_is_not_sent_again_once_taken_or_when_told_so(
    slack: LocalSlack,
    bot: ToyBot,
) -> None:
    answers = [web.Response(status=500), web.Response()]
    bot.answers["event_callback"] = lambda _: answers.pop(0)
    await slack.events.user_change("U0SVEN0001", locale="en-GB")
    await slack.wait_until(lambda: not answers)
    enough = {"X-Slack-No-Retry": "1"}
    bot.answers["event_callback"] = lambda _: web.Response(status=500, headers=enough)
    await slack.events.user_change("U0SVEN0001", locale="sv-SE")
    assert len(bot.requests) == 3


async def test_an_uninstall_tells_of_the_tokens_too(slack: LocalSlack, bot: ToyBot) -> None:
    await slack.events.app_uninstalled(HOME)
    told = [came.payload["event"] for came in bot.requests]
    assert [event["type"] for event in told] == ["tokens_revoked", "app_uninstalled"]
    assert told[0]["tokens"]["bot"] == ["U0AMZBOT01"]


async def test_a_bot_that_is_invited_is_in_the_channel(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    await slack.events.member_joined_channel("U0AMZBOT01", slack.channel("general").conversation)
    assert bot.last["event"]["type"] == "member_joined_channel"
    await client.chat_postMessage(channel="C0GENERAL1", text="hello")


async def test_an_address_is_verified_by_its_challenge(slack: LocalSlack, bot: ToyBot) -> None:
    bot.answers["url_verification"] = lambda came: came.payload["challenge"]
    assert await slack.events.url_verification("c-1") == "c-1"


FAULTS: dict[str, tuple[Json, type[Exception], str | None]] = {
    "Slack's error": ({"error": "not_in_channel"}, SlackApiError, "not_in_channel"),
    "an error page": ({"status": 500, "body": "<html>"}, SlackApiError, "500"),
    "a longer pause": (
        {"status": 429, "headers": {"Retry-After": "7"}, "body": '{"ok":false}'},
        SlackApiError,
        "429",
    ),
    "a reset": ({"reset": True}, aiohttp.ClientError, None),
}


@pytest.mark.parametrize("what", FAULTS)
async def test_a_fault_comes_once_and_the_call_has_no_effect(
    slack: LocalSlack,
    client: AsyncWebClient,
    what: str,
) -> None:
    fault, kind, says = FAULTS[what]
    slack.faults.next("chat.postMessage", **fault)
    with pytest.raises(kind, match=says):
        await client.chat_postMessage(channel=AMAZON, text="x")
    assert slack.channel("amazon").messages == []
    await client.chat_postMessage(channel=AMAZON, text="x")


@pytest.mark.parametrize("fault", [{"lost": True}, {"truncate": 10}])
async def test_an_answer_can_be_lost_after_the_call_took_effect(
    slack: LocalSlack,
    client: AsyncWebClient,
    fault: Any,
) -> None:
    slack.faults.next("chat.postMessage", **fault)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=AMAZON, text="x")
    assert len(slack.channel("amazon").messages) == 1


async def test_a_slow_answer_takes_slacks_time(
    slack: LocalSlack,
    client: AsyncWebClient,
    clock: Clock,
) -> None:
    began = clock()
    slack.faults.next("chat.postMessage", delay=20)
    await client.chat_postMessage(channel=AMAZON, text="x")
    assert (clock() - began).total_seconds() == 20


async def test_a_call_can_be_held_and_let_go(slack: LocalSlack, client: AsyncWebClient) -> None:
    hold = slack.faults.hold("chat.postMessage")
    call = asyncio.create_task(client.chat_postMessage(channel=AMAZON, text="x"))
    await hold.reached()
    assert slack.channel("amazon").messages == []
    hold.release()
    assert (await call)["ok"]


async def test_messages_are_waited_for_one_after_the_other(
    slack: LocalSlack,
    client: AsyncWebClient,
    clock: Clock,
) -> None:
    await client.chat_postMessage(channel=AMAZON, text="one")
    later = asyncio.create_task(client.chat_postMessage(channel="C0SALES001", text="elsewhere"))
    assert (await slack.next_message("amazon"))["text"] == "one"
    await later
    clock.move(seconds=1)
    waiting = asyncio.create_task(slack.next_message("amazon"))
    await client.chat_postMessage(channel=AMAZON, text="two")
    assert (await waiting)["text"] == "two"
    with pytest.raises(TimeoutError):
        await slack.next_message("amazon", seconds=0.01)
