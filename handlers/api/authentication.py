"""The API's door: whose key it is, how often it asks, and a problem document for every fault."""

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
"""Characters; ours have 47."""

_STORE_KEY = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[web.Request, SyncProgram], Awaitable[web.Response]]
T = TypeVar("T", bound=ShownKey)
Look = Callable[[web.Request, str], Awaitable[T]]
"""Returns whose key it is, and what is looked up with it."""
AnswerTo = Callable[[web.Request, T], Awaitable[web.Response]]


async def body_of(request: web.Request) -> bytes:
    """Read a request's body to its end, before anything is looked up that may change meanwhile.

    Raises `ProblemRaised` where it is longer than any of ours has to be, or does not come.
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
    """Return the key of a store; empty, as no store's is, where it cannot be one."""
    return text if _STORE_KEY.fullmatch(text) else ""


@dataclass(frozen=True)
class ApiAuthentication:
    """`documents` is the address of the page that tells of every problem."""

    sync_programs: SyncPrograms
    paces: RateLimiter
    askers: ClientAddress
    guesses: Guesses
    clock: Clock
    documents: str

    @web.middleware
    async def always(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer whatever happens, with a problem document where it is no answer."""
        try:
            return await handler(request)
        except Exception as fault:  # noqa: BLE001 - each is told, and the unknown ones logged
            return refused(self.problem(fault), self.documents)

    def needs(self, scope: ApiScope, answer: Answer) -> Handler:
        """Let a request come to its answer with a key that counts and has a scope."""

        async def look(_request: web.Request, key: str) -> ShownKey:
            return await self.sync_programs.shown(key)

        async def answered(request: web.Request, shown: ShownKey) -> web.Response:
            return await answer(request, shown.program)

        return self.looks(scope, look, answered)

    def looks(self, scope: ApiScope, look: Look[T], answer: AnswerTo[T]) -> Handler:
        """Do the same where whose key it is is looked up together with what is asked for."""

        async def handle(request: web.Request) -> web.StreamResponse:
            shown, pace = await self.admit(request, look(request, _bearer(request)))
            if not shown.program.may(scope):
                raise ProblemRaised(scope_missing(scope))
            answered = await answer(request, shown)
            answered.headers.update(pace.headers)
            return answered

        return handle

    async def admit(self, request: web.Request, looking: Awaitable[T]) -> tuple[T, Pace]:
        """Return whose key it is; raises `KeyRefused` or, at too fast a pace, `ProblemRaised`."""
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
        """Let whoever tries many keys wait; a key that counts is never held up by others."""
        address = self.askers.of(request)
        pace = self.paces.count(GUESSES, address)
        if pace.is_kept:
            return
        self.guesses.note(address, pace.count)
        raise ProblemRaised(too_many(pace.wait))

    def problem(self, fault: Exception) -> Problem:
        """Tell a fault; one that nobody knows is logged, and gets a reference."""
        known = problem_of(fault, self.clock())
        if known is not None:
            return known
        reference = uuid.uuid4().hex[:8]
        log.error("a sync program's request failed", reference=reference, exc_info=fault)
        return failed(reference)


def _bearer(request: web.Request) -> str:
    """Return the key that a request shows; empty where it shows none."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip()[:KEY_LIMIT] if kind.casefold() == "bearer" else ""
