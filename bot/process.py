"""The process: opened, running, stopped without losing anything."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime

import structlog
from aiohttp import web
from filelock import FileLock, Timeout
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.joining import CannotStart
from bot.settings import Settings
from bot.web import build_runner
from bot.wiring.bot import Bot, open_bot
from domain.clock import Clock
from storage.database.engine import create_engine
from storage.database.schema import head, is_known, migrate, version

log: structlog.stdlib.BoundLogger = structlog.get_logger()

NOTICE_OF_STOP = 0.5
"""Seconds between saying that we stop and closing the door, for load balancers to hear it."""


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the system's clock


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises `CannotStart`."""
    async with running(settings, system_clock):
        await wait_for_shutdown()


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[Bot]:
    """Run the bot by a clock; at the end say so, and stop. Raises `CannotStart`."""
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


@contextmanager
def sole_process(database_url: str) -> Iterator[None]:
    """Hold the lock beside a SQLite file; PostgreSQL takes any number of processes.

    Raises `CannotStart` where another process holds it.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        yield
        return
    lock = FileLock(f"{url.database}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotStart(
            f"Another process works on {url.database}. SQLite serves one at a time: stop the "
            "other one, or give DATABASE_URL a PostgreSQL database."
        ) from None
    try:
        yield
    finally:
        lock.release()


async def prepare_database(database_url: str) -> None:
    """Bring an empty SQLite file to head, and refuse any other that is not there."""
    async with opened_database(database_url) as engine:
        found = await version(engine)
        if found is None and engine.dialect.name == "sqlite":
            await migrate(engine)
        elif found != head():
            raise CannotStart(
                f"The database's schema is {found or 'empty'}, this program needs {head()}. "
                "Run `amazon-store-bot db upgrade`, then start again."
            )


async def upgrade_database(database_url: str) -> None:
    """Bring a database to head. Raises `CannotStart`."""
    async with opened_database(database_url) as engine:
        await migrate(engine)


@asynccontextmanager
async def opened_database(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Open a database that this program can read. Raises `CannotStart` with a sentence."""
    engine = create_engine(database_url)
    try:
        found = await version(engine)
        if found is not None and not is_known(found):
            raise CannotStart(
                f"The database's schema is {found}, which this program does not know. "
                "A newer version of the program made it: install that one."
            )
        yield engine
    except (SQLAlchemyError, OSError) as fault:
        raise CannotStart(
            f"The database cannot be opened ({type(fault).__name__}). Check DATABASE_URL, and that "
            "the database runs and this machine may reach it."
        ) from None
    finally:
        await engine.dispose()


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
