"""A power cut for the bot, inside the test's own process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from weakref import WeakSet

from bot.settings import Settings
from bot.wiring.bot import Bot
from tests.harness.bot import House, running_bot
from tests.harness.clock import MovableClock

PATIENCE = 10
"""Seconds in which the bot has to come where a test waits for it."""
_inside_the_bot: ContextVar[bool] = ContextVar("inside_the_bot", default=False)


class Hold(Protocol):
    """A call to a stand-in that waits there."""

    async def reached(self) -> None: ...


async def reached(hold: Hold) -> None:
    """Wait until the bot has come to a call; TimeoutError where it does not."""
    async with asyncio.timeout(PATIENCE):
        await hold.reached()


class Power:
    """Runs a bot, and knows all that it is doing, so as to end it in the middle."""

    def __init__(self) -> None:
        self._work: WeakSet[asyncio.Task[Any]] = WeakSet()
        self._given: tuple[Settings, MovableClock, socket.socket] | None = None
        self._life: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @asynccontextmanager
    async def run(
        self, settings: Settings, clock: MovableClock, listener: socket.socket
    ) -> AsyncIterator[Bot]:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(self._make_task)
        self._given = settings, clock, listener
        yield await self._begin()
        await self._end()
        loop.set_task_factory(None)

    async def cut(self, house: House) -> None:
        """End the bot as it is: nothing is finished and nothing is told. Then start it again."""
        work = [task for task in self._work if not task.done()]
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await self._end()
        house.bot = await self._begin()

    async def _begin(self) -> Bot:
        started: asyncio.Future[Bot] = asyncio.get_running_loop().create_future()
        self._over = asyncio.Event()
        self._life = asyncio.create_task(self._live(started, self._over))
        return await started

    async def _end(self) -> None:
        self._over.set()
        if self._life is not None:
            await self._life

    async def _live(self, started: asyncio.Future[Bot], over: asyncio.Event) -> None:
        _inside_the_bot.set(True)
        assert self._given is not None
        async with running_bot(*self._given) as bot:
            started.set_result(bot)
            await over.wait()

    def _make_task(
        self,
        loop: asyncio.AbstractEventLoop,
        work: Coroutine[Any, Any, Any],
        **options: Any,
    ) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, **options)
        if _inside_the_bot.get():
            self._work.add(task)
        return task
