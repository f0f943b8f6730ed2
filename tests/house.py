"""The whole bot in one process with its stand-ins: real HTTP between them, a clock by hand."""

import base64
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.settings import Settings
from bot.wiring import Bot, open_bot
from playground.slack import LocalSlack
from storage.engine import create_engine
from storage.schema import migrate
from tests.moments import MovableClock

SIGNING_SECRET = "a-signing-secret-of-the-stand-in"
BOT_TOKEN = "xoxb-stand-in-bot-token"
COMMERCE_FILE = Path(__file__).parent.parent / "docs" / "examples" / "commerce.yml"


@dataclass
class House:
    slack: LocalSlack
    clock: MovableClock
    settings: Settings
    bot: Bot

    @property
    def url(self) -> str:
        return self.settings.public_url

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass, and the delivery look at what has become due."""
        self.clock.move(seconds=seconds)
        self.bot.database.owed.set()


@asynccontextmanager
async def open_house(
    database_url: str, clock: MovableClock, **settings: Any
) -> AsyncIterator[House]:
    """Start stand-ins and bot on an empty database; `settings` override the usual ones."""
    await _migrate(database_url)
    async with AsyncExitStack() as stack:
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        slack = await LocalSlack.start(
            clock=clock, signing_secret=SIGNING_SECRET, bot_token=BOT_TOKEN, bot_url=url
        )
        await stack.enter_async_context(slack)
        given = Settings.model_validate(usual_settings(database_url, url, slack) | settings)
        bot = await stack.enter_async_context(running_bot(given, clock, door))
        yield House(slack, clock, given, bot)


@asynccontextmanager
async def running_bot(
    settings: Settings, clock: MovableClock, door: socket.socket
) -> AsyncIterator[Bot]:
    async with open_bot(settings, clock) as bot:
        runner = web.AppRunner(bot.web, access_log=None)
        await runner.setup()
        await web.SockSite(runner, door.dup()).start()
        bot.metronome.start()
        yield bot
        await runner.cleanup()


def usual_settings(database_url: str, url: str, slack: LocalSlack) -> dict[str, Any]:
    return {
        "database_url": database_url,
        "public_url": url,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_bot_token": BOT_TOKEN,
        "slack_api_url": slack.api_url,
        "commerce_file": COMMERCE_FILE,
        "encryption_keys": f"test:{base64.b64encode(bytes(32)).decode()}",
    }


async def _migrate(database_url: str) -> None:
    engine = create_engine(database_url)
    await migrate(engine)
    await engine.dispose()
