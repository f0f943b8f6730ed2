"""`/livez` and `/readyz`: whether the process is alive and can take requests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

IsReady = Callable[[], Awaitable[str | None]]
"""Returns None, or a few words about what is not ready."""


@dataclass(frozen=True)
class Health:
    """Answers the probes of a load balancer or orchestrator."""

    is_ready: IsReady

    async def live(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(self, _request: web.Request) -> web.Response:
        missing = await self.is_ready()
        if missing is None:
            return web.Response(text="ok\n")
        return web.Response(status=503, text=f"not ready: {missing}\n")
