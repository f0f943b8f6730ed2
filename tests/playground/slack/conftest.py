from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from block_makers import modal, name_field
from modal_steps import COUNTRY, opened
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import SECRET, TOKEN, Clock, ToyBot, toy_bot

from playground.slack import LocalSlack
from playground.slack.nordic_shop import APP
from playground.slack.person import Person

SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "users:read",
        "im:write",
        "channels:read",
        "groups:read",
        "im:read",
        "channels:history",
        "im:history",
        "channels:join",
    },
)

EVENTS = frozenset(
    {
        "app_home_opened",
        "app_uninstalled",
        "member_joined_channel",
        "tokens_revoked",
        "user_change",
    },
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def bot() -> AsyncIterator[ToyBot]:
    async with toy_bot() as running:
        yield running


@pytest.fixture
async def slack(clock: Clock, bot: ToyBot) -> AsyncIterator[LocalSlack]:
    started = await LocalSlack.start(
        clock=clock,
        signing_secret=SECRET,
        bot_token=TOKEN,
        bot_url=bot.url,
        app=replace(APP, scopes=SCOPES, events=EVENTS),
        sleep=clock.sleep,
        ack_seconds=0.5,
    )
    async with started:
        yield started


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def anna(slack: LocalSlack, bot: ToyBot, client: AsyncWebClient) -> Person:
    view = modal(
        name_field(), COUNTRY, callback_id="store", private_metadata="m", notify_on_close=True
    )
    return await opened(slack, bot, client, view)
