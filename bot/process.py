"""The process: started, running, and stopped without losing anything."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from aiohttp import web

from bot.clock import system_clock
from bot.database import prepare_database, sole_process
from bot.errors import CannotStart
from bot.settings import Settings
from bot.web import build_runner
from bot.wiring.bot import Bot, open_bot
from domain.clock import Clock

log: structlog.stdlib.BoundLogger = structlog.get_logger()

NOTICE_OF_STOP = 0.5
"""Seconds between failing `/readyz` and closing the listener, for load balancers to notice."""


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises `CannotStart`."""
    async with running(settings, system_clock):
        await wait_for_shutdown()


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[Bot]:
    """Run the bot by a clock, and shut it down at the end. Raises `CannotStart`."""
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_process(settings.database_url))
        await prepare_database(settings.database_url)
        bot = await stack.enter_async_context(open_bot(settings, clock))
        runner = build_runner(bot.web)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await _listen(runner, settings.host, settings.port, "PORT")
        if settings.metrics_port is not None:
            await stack.enter_async_context(_metrics(bot, settings.host, settings.metrics_port))
        bot.metronome.start()
        gc.freeze()  # what stands now stays: no collection has to look through it
        log.info("ready", address=f"http://{settings.host}:{settings.port}")
        yield bot
        bot.readiness.drain()
        await asyncio.sleep(NOTICE_OF_STOP)


@asynccontextmanager
async def _metrics(bot: Bot, host: str, port: int) -> AsyncIterator[None]:
    """Serve the metrics, without an access log."""
    runner = web.AppRunner(bot.metrics, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await _listen(runner, host, port, "METRICS_PORT")
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int, setting: str) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        raise CannotStart(
            f"Port {port} of {host} is taken or not allowed. Set {setting} or HOST to another."
        ) from None


async def wait_for_shutdown() -> None:
    """Wait for SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
