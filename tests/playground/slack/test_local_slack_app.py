"""What the app's manifest says, and Slack does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from block_makers import Json
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import SECRET, TOKEN, Clock, ToyBot

from playground.slack import LocalSlack, SlackSays
from playground.slack.manifest import app_of, read_manifest
from playground.slack.nordic_shop import APP, HOME
from playground.slack.presses import NotThereError
from playground.slack.world import Command, SlackApp

MANIFEST = Path(__file__).parents[3] / "app_manifest.yml"
ANNA, BOT = "U0ANNA0001", "U0AMZBOT01"
BARE: Json = {
    "features": {"bot_user": {"display_name": "Stores"}},
    "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    "settings": {},
}


async def started(clock: Clock, bot: ToyBot, **facts: Any) -> LocalSlack:
    app = replace(APP, **facts)
    return await LocalSlack.start(
        clock=clock, signing_secret=SECRET, bot_token=TOKEN, bot_url=bot.url, app=app
    )


async def state_of(slack: LocalSlack, user: str = ANNA) -> Json:
    address = f"{slack.url}/client/state?user={user}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return dict(await answer.json())


def place(state: Json, name: str) -> Json:
    return next(dict(one) for one in state["conversations"] if one["name"] == name)


def test_what_a_manifest_leaves_out_is_off() -> None:
    assert app_of(BARE) == SlackApp(
        id="A0AMZSTORE",
        name="Stores",
        commands=(),
        scopes=frozenset({"chat:write"}),
        events=frozenset(),
        has_home=False,
        has_messages=False,
    )


def test_a_manifest_names_commands_with_their_hints() -> None:
    (command,) = read_manifest(MANIFEST).commands
    assert isinstance(command, Command)
    assert command.command == "/amazon-store"
    assert "add" in command.usage_hint


async def test_an_event_without_a_subscription_is_not_sent(clock: Clock, bot: ToyBot) -> None:
    async with await started(clock, bot, events=frozenset({"user_change"})) as slack:
        await slack.person("Anna").open_home()
        await slack.events.app_uninstalled(HOME)
        await slack.events.user_change(ANNA, locale="sv-SE")
    assert [came.payload["event"]["type"] for came in bot.requests] == ["user_change"]


async def test_an_app_without_a_home_has_none_to_open_or_publish(clock: Clock, bot: ToyBot) -> None:
    async with await started(clock, bot, has_home=False) as slack:
        kinds = [one["kind"] for one in (await state_of(slack))["conversations"]]
        assert "im" in kinds
        assert "app_home" not in kinds
        with pytest.raises(NotThereError):
            await slack.person("Anna").open_home()
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError, match="not_enabled"):
            await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": []})
    assert bot.requests == []


async def test_an_app_without_a_messages_tab_cannot_write_to_a_person(
    clock: Clock, bot: ToyBot
) -> None:
    async with await started(clock, bot, has_messages=False) as slack:
        kinds = [one["kind"] for one in (await state_of(slack))["conversations"]]
        assert "im" not in kinds
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            await client.chat_postMessage(channel=ANNA, text="hello")


async def test_nobody_can_write_to_an_app_that_only_writes(clock: Clock, bot: ToyBot) -> None:
    async with await started(clock, bot, listens_to_messages=False) as slack:
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        await client.chat_postMessage(channel=ANNA, text="hello")
        with pytest.raises(SlackSays, match="has been turned off"):
            await slack.person("Anna").write("hello yourself", slack.im("Anna").id)
        state = await state_of(slack)
        assert [one["is_read_only"] for one in state["conversations"] if one["kind"] == "im"] == [
            True
        ]


async def test_the_app_is_invited_by_its_name(
    slack: LocalSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    assert place(await state_of(slack), "amazon")["has_app"]
    assert not place(await state_of(slack), "general")["has_app"]

    told = await slack.person("Anna").write("/invite @Amazon Stores", "general")

    assert place(await state_of(slack), "general")["has_app"]
    assert told
    assert (told["bot"], told["text"]) == (BOT, "was added to #general by <@U0ANNA0001>.")
    assert bot.last["event"]["type"] == "member_joined_channel"
    await client.chat_postMessage(channel="C0GENERAL1", text="hello")


@pytest.mark.parametrize(
    ("who", "channel", "typed", "said"),
    [
        ("Gita", "amazon", "/invite @Sven", "You cannot invite anyone here"),
        ("Ben", "amazon", "/invite @amazon stores", "already in this channel"),
        ("Ben", "general", "/invite @Nobody", "Nobody of that name"),
        ("Ben", "general", "/invite @Dana", "Nobody of that name"),
        ("Ben", "old-project", "/invite @Gita", "archived"),
    ],
)
async def test_an_invitation_that_cannot_be_is_refused(
    slack: LocalSlack, who: str, channel: str, typed: str, said: str
) -> None:
    with pytest.raises(SlackSays, match=said):
        await slack.person(who).write(typed, channel)


async def test_typed_text_carries_no_markup(slack: LocalSlack) -> None:
    await slack.person("Anna").write("<!channel> R&D", "amazon")
    assert slack.channel("amazon").messages[0]["text"] == "&lt;!channel&gt; R&amp;D"
