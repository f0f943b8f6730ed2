"""Authentication of API requests, rate limits, and a problem document for every fault."""

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from aiohttp import web

from domain.clock import Clock
from domain.errors import KeyRefused
from domain.key_guessing import Guesses
from domain.sync_programs import ApiScope, ShownKey, SyncProgram
from handlers.api.client_address import ClientAddress
from handlers.api.errors import ProblemRaised, problem_of
from handlers.api.rate_limits import ASKS, GUESSES, Pace, RateLimiter
from handlers.api.responses import refused
from services.sync_programs.programs import SyncPrograms
from views.api.problems import TOO_LARGE, Problem, bad_request, failed, scope_missing, too_many

log: structlog.stdlib.BoundLogger = structlog.get_logger()

BODY_LIMIT = 16 * 1024
"""Bytes of a request."""
BODY_WITHIN = 10
"""Seconds."""
KEY_LIMIT = 256
"""Characters; our keys have 47."""

_STORE_KEY = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[web.Request, SyncProgram], Awaitable[web.Response]]
T = TypeVar("T", bound=ShownKey)
Look = Callable[[web.Request, str], Awaitable[T]]
"""Returns the key's owner and what is looked up together with it."""
AnswerTo = Callable[[web.Request, T], Awaitable[web.Response]]


async def body_of(request: web.Request) -> bytes:
    """Read a request's whole body before looking anything up that may change meanwhile.

    Raises `ProblemRaised` where the body is too long or does not arrive.
    """
    if (request.content_length or 0) > BODY_LIMIT:
        raise ProblemRaised(TOO_LARGE)
    try:
        async with asyncio.timeout(BODY_WITHIN):
            body = await request.read()
    except TimeoutError:
        raise ProblemRaised(bad_request("body", f"did not come within {BODY_WITHIN} s")) from None
    if len(body) > BODY_LIMIT:
        raise ProblemRaised(TOO_LARGE)
    return body


def store_key(text: str) -> str:
    """Return a store's key from the path, or an empty string where it cannot be one."""
    return text if _STORE_KEY.fullmatch(text) else ""


@dataclass(frozen=True)
class ApiAuthentication:
    """Checks keys, scopes and rate limits. `documents` is the page that describes every problem."""

    sync_programs: SyncPrograms
    paces: RateLimiter
    askers: ClientAddress
    guesses: Guesses
    clock: Clock
    documents: str

    @web.middleware
    async def always(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Middleware: answer every request, with a problem document where it fails."""
        try:
            return await handler(request)
        except Exception as fault:  # noqa: BLE001 - each is told, and the unknown ones logged
            return refused(self.problem(fault), self.documents)

    def needs(self, scope: ApiScope, answer: Answer) -> Handler:
        """Require a valid key with a scope."""

        async def look(_request: web.Request, key: str) -> ShownKey:
            return await self.sync_programs.shown(key)

        async def answered(request: web.Request, shown: ShownKey) -> web.Response:
            return await answer(request, shown.program)

        return self.looks(scope, look, answered)

    def looks(self, scope: ApiScope, look: Look[T], answer: AnswerTo[T]) -> Handler:
        """Do the same, looking up the key's owner together with what is asked for."""

        async def handle(request: web.Request) -> web.StreamResponse:
            shown, pace = await self.admit(request, look(request, _bearer(request)))
            if not shown.program.may(scope):
                raise ProblemRaised(scope_missing(scope))
            answered = await answer(request, shown)
            answered.headers.update(pace.headers)
            return answered

        return handle

    async def admit(self, request: web.Request, looking: Awaitable[T]) -> tuple[T, Pace]:
        """Return the key's owner. Raises `KeyRefused`, or `ProblemRaised` above the rate limit."""
        try:
            shown = await looking
        except KeyRefused:
            self._slow_down(request)
            raise
        await self.sync_programs.note_use(shown)
        pace = self.paces.count(ASKS, str(shown.program.id))
        if not pace.is_kept:
            raise ProblemRaised(too_many(pace.wait))
        return shown, pace

    def _slow_down(self, request: web.Request) -> None:
        """Slow down whoever tries many keys; a valid key is never held up by others."""
        address = self.askers.of(request)
        pace = self.paces.count(GUESSES, address)
        if pace.is_kept:
            return
        self.guesses.note(address, pace.count)
        raise ProblemRaised(too_many(pace.wait))

    def problem(self, fault: Exception) -> Problem:
        """Describe a fault; an unforeseen one is logged under a reference."""
        known = problem_of(fault, self.clock())
        if known is not None:
            return known
        reference = uuid.uuid4().hex[:8]
        log.error("a sync program's request failed", reference=reference, exc_info=fault)
        return failed(reference)


def _bearer(request: web.Request) -> str:
    """Return the bearer token of a request, or an empty string."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip()[:KEY_LIMIT] if kind.casefold() == "bearer" else ""
