"""Run work that may outlast Slack's three seconds."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger()

T = TypeVar("T")


class Deadline:
    """Waits for work while there is time to answer; the work goes on regardless."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._tasks: set[asyncio.Task[Any]] = set()

    async def wait(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return the work's result, or None where it takes longer."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        done, _ = await asyncio.wait({task}, timeout=self._seconds)
        if done:
            return task.result()
        task.add_done_callback(_log_failure)
        return None

    async def drain(self) -> None:
        """Wait for the work in progress."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _log_failure(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("work that outlasted its answer failed", exc_info=task.exception())
