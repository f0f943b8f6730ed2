"""What people type, and what Slack itself tells them when the bot does not answer well."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from block_makers import actions, button, modal
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import SECRET, Clock, ToyBot, signature

from playground.slack import LocalSlack, SlackSays


async def test_a_command_comes_signed_with_all_of_slacks_fields(
    slack: LocalSlack,
    bot: ToyBot,
    clock: Clock,
) -> None:
    await slack.person("Anna").command("/amazon-store add  Nordic ", channel="amazon")
    came = bot.requests[0]
    assert (
        came.form.items()
        >= {
            "team_id": "T0NORDIC01",
            "team_domain": "nordic-shop",
            "channel_id": "C0AMAZON01",
            "channel_name": "amazon",
            "user_id": "U0ANNA0001",
            "user_name": "anna",
            "command": "/amazon-store",
            "text": "add  Nordic",
            "api_app_id": "A0AMZSTORE",
            "is_enterprise_install": "false",
        }.items()
    )
    assert came.form["response_url"].startswith(f"{slack.url}/hooks/")
    assert came.form["trigger_id"].count(".") == 2
    assert came.headers["Content-Type"] == "application/x-www-form-urlencoded"
    timestamp = came.headers["X-Slack-Request-Timestamp"]
    assert timestamp == str(int(clock().timestamp()))
    assert came.headers["X-Slack-Signature"] == signature(timestamp, came.body)


async def test_slacks_own_library_accepts_the_signature(
    slack: LocalSlack,
    bot: ToyBot,
    clock: Clock,
) -> None:
    await slack.person("Anna").command("/amazon-store list", channel="amazon")
    came = bot.requests[0]

    class TestTime(SlackClock):
        def now(self) -> float:
            return clock().timestamp()

    verifier = SignatureVerifier(SECRET, clock=TestTime())
    assert verifier.is_valid_request(came.body, came.headers)


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("plain words", "plain words"), ({"text": "as JSON"}, "as JSON"), (None, None)],
)
async def test_an_answer_is_for_the_asker_alone(
    slack: LocalSlack,
    bot: ToyBot,
    answer: Any,
    shown: str | None,
) -> None:
    bot.answers["command"] = lambda _: answer
    reply = await slack.person("Anna").command("/amazon-store help", channel="amazon")
    assert (reply and reply["text"]) == shown
    assert slack.channel("amazon").messages == []
    assert slack.person("Ben").sees("amazon") == []


async def test_an_answer_in_channel_is_for_all_and_shows_the_command(
    slack: LocalSlack,
    bot: ToyBot,
) -> None:
    bot.answers["command"] = lambda _: {"text": "Hello all", "response_type": "in_channel"}
    await slack.person("Anna").command("/amazon-store help", channel="amazon")
    said = [message["text"] for message in slack.person("Ben").sees("amazon")]
    assert said == ["/amazon-store help", "Hello all"]


FAILURES: dict[str, tuple[Any, str, str]] = {
    "an error page": (
        web.Response(status=500, text="oops"),
        "dispatch_failed",
        "the bot answered HTTP 500: oops",
    ),
    "a redirect": (web.Response(status=302), "dispatch_failed", "HTTP 302"),
    "broken JSON": (
        web.Response(text="{", content_type="application/json"),
        "invalid_command_response",
        "Expecting",
    ),
    "a list": ([1], "invalid_command_response", "no JSON object"),
    "bad blocks": (
        {"text": "x", "blocks": [{"type": "sparkle"}]},
        "invalid_command_response",
        "unsupported type: sparkle",
    ),
}


@pytest.mark.parametrize("what", FAILURES)
async def test_a_bad_answer_becomes_slacks_sentence_and_a_reason(
    slack: LocalSlack,
    bot: ToyBot,
    what: str,
) -> None:
    answer, code, reason = FAILURES[what]
    bot.answers["command"] = lambda _: answer
    with pytest.raises(SlackSays):
        await slack.person("Anna").command("/amazon-store add", channel="amazon")
    assert slack.person("Anna").notices == [f"/amazon-store failed with the error “{code}”"]
    assert reason in slack.notices[0].reason


async def test_a_bot_that_takes_its_time_becomes_slacks_sentence(
    slack: LocalSlack,
    bot: ToyBot,
) -> None:
    bot.answers["command"] = lambda _: asyncio.Event().wait()
    with pytest.raises(SlackSays, match="failed with the error “operation_timeout”"):
        await slack.person("Anna").command("/amazon-store add", channel="amazon")


async def test_an_absent_bot_becomes_slacks_sentence(slack: LocalSlack) -> None:
    slack.bot_url = "http://127.0.0.1:9"
    with pytest.raises(SlackSays, match="dispatch_failed"):
        await slack.person("Anna").command("/amazon-store add", channel="amazon")
    slack.bot_url = None
    with pytest.raises(SlackSays, match="no address of the bot is set"):
        await slack.person("Anna").command("/amazon-store add", channel="amazon")


@pytest.mark.parametrize(
    ("who", "typed", "where", "sentence"),
    [
        ("Anna", "/pizza", "amazon", "/pizza is not a valid command."),
        ("Anna", "/amazon-store add", "old-project", "You are viewing an archived channel."),
        ("Gita", "/amazon-store add", "sales", "You cannot write there."),
        ("Dana", "/amazon-store add", "amazon", "You cannot write there."),
    ],
)
async def test_slack_refuses_some_commands_itself(
    slack: LocalSlack,
    bot: ToyBot,
    who: str,
    typed: str,
    where: str,
    sentence: str,
) -> None:
    with pytest.raises(SlackSays, match=sentence):
        await slack.person(who).command(typed, channel=where)
    assert bot.requests == []


async def test_a_command_of_another_workspace_says_whose_it_is(
    slack: LocalSlack,
    bot: ToyBot,
) -> None:
    await slack.person("Fia").command("/amazon-store add", channel="fjord")
    await slack.person("Ext").command("/amazon-store add", channel="partners")
    assert [came.form["team_id"] for came in bot.requests] == ["T0FJORDT01"] * 2


async def test_a_command_among_direct_messages_says_so(slack: LocalSlack, bot: ToyBot) -> None:
    await slack.person("Anna").command("/amazon-store list", channel=slack.im("Anna").id)
    assert bot.last["channel_name"] == "directmessage"


async def respond(bot: ToyBot, content: Any, number: int = -1) -> tuple[int, str]:
    url = bot.requests[number].payload["response_url"]
    async with aiohttp.ClientSession() as session, session.post(url, json=content) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_works_five_times(slack: LocalSlack, bot: ToyBot) -> None:
    await slack.person("Anna").command("/amazon-store list", channel="amazon")
    for number in range(5):
        assert (await respond(bot, {"text": f"answer {number}"}))[0] == 200
    status, body = await respond(bot, {"text": "one too many"})
    assert (status, json.loads(body)["error"]) == (404, "used_url")
    assert len(slack.person("Anna").sees("amazon")) == 5


async def test_a_response_url_works_for_half_an_hour(
    slack: LocalSlack,
    bot: ToyBot,
    clock: Clock,
) -> None:
    await slack.person("Anna").command("/amazon-store list", channel="amazon")
    clock.move(minutes=30)
    assert (await respond(bot, {"text": "just in time"}))[0] == 200
    clock.move(seconds=1)
    status, body = await respond(bot, {"text": "too late"})
    assert (status, json.loads(body)["error"]) == (404, "expired_url")


async def test_the_answer_to_a_command_can_be_replaced_and_deleted(
    slack: LocalSlack,
    bot: ToyBot,
) -> None:
    bot.answers["command"] = lambda _: "Working"
    anna = slack.person("Anna")
    await anna.command("/amazon-store list", channel="amazon")
    await respond(bot, {"text": "Done", "replace_original": True})
    assert [message["text"] for message in anna.sees("amazon")] == ["Done"]
    await respond(bot, {"delete_original": True})
    assert anna.sees("amazon") == []


@pytest.mark.parametrize(
    ("content", "error"),
    [({}, "no_text"), ({"text": "x", "blocks": [{"type": "sparkle"}]}, "invalid_blocks")],
)
async def test_a_response_that_is_no_message_is_refused(
    slack: LocalSlack,
    bot: ToyBot,
    content: Any,
    error: str,
) -> None:
    await slack.person("Anna").command("/amazon-store list", channel="amazon")
    status, body = await respond(bot, content)
    assert (status, json.loads(body)["error"]) == (400, error)


async def test_a_pressed_message_can_be_replaced_from_its_response_url(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    card = actions(button("Connect store"))
    await client.chat_postMessage(channel="C0AMAZON01", text="card", blocks=[card])
    await slack.person("Ben").press(slack.channel("amazon").messages[0], "Connect store")
    await respond(bot, {"text": "connected", "replace_original": True})
    await respond(bot, {"text": "only Ben sees this"})
    assert [message["text"] for message in slack.channel("amazon").messages] == ["connected"]
    assert slack.person("Ben").sees("amazon")[1]["ephemeral"]


async def test_a_trigger_works_once_and_for_three_seconds(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
    clock: Clock,
) -> None:
    anna = slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    trigger = bot.last["trigger_id"]
    await client.views_open(trigger_id=trigger, view=modal())
    with pytest.raises(Exception, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=modal())
    await anna.command("/amazon-store add", channel="amazon")
    clock.move(seconds=3.1)
    with pytest.raises(Exception, match="expired_trigger_id"):
        await client.views_open(trigger_id=bot.last["trigger_id"], view=modal())


async def test_a_request_can_be_sent_again_byte_for_byte(slack: LocalSlack, bot: ToyBot) -> None:
    await slack.person("Anna").command("/amazon-store add", channel="amazon")
    await slack.send_again(slack.sent[0])
    first, second = bot.requests
    assert first.body == second.body
    assert first.headers["X-Slack-Signature"] == second.headers["X-Slack-Signature"]
