"""The whole bot in one process with its stand-ins: real HTTP between them, a clock by hand."""

import base64
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.settings import Settings
from bot.web import build_runner
from bot.wiring.bot import Bot, open_bot
from playground.amazon import Application, LocalAmazon, default_sellers
from playground.slack import LocalSlack
from storage.database.engine import create_engine
from storage.database.schema import migrate
from storage.tables.messages import MessageRow
from storage.tables.workspaces import WorkspaceRow
from tests.harness.clock import MovableClock

SIGNING_SECRET = "a-signing-secret-of-the-stand-in"
BOT_TOKEN = "xoxb-stand-in-bot-token"
PATIENCE = 15
"""Real seconds for an answer: machines that test do other things besides."""
LONGEST_DELIVERY = 24 * 3600
"""Seconds of the movable clock."""
CLIENT_SECRET = "amzn1.oa2-cs.v1.stand-in-client-secret"
COMMERCE_FILE = Path(__file__).parents[2] / "docs" / "examples" / "commerce.yml"


@dataclass
class House:
    slack: LocalSlack
    amazon: LocalAmazon
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

    async def deliver(self) -> None:
        """Let time pass, second by second, until nothing is owed that Slack would take."""
        for _ in range(LONGEST_DELIVERY):
            if not await self._is_owing():
                return
            await self.bot.delivery.deliver_due()
            await self.bot.delivery.drain()
            self.clock.move(seconds=1)
        raise AssertionError("something is owed to Slack that is never sent")

    async def _is_owing(self) -> bool:
        owing = (
            select(MessageRow.id)
            .join(WorkspaceRow, WorkspaceRow.id == MessageRow.workspace_id)
            .where(
                MessageRow.shown_version < MessageRow.wanted_version,
                WorkspaceRow.delivery_suspended_at.is_(None),
            )
        )
        async with self.bot.database.engine.connect() as connection:
            return (await connection.execute(owing.limit(1))).first() is not None


@asynccontextmanager
async def running_bot(
    settings: Settings, clock: MovableClock, listener: socket.socket
) -> AsyncIterator[Bot]:
    async with open_bot(settings, clock) as bot:
        runner = build_runner(bot.web)
        await runner.setup()
        await web.SockSite(runner, listener.dup()).start()
        bot.metronome.start()
        yield bot
        await runner.cleanup()


@asynccontextmanager
async def resting_bot(
    settings: Settings, clock: MovableClock, listener: socket.socket
) -> AsyncIterator[Bot]:
    """Run a bot that answers, and does nothing by itself."""
    async with open_bot(settings, clock) as bot:
        runner = build_runner(bot.web)
        await runner.setup()
        await web.SockSite(runner, listener.dup()).start()
        yield bot
        await runner.cleanup()


RunBot = Callable[[Settings, MovableClock, socket.socket], AbstractAsyncContextManager[Bot]]


@asynccontextmanager
async def open_house(
    database_url: str, clock: MovableClock, run: RunBot = running_bot, **settings: Any
) -> AsyncIterator[House]:
    """Start stand-ins and bot on an empty database; `settings` override the usual ones."""
    await _migrate(database_url)
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        slack = await LocalSlack.start(
            clock=clock,
            signing_secret=SIGNING_SECRET,
            bot_token=BOT_TOKEN,
            bot_url=url,
            ack_seconds=PATIENCE,
        )
        await stack.enter_async_context(slack)
        amazon = await LocalAmazon.start(
            clock=clock, application=application(url), sellers=default_sellers()
        )
        stack.push_async_callback(amazon.stop)
        usual = usual_settings(database_url, url, slack, amazon)
        given = Settings.model_validate(usual | settings)
        bot = await stack.enter_async_context(run(given, clock, listener))
        yield House(slack, amazon, clock, given, bot)


def application(url: str) -> Application:
    """Return the SP-API application that the bot at `url` runs with."""
    return Application(
        id="amzn1.sp.solution.stand-in",
        client_id="amzn1.application-oa2-client.stand-in",
        client_secret=CLIENT_SECRET,
        name="Nordic Shop Connector",
        redirect_uris=[f"{url}/amazon/callback"],
        login_uri=f"{url}/amazon/login",
    )


def usual_settings(
    database_url: str, url: str, slack: LocalSlack, amazon: LocalAmazon
) -> dict[str, Any]:
    return {
        "database_url": database_url,
        "public_url": url,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_bot_token": BOT_TOKEN,
        "slack_api_url": slack.api_url,
        "amazon_application_id": "amzn1.sp.solution.stand-in",
        "amazon_application_name": "Nordic Shop Connector",
        "amazon_client_id": "amzn1.application-oa2-client.stand-in",
        "amazon_client_secret": CLIENT_SECRET,
        "amazon_lwa_url": amazon.lwa_url,
        "amazon_spapi_url": amazon.spapi_url,
        "amazon_seller_central_url": amazon.seller_central_url,
        "commerce_file": COMMERCE_FILE,
        "encryption_keys": f"test:{base64.b64encode(bytes(32)).decode()}",
    }


async def _migrate(database_url: str) -> None:
    engine = create_engine(database_url)
    await migrate(engine)
    await engine.dispose()
