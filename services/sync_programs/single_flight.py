"""Single-flight: concurrent callers share one call."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any


class SingleFlight:
    """Shares calls by key; used where tokens are fetched and keys are noted."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[None]] = {}

    async def join(self, key: Hashable, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Await the call in progress, or start it; raises what it raises.

        A cancelled caller leaves it to the others.
        """
        flight = self._under_way.get(key)
        if flight is None:
            flight = self._under_way[key] = asyncio.create_task(begin())
            flight.add_done_callback(lambda ended: self._ended(key, ended))
        await asyncio.shield(flight)

    def _ended(self, key: Hashable, flight: asyncio.Task[None]) -> None:
        del self._under_way[key]
        if not flight.cancelled():
            flight.exception()  # nobody may be left to ask for it
