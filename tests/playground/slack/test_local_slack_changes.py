"""What changes under the app's feet: people leave, channels close, tokens end, scopes come."""

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import ToyBot

from playground.slack import LocalSlack, SlackSays
from playground.slack.rates import Rates

AMAZON, BEN = "C0AMAZON01", "U0BEN00001"
METADATA = {"event_type": "notice", "event_payload": {"message": "m-1", "version": 2}}
LOST: list[dict[str, Any]] = [{"lost": True}, {"truncate": 10}]


@pytest.fixture(autouse=True)
def no_pace(slack: LocalSlack) -> None:
    """A channel takes any number of messages a second here."""
    slack.core.rates = Rates(slack.core.clock, {})


async def refusal(client: AsyncWebClient, channel: str = AMAZON) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="hello")
    return str(refused.value.response["error"])


async def test_whoever_is_deactivated_is_known_as_such_and_told_of(
    slack: LocalSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    await slack.deactivate("Ben")
    told = bot.last["event"]
    assert (told["type"], told["user"]["id"], told["user"]["deleted"]) == ("user_change", BEN, True)
    ben = (await client.users_info(user=BEN, include_locale=True))["user"]
    assert ben["deleted"]
    assert not {"tz", "locale", "is_admin", "is_restricted"} & set(ben)
    await slack.reactivate("Ben")
    ben = (await client.users_info(user=BEN, include_locale=True))["user"]
    assert (ben["deleted"], ben["tz"]) == (False, "America/New_York")


async def test_whoever_is_deactivated_neither_writes_nor_is_written_to(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    await slack.deactivate("Ben")
    with pytest.raises(SlackSays, match="cannot write"):
        await slack.person("Ben").write("hello", "amazon")
    with pytest.raises(SlackApiError, match="user_disabled"):
        await client.conversations_open(users=BEN)
    assert await refusal(client, BEN) == "channel_not_found"


async def test_an_archived_channel_takes_nothing_until_it_is_opened_again(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    await slack.channel("amazon").archive()
    assert await refusal(client) == "is_archived"
    await slack.channel("amazon").unarchive()
    await client.chat_postMessage(channel=AMAZON, text="hello")


async def test_a_deleted_channel_is_not_found_nor_answered_into(
    slack: LocalSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    await slack.person("Anna").command("/amazon-store list", "amazon")
    await client.chat_postMessage(channel=AMAZON, text="hello")
    await slack.channel("amazon").delete()
    assert await refusal(client) == "channel_not_found"
    answer = {"text": "too late"}
    async with aiohttp.request("POST", bot.requests[0].form["response_url"], json=answer) as got:
        assert (await got.json())["error"] == "channel_not_found"


async def test_an_app_that_is_taken_out_of_a_channel_is_not_in_it(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    await slack.channel("amazon").remove_app()
    assert await refusal(client) == "not_in_channel"


async def test_an_app_that_is_taken_out_of_a_private_channel_does_not_find_it(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.channel("amazon").conversation.is_private = True
    await slack.channel("amazon").remove_app()
    assert await refusal(client) == "channel_not_found"


async def test_a_channels_changes_are_told_where_the_app_subscribes(
    slack: LocalSlack, bot: ToyBot
) -> None:
    kinds = frozenset({"channel_archive", "channel_unarchive", "channel_left", "channel_deleted"})
    slack.world.app = replace(slack.world.app, events=kinds)
    amazon = slack.channel("amazon")
    await amazon.archive()
    await amazon.unarchive()
    await amazon.remove_app()
    await amazon.delete()
    told = [came.payload["event"] for came in bot.requests]
    assert [event["type"] for event in told] == [
        "channel_archive",
        "channel_unarchive",
        "channel_left",
        "channel_deleted",
    ]
    assert {event["channel"] for event in told} == {AMAZON}


async def test_a_revoked_token_and_an_uninstalled_app_are_refused_by_their_names(
    slack: LocalSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    await slack.revoke_token()
    assert await refusal(client) == "token_revoked"
    assert [came.payload["event"]["type"] for came in bot.requests] == ["tokens_revoked"]
    await slack.uninstall()
    assert await refusal(client) == "account_inactive"
    slack.install()
    await client.chat_postMessage(channel=AMAZON, text="hello")


async def test_history_needs_its_scope_and_then_gives_metadata(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    installed = slack.world.installation(slack.world.home)
    installed.scopes -= {"channels:history", "im:history"}
    await client.chat_postMessage(channel=AMAZON, text="hello", metadata=METADATA)
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_history(channel=AMAZON, include_all_metadata=True)
    assert refused.value.response["error"] == "missing_scope"
    slack.install("groups:history")
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_history(channel=AMAZON, include_all_metadata=True)
    assert refused.value.response["needed"] == "channels:history"
    slack.install("channels:history")
    history = await client.conversations_history(channel=AMAZON, include_all_metadata=True)
    assert [message["metadata"] for message in history["messages"]] == [METADATA]


@pytest.mark.parametrize("fault", LOST)
async def test_a_message_whose_answer_was_lost_is_found_by_its_metadata(
    slack: LocalSlack, client: AsyncWebClient, fault: dict[str, Any]
) -> None:
    slack.faults.next("chat.postMessage", **fault)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=AMAZON, text="hello", metadata=METADATA)
    history = await client.conversations_history(channel=AMAZON, include_all_metadata=True)
    assert [message["metadata"] for message in history["messages"]] == [METADATA]


async def test_an_answer_can_be_held_after_the_message_stands(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    hold = slack.faults.hold_answer("chat.postMessage")
    call = asyncio.create_task(client.chat_postMessage(channel=AMAZON, text="hello"))
    await hold.reached()
    assert [message["text"] for message in slack.channel("amazon").messages] == ["hello"]
    assert not call.done()
    hold.release()
    assert (await call)["ok"]
