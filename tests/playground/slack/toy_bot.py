"""A bot of a few lines for the local Slack's own tests: it answers as the test says."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from block_makers import Json

SECRET = "a-signing-secret"
TOKEN = "xoxb-local"


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.move(seconds=seconds)


@dataclass
class Request:
    headers: dict[str, str]
    body: bytes
    form: dict[str, str]
    payload: Json


@dataclass
class ToyBot:
    """Keeps what came; answers with `answers[kind]`, kind being a payload's type or `command`."""

    url: str = ""
    requests: list[Request] = kept(default_factory=list)
    answers: dict[str, Callable[[Request], Any]] = kept(default_factory=dict)

    @property
    def last(self) -> Json:
        return self.requests[-1].payload

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        form = {k: str(v) for k, v in (await request.post()).items()}
        payload = json.loads(form["payload"]) if "payload" in form else _parsed(request, body, form)
        came = Request(dict(request.headers), body, form, payload)
        self.requests.append(came)
        kind = payload.get("type", "command")
        answer = self.answers.get(kind, lambda _: None)(came)
        if hasattr(answer, "__await__"):
            answer = await answer
        if isinstance(answer, web.Response):
            return answer
        if isinstance(answer, str):
            return web.Response(text=answer)
        return web.json_response(answer) if answer is not None else web.Response()


def _parsed(request: web.Request, body: bytes, form: dict[str, str]) -> Json:
    return json.loads(body) if request.content_type == "application/json" else dict(form)


def signature(timestamp: str, body: bytes) -> str:
    base = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()


@asynccontextmanager
async def toy_bot() -> AsyncIterator[ToyBot]:
    bot = ToyBot()
    app = web.Application()
    app.router.add_post("/slack/events", bot.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield bot
    await runner.cleanup()
