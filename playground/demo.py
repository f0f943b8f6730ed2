"""The demo: it starts the stand-ins, then the bot, and nothing of it is kept afterwards."""

import asyncio
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from functools import partial
from pathlib import Path

from aiohttp import web

from playground.amazon import LocalAmazon, default_sellers
from playground.bot_process import BotProcess
from playground.client.clock import ClockRoutes
from playground.client.routes import add_bar, add_client_routes
from playground.clock import DemoClock
from playground.invitation import PREFERRED_PORT, LocalProgram, invitation
from playground.moving import BotLine, MovedTime
from playground.ports import LOOPBACK, free_port
from playground.settings import Secrets, application, bot_settings
from playground.slack import LocalSlack
from playground.slack.manifest import read_manifest

MANIFEST = Path(__file__).parent.parent / "app_manifest.yml"


async def demo() -> None:
    """Run until Ctrl+C or SIGTERM. Raises `BotFailed`."""
    running = asyncio.ensure_future(_run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.cancel)
    with suppress(asyncio.CancelledError):
        await running


async def _run() -> None:
    async with _playground() as (slack, bot, line):
        await bot.ready()
        program = LocalProgram(bot.url, await line.program_key())
        sys.stdout.write(invitation(slack.url, slack.world.app, default_sellers(), program))
        sys.stdout.flush()
        await bot.ended()


@asynccontextmanager
async def _playground() -> AsyncIterator[tuple[LocalSlack, BotProcess, BotLine]]:
    """Start all parts; on leaving, end them in the other order."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="amazon-stores-")))
        bot_url, agreed = f"http://{LOOPBACK}:{free_port()}", Secrets()
        line = stack.enter_context(closing(await BotLine.open()))
        time = MovedTime(DemoClock(), line)
        amazon = await LocalAmazon.start(
            clock=time.clock,
            application=application(bot_url, agreed),
            sellers=default_sellers(),
        )
        stack.push_async_callback(amazon.stop)
        slack = await stack.enter_async_context(await _local_slack(bot_url, amazon, agreed, time))
        settings = bot_settings(bot_url, folder, slack, amazon, agreed)
        bot = await BotProcess.follow(bot_url, settings, folder, line.the_bots)
        stack.push_async_callback(bot.stop)
        yield slack, bot, line


async def _local_slack(
    bot_url: str, amazon: LocalAmazon, agreed: Secrets, time: MovedTime
) -> LocalSlack:
    slack = await LocalSlack.start(
        clock=time.clock,
        signing_secret=agreed.signing_secret,
        bot_token=agreed.bot_token,
        bot_url=bot_url,
        app=read_manifest(MANIFEST),
        port=free_port(PREFERRED_PORT),
        add_routes=partial(_add_page, bot_url, amazon.seller_central_url, time),
    )
    time.listeners.append(slack.refresh_pages)
    return slack


def _add_page(bot_url: str, seller_central_url: str, time: MovedTime, app: web.Application) -> None:
    add_client_routes(app)
    links = {
        "Seller Central": seller_central_url,
        "Manage Your Apps": f"{seller_central_url}/apps/manage",
        "Let it fail": f"{seller_central_url}/troubles",
        "Bot’s page": bot_url,
        "Bot’s API": f"{bot_url}/api/v1/docs",
    }
    add_bar(app, links, ClockRoutes(time))
