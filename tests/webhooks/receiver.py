"""A sync program's side of webhooks: verifies events, and can fail in each way."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from standardwebhooks import Webhook

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
BIG = 10 * 1024 * 1024


@dataclass(frozen=True)
class Received:
    """One request, as it came."""

    headers: dict[str, str]
    body: str
    path: str

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def signatures(self) -> list[str]:
        return self.headers["webhook-signature"].split(" ")

    def is_signed_with(self, secret: str) -> bool:
        """Tell whether the specification's library signs the same, at the moment that is told."""
        at = datetime.fromtimestamp(int(self.headers["webhook-timestamp"]), UTC)
        return Webhook(secret).sign(self.id, at, self.body) in self.signatures


@dataclass
class Receiver:
    """`answers` are given once each, in order; then it takes everything."""

    received: list[Received] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)
    always: Answer | None = None
    bytes_sent: int = 0
    _runner: web.AppRunner | None = None
    _port: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/hooks/a-secret-path?key=a-secret-query"

    @property
    def types(self) -> list[str]:
        return [received.event["type"] for received in self.received]

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        self.answers.extend([status_of(status, **headers)] * times)

    async def came(self, count: int) -> None:
        """Wait until so many requests have come."""
        async with self._came:
            await asyncio.wait_for(self._came.wait_for(lambda: len(self.received) >= count), 15)

    def let_go(self) -> None:
        """Answer what hangs."""
        self._released.set()

    async def hang(self, _request: web.Request) -> web.StreamResponse:
        await self._released.wait()
        return web.Response()

    async def big(self, request: web.Request) -> web.StreamResponse:
        """Say that it was taken, and go on for ten megabytes."""
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(BIG // 4096):
                await response.write(b"x" * 4096)
                self.bytes_sent += 4096
        except ConnectionError:
            pass
        return response

    async def close(self, request: web.Request) -> web.StreamResponse:
        """Cut the connection without a word."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.let_go()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(Received(headers, await request.text(), request.path))
        async with self._came:
            self._came.notify_all()
        answer = self.answers.popleft() if self.answers else self.always
        return await answer(request) if answer else web.Response(status=204)


def status_of(status: int, **headers: str) -> Answer:
    """Answer with a status; `Retry_After="5"` is a header."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers=told)

    return answer
