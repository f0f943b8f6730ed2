"""What just happened, for whoever looks on: open pages, and tests that wait."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from playground.slack.wire import Json

Found = TypeVar("Found")


class Feed:
    """One stream of events per person, and a bell that rings at every change."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Queue[Json | None]]] = defaultdict(set)
        self._bells: set[asyncio.Future[None]] = set()

    @contextmanager
    def listen(self, user_id: str) -> Iterator[asyncio.Queue[Json | None]]:
        """Events for one person, in order; None ends the stream."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._listeners[user_id].add(queue)
        try:
            yield queue
        finally:
            self._listeners[user_id].discard(queue)

    def publish(self, users: Iterable[str], event: Json) -> None:
        for user_id in users:
            for queue in self._listeners[user_id]:
                queue.put_nowait(event)
        self.ring()

    def close(self) -> None:
        for queues in self._listeners.values():
            for queue in queues:
                queue.put_nowait(None)

    def ring(self) -> None:
        for bell in self._bells:
            if not bell.done():
                bell.set_result(None)
        self._bells.clear()

    async def until(self, look: Callable[[], Found | None], seconds: float) -> Found:
        """Wait for `look` to find something; TimeoutError after so many real seconds."""
        async with asyncio.timeout(seconds):
            while not (found := look()):
                bell = asyncio.get_running_loop().create_future()
                self._bells.add(bell)
                await bell
        return found
