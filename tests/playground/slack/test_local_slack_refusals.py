"""The Web API's refusals, by Slack's own names and with status 200."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from block_makers import modal, name_field
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import SECRET, TOKEN, Clock, ToyBot

from playground.slack import LocalSlack
from playground.slack.nordic_shop import APP
from playground.slack.web_api import METHODS

AMAZON, GENERAL, OLD, BOARD = "C0AMAZON01", "C0GENERAL1", "C0OLDPROJ1", "C0BOARD001"


ANNA, DANA, FIA, EXT = "U0ANNA0001", "U0DANA0001", "U0FIA00001", "U0EXT00001"


Call = Callable[[AsyncWebClient], Awaitable[Any]]


REFUSALS: dict[str, tuple[Call, str]] = {
    "an unknown channel": (
        lambda c: c.chat_postMessage(channel="C0NOWHERE1", text="x"),
        "channel_not_found",
    ),
    "a private channel without the bot": (
        lambda c: c.chat_postMessage(channel=BOARD, text="x"),
        "channel_not_found",
    ),
    "a channel that the bot is not in": (
        lambda c: c.chat_postMessage(channel=GENERAL, text="x"),
        "not_in_channel",
    ),
    "an archived channel": (lambda c: c.chat_postMessage(channel=OLD, text="x"), "is_archived"),
    "a message that says nothing": (
        lambda c: c.api_call("chat.postMessage", params={"channel": AMAZON}),
        "no_text",
    ),
    "blocks without a fallback text": (
        lambda c: c.api_call(
            "chat.postMessage",
            json={"channel": AMAZON, "blocks": [{"type": "divider"}]},
        ),
        "no_text",
    ),
    "a text of 40,001 characters": (
        lambda c: c.chat_postMessage(channel=AMAZON, text="x" * 40_001),
        "msg_too_long",
    ),
    "blocks that are no JSON": (
        lambda c: c.chat_postMessage(channel=AMAZON, text="x", blocks="[{"),
        "invalid_blocks_format",
    ),
    "blocks of 12,000 characters": (
        lambda c: c.chat_postMessage(
            channel=AMAZON,
            text="x",
            blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 4,
        ),
        "msg_blocks_too_long",
    ),
    "metadata without a type": (
        lambda c: c.chat_postMessage(channel=AMAZON, text="x", metadata={"event_payload": {}}),
        "invalid_metadata_schema",
    ),
    "no channel": (lambda c: c.api_call("chat.postMessage", params={}), "invalid_arguments"),
    "a message that is not there": (
        lambda c: c.chat_update(channel=AMAZON, ts="1.000001", text="x"),
        "message_not_found",
    ),
    "an ephemeral message to somebody who is not there": (
        lambda c: c.chat_postEphemeral(channel=AMAZON, user=EXT, text="x"),
        "user_not_in_channel",
    ),
    "a person whom nobody knows": (lambda c: c.users_info(user="U0NOBODY01"), "user_not_found"),
    "a person of another workspace": (lambda c: c.users_info(user=FIA), "user_not_found"),
    "a direct message to somebody deactivated": (
        lambda c: c.conversations_open(users=DANA),
        "user_disabled",
    ),
    "a direct message to nobody": (
        lambda c: c.api_call("conversations.open", params={}),
        "users_list_not_supplied",
    ),
    "reading a channel that the bot is not in": (
        lambda c: c.conversations_history(channel=GENERAL),
        "not_in_channel",
    ),
    "a kind of conversation that is none": (
        lambda c: c.conversations_list(types="rooms"),
        "invalid_types",
    ),
    "a cursor that was never given": (
        lambda c: c.conversations_list(cursor="nonsense"),
        "invalid_cursor",
    ),
    "joining an archived channel": (lambda c: c.conversations_join(channel=OLD), "is_archived"),
    "a method that is none": (lambda c: c.api_call("chat.shout"), "unknown_method"),
    "a view with a made-up trigger": (
        lambda c: c.views_open(trigger_id="1.2.x", view=modal()),
        "invalid_trigger_id",
    ),
    "an update of a view that is not there": (
        lambda c: c.views_update(view_id="V0NOWHERE", view=modal()),
        "not_found",
    ),
    "a Home tab for a stranger": (
        lambda c: c.views_publish(user_id=FIA, view={"type": "home", "blocks": []}),
        "invalid_arguments",
    ),
    "a modal as a Home tab": (
        lambda c: c.views_publish(user_id=ANNA, view=modal()),
        "invalid_arguments",
    ),
    "api.test with an error": (lambda c: c.api_test(error="my_error"), "my_error"),
}


@pytest.mark.parametrize("what", REFUSALS)
async def test_a_refusal_has_slacks_name_and_status_200(what: str, client: AsyncWebClient) -> None:
    call, error = REFUSALS[what]
    with pytest.raises(SlackApiError) as refused:
        await call(client)
    assert refused.value.response["error"] == error
    assert refused.value.response.status_code == 200


async def test_invalid_blocks_tell_which_pointer_broke_which_rule(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(
            channel=AMAZON,
            text="x",
            blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        )
    fault = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert refused.value.response["errors"] == [fault]
    assert refused.value.response["response_metadata"]["messages"] == [f"[ERROR] {fault}"]


async def test_a_bad_view_tells_its_pointers(
    slack: LocalSlack,
    client: AsyncWebClient,
    bot: ToyBot,
) -> None:
    await slack.person("Anna").command("/amazon-store add", channel="amazon")
    trigger = bot.last["trigger_id"]
    broken = modal(name_field())
    del broken["submit"]
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=trigger, view=broken)
    assert refused.value.response["error"] == "invalid_arguments"
    assert "[json-pointer:/view]" in refused.value.response["response_metadata"]["messages"][0]


ODDITIES: list[Any] = [None, "", "x", 0, -1, True, [], [[]], {}, {"a": {}}, "[", "{}", "💥" * 50]


ARGUMENTS = [
    "channel",
    "ts",
    "text",
    "blocks",
    "metadata",
    "user",
    "users",
    "user_id",
    "view",
    "view_id",
    "trigger_id",
    "hash",
    "external_id",
    "limit",
    "cursor",
    "types",
    "oldest",
    "latest",
    "inclusive",
    "message_ts",
    "thread_ts",
    "include_locale",
]


@pytest.mark.parametrize("method", METHODS)
async def test_no_argument_makes_a_method_stumble(clock: Clock, method: str) -> None:
    scopes = frozenset(scope for known in METHODS.values() for scope in known.scopes)
    async with (
        await LocalSlack.start(
            clock=clock,
            signing_secret=SECRET,
            bot_token=TOKEN,
            app=replace(APP, scopes=scopes),
            paces={},
        ) as slack,
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session,
    ):
        good = {"channel": AMAZON, "text": "x", "user": ANNA, "users": ANNA, "user_id": ANNA}
        for name in ARGUMENTS:
            for odd in ODDITIES:
                sent = {**good, name: odd}
                async with session.post(slack.api_url + method, json=sent) as answer:
                    assert answer.status == 200, (name, odd)
                    assert "ok" in await answer.json()
