"""A page on which a person lets the local Amazon fail, and get well again. Amazon has no such."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from playground.amazon.faults import Fault, Faults, Operation, slow, throttled, unwell
from playground.amazon.pages import Pages
from playground.amazon.state import AmazonState

PATH = "/troubles"
LATE = 20.0
"""Seconds; more than anybody waits for an answer."""


@dataclass(frozen=True)
class Choice:
    text: str
    choose: Callable[[], None]


@dataclass(frozen=True)
class Part:
    """One part of Amazon; the first of its choices is that all is well."""

    name: str
    about: str
    choices: Sequence[Choice]


class Troubles:
    """What is chosen lasts until something else is chosen."""

    def __init__(self, state: AmazonState, faults: Faults, pages: Pages) -> None:
        self._state = state
        self._faults = faults
        self._pages = pages
        self._parts = [
            self._service("Login with Amazon", "exchanges codes, refreshes tokens", "lwa.token"),
            self._service(
                "Selling Partner API",
                "tells where a seller sells",
                *("spapi.participations", "spapi.listings", "spapi.catalog"),
            ),
            self._secret(),
        ]
        self._chosen = [0] * len(self._parts)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._show)
        app.router.add_post(PATH, self._choose)

    def _service(self, name: str, about: str, *operations: Operation) -> Part:
        def keeping(fault: Fault | None) -> Callable[[], None]:
            return lambda: self._faults.keep(operations, fault)

        return Part(
            name,
            about,
            [
                Choice("Works", keeping(None)),
                Choice("Unavailable (503)", keeping(unwell())),
                Choice("Too many requests (429)", keeping(throttled())),
                Choice(f"Answers after {LATE:g} seconds", keeping(slow(LATE))),
            ],
        )

    def _secret(self) -> Part:
        expired = self._state.expired_secrets
        known = [a.client_id for a in self._state.applications.values()]
        choices = [
            Choice("Valid", expired.clear),
            Choice("Over 180 days old", lambda: expired.update(known)),
        ]
        return Part("Client secret", "of the application", choices)

    async def _show(self, _request: web.Request) -> web.Response:
        rows = list(zip(self._parts, self._chosen, strict=True))
        return self._pages.render("troubles", rows=rows, path=PATH, visitor=None)

    async def _choose(self, request: web.Request) -> web.Response:
        """Answer 400 for what is not on the page."""
        form = await request.post()
        try:
            part, choice = int(str(form["part"])), int(str(form["choice"]))
            self._parts[part].choices[choice].choose()
        except (KeyError, ValueError, IndexError):
            raise web.HTTPBadRequest from None
        self._chosen[part] = choice
        raise web.HTTPSeeOther(PATH)
