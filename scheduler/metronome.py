"""APScheduler as the metronome, and nothing more: what is due is a query, not a job."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import UTC
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.background import Background
from scheduler.sweep_times import SweepTimes

Sweep = Callable[[], Coroutine[Any, Any, None]]


class Metronome:
    """Runs each sweep at its interval, and one of them at once when `woken` is set."""

    def __init__(
        self, sweeps: Mapping[str, tuple[float, Sweep]], woken: asyncio.Event, wakes: str
    ) -> None:
        """`sweeps` maps a name to its interval in seconds and the sweep; `woken` runs `wakes`."""
        self.times = SweepTimes()
        self._sweeps = sweeps
        self._at_work = {name: asyncio.Lock() for name in sweeps}
        self._background = Background()
        self._woken, self._wakes = woken, wakes
        self._listener: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        for name, (seconds, _) in self._sweeps.items():
            self._scheduler.add_job(
                self._tick_until_stopped,
                "interval",
                args=(name,),
                id=name,
                seconds=seconds,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                jitter=seconds / 10,
            )
        self._scheduler.start()
        self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop ticking, and wait for the sweeps in progress."""
        if self._listener is not None:
            self._listener.cancel()
            self._scheduler.shutdown(wait=False)
        await self._background.drain()

    async def _listen(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self.tick(self._wakes)

    async def _tick_until_stopped(self, name: str) -> None:
        """Tick for APScheduler, which cancels its jobs at shutdown; the sweep itself goes on."""
        with suppress(asyncio.CancelledError):
            await self.tick(name)

    async def tick_all(self) -> None:
        """Run every sweep once, and wait for all of them."""
        await asyncio.gather(*(self.tick(name) for name in self._sweeps))

    async def tick(self, name: str) -> None:
        """Run one sweep once any run in progress has ended, and wait for it."""
        await asyncio.shield(self._background.start(name, self._sweep(name)))

    async def _sweep(self, name: str) -> None:
        _, sweep = self._sweeps[name]
        async with self._at_work[name]:
            await self.times.note(name, sweep())
