"""Background work: kept referenced, logged when it fails, drained at the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Background:
    """Runs work that nobody awaits, such as the sends of the deliveries."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start `work`; a failure is logged under `name`, and a later tick tries again."""
        task = asyncio.create_task(self._run(name, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def drain(self) -> None:
        """Wait for everything that was started."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:
            log.exception("work in the background failed and is tried again", work=name)
