"""The whole demo in the test's own process but for the bot, whose clock is moved along."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground.amazon import LocalAmazon, default_sellers
from playground.bot_process import BotProcess
from playground.client.clock import ClockRoutes
from playground.clock import DemoClock
from playground.moving import BotLine, MovedTime
from playground.ports import LOOPBACK, free_port
from playground.settings import Secrets, application, bot_settings
from playground.slack import LocalSlack


@dataclass(frozen=True)
class MovableDemo:
    slack: LocalSlack
    amazon: LocalAmazon
    url: str
    bot: BotProcess
    time: MovedTime


@pytest.fixture
async def movable(tmp_path: Path) -> AsyncIterator[MovableDemo]:
    agreed, url = Secrets(), f"http://{LOOPBACK}:{free_port()}"
    async with AsyncExitStack() as stack:
        line = stack.enter_context(closing(await BotLine.open()))
        time = MovedTime(DemoClock(), line)
        slack = await LocalSlack.start(
            clock=time.clock,
            signing_secret=agreed.signing_secret,
            bot_token=agreed.bot_token,
            bot_url=url,
            add_routes=ClockRoutes(time).add_to,
        )
        await stack.enter_async_context(slack)
        time.listeners.append(slack.refresh_pages)
        amazon = await LocalAmazon.start(
            clock=time.clock, application=application(url, agreed), sellers=default_sellers()
        )
        stack.push_async_callback(amazon.stop)
        settings = bot_settings(url, tmp_path, slack, amazon, agreed)
        bot = await BotProcess.follow(url, settings, tmp_path, line.the_bots)
        stack.push_async_callback(bot.stop)
        await bot.ready()
        yield MovableDemo(slack, amazon, url, bot, time)
