from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import SECRET, TOKEN, Clock, ToyBot, toy_bot

from playground.slack import LocalSlack

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
        scopes=SCOPES,
        sleep=clock.sleep,
        ack_seconds=0.5,
    )
    async with started:
        yield started


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
