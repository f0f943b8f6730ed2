"""Serves the page of the chat client: one document and the files beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aiohttp import web

from playground.client.clock import ClockRoutes

STATIC: Final = Path(__file__).parent / "static"
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_client_routes(app: web.Application) -> None:
    """Add the page, its files and the addresses of messages; not the client API."""
    app.router.add_get("/", _page)
    app.router.add_get(r"/archives/{conversation:\w+}/{message:p\d{16}}", _message)
    app.router.add_get("/client/static/{name}", _file)


def add_bar(app: web.Application, links: Mapping[str, str], clock: ClockRoutes | None) -> None:
    """Add what the page's bar holds: addresses by their texts, and a clock where there is one."""
    shown = {
        "links": [{"text": text, "url": url} for text, url in links.items()],
        "has_clock": clock is not None,
    }

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(shown)

    app.router.add_get("/client/bar", answer)
    if clock is not None:
        clock.add_to(app)


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html", headers=HEADERS)


async def _message(request: web.Request) -> web.Response:
    """Lead from a message's permalink into the page."""
    place = f"/#{request.match_info['conversation']}/{request.match_info['message']}"
    raise web.HTTPFound(place)


async def _file(request: web.Request) -> web.FileResponse:
    """404 for a name that is no file of the page."""
    path = STATIC / request.match_info["name"]
    if path.parent != STATIC or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=HEADERS)
