"""What goes wrong at Amazon, when it is told to: for the next calls of one operation."""

import asyncio
import json
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

Operation = Literal["lwa.token", "spapi.participations", "spapi.listings", "spapi.catalog"]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Call:
    """One request, and the real answer for whoever wants it: `proceed` lets Amazon act."""

    request: web.Request
    proceed: Callable[[], Awaitable[web.StreamResponse]]
    sleep: Sleep


Fault = Callable[[Call], Awaitable[web.StreamResponse]]


class Hold:
    """A call that waits: `await reached()`, do what is to happen meanwhile, then `release()`."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self) -> None:
        await self._reached.wait()

    def release(self) -> None:
        self._released.set()

    async def before(self, call: Call) -> web.StreamResponse:
        await self._wait()
        return await call.proceed()

    async def after(self, call: Call) -> web.StreamResponse:
        response = await call.proceed()
        await self._wait()
        return response

    async def _wait(self) -> None:
        self._reached.set()
        await self._released.wait()


class Faults:
    """`calls` names every operation that was asked for, in order, those that failed too."""

    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._queued: dict[Operation, deque[Fault]] = defaultdict(deque)
        self._kept: dict[Operation, Fault | None] = {}
        self.calls: list[Operation] = []

    def next(self, operation: Operation, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls end in this fault; queued behind those set before."""
        self._queued[operation].extend([fault] * times)

    def keep(self, operations: Iterable[Operation], fault: Fault | None) -> None:
        """Let every call end in this fault that has none of its own; None ends it."""
        self._kept.update(dict.fromkeys(operations, fault))

    def kept(self, operation: Operation) -> Fault | None:
        """Tell in what every call ends that has no fault of its own."""
        return self._kept.get(operation)

    def hold(self, operation: Operation) -> Hold:
        """Pause the next call before Amazon has acted."""
        hold = Hold()
        self.next(operation, hold.before)
        return hold

    def hold_answer(self, operation: Operation) -> Hold:
        """Pause the next call when Amazon has acted, and before it answers."""
        hold = Hold()
        self.next(operation, hold.after)
        return hold

    def clear(self) -> None:
        self._queued.clear()
        self._kept.clear()

    def guard(self, operation: Operation, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            self.calls.append(operation)
            queued = self._queued[operation]
            fault = queued.popleft() if queued else self._kept.get(operation)
            if fault is None:
                return await handler(request)
            return await fault(Call(request, lambda: handler(request), self._sleep))

        return guarded


def answer(
    status: int, body: str = "", content_type: str = "application/json", **headers: str
) -> Fault:
    """Amazon does not act, and answers this."""

    async def fault(_: Call) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=body, content_type=content_type, headers=named)

    return fault


def unwell(status: int = 503) -> Fault:
    """5xx with a body in the shape that SP-API gives its errors."""
    body = '{"errors":[{"code":"InternalFailure","message":"We encountered an internal error."}]}'
    return answer(status, body)


def lwa_refuses(error: str, description: str = "", status: int = 400) -> Fault:
    """Login with Amazon does not act, and answers an error of RFC 6749."""
    return answer(status, json.dumps({"error_description": description, "error": error}))


def invalid_grant() -> Fault:
    text = "The request has an invalid grant parameter : refresh_token"
    return lwa_refuses(
        "invalid_grant", f"{text}. User may have revoked or didn't grant the permission."
    )


def invalid_client() -> Fault:
    return lwa_refuses("invalid_client", "Client authentication failed", 401)


def unauthorized_client() -> Fault:
    return lwa_refuses("unauthorized_client", "Not authorized for requested operation")


def denied(details: str = "") -> Fault:
    """SP-API refuses with 403; `details` tell why, and are empty where a role is missing."""
    message = "Access to requested resource is denied."
    error = {"code": "Unauthorized", "message": message, "details": details}
    return answer(403, json.dumps({"errors": [error]}))


def throttled(retry_after: int | None = None) -> Fault:
    message = "You exceeded your quota for the requested resource."
    body = f'{{"errors":[{{"code":"QuotaExceeded","message":"{message}","details":""}}]}}'
    if retry_after is None:
        return answer(429, body)
    return answer(429, body, Retry_After=str(retry_after))


def html(status: int = 503) -> Fault:
    page = "<!doctype html><title>Service unavailable</title><h1>Service unavailable</h1>"
    return answer(status, page, "text/html")


def bad_json() -> Fault:
    return answer(200, '{"payload": [')


def empty_object() -> Fault:
    return answer(200, "{}")


def huge() -> Fault:
    """10 MB of JSON."""

    async def fault(call: Call) -> web.StreamResponse:
        return await answer(200, f'{{"payload":"{"x" * 10_000_000}"}}')(call)

    return fault


def stall() -> Fault:
    """Nothing is ever answered."""

    async def fault(_: Call) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    return fault


def slow(seconds: float) -> Fault:
    """Amazon acts at once, and answers late."""

    async def fault(call: Call) -> web.StreamResponse:
        response = await call.proceed()
        await call.sleep(seconds)
        return response

    return fault


def drip(seconds: float) -> Fault:
    """Amazon acts at once, and answers a byte every so many seconds."""

    async def fault(call: Call) -> web.StreamResponse:
        response, body = _whole(await call.proceed())
        with suppress(ConnectionResetError):
            await response.prepare(call.request)
            for byte in body:
                await response.write(bytes([byte]))
                await call.sleep(seconds)
        return response

    return fault


def reset() -> Fault:
    """Reset the connection before Amazon has acted."""

    async def fault(call: Call) -> web.StreamResponse:
        return _cut(call.request)

    return fault


def reset_after() -> Fault:
    """Amazon acts, and the connection is reset before its answer."""

    async def fault(call: Call) -> web.StreamResponse:
        await call.proceed()
        return _cut(call.request)

    return fault


def truncated() -> Fault:
    """Amazon acts, and its answer ends in the middle."""

    async def fault(call: Call) -> web.StreamResponse:
        response, body = _whole(await call.proceed())
        await response.prepare(call.request)
        await response.write(body[: len(body) // 2])
        _cut(call.request)
        return response

    return fault


def _whole(real: web.StreamResponse) -> tuple[web.StreamResponse, bytes]:
    """Make an answer that promises the body of the real one, and is not sent yet."""
    body = real.body if isinstance(real, web.Response) else None
    whole = body if isinstance(body, bytes) else b"{}"
    response = web.StreamResponse(status=real.status)
    response.content_type = "application/json"
    response.content_length = len(whole)
    return response, whole


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        sock: socket.socket = request.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()
