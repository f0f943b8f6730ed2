"""The stand-in's pages: templates, the one style sheet, and the headers they go out with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Addresses:
    """Where each part of the stand-in listens, without a slash at the end."""

    lwa: str
    spapi: str
    seller_central: str
    sign_in: str


@cache
def _templates() -> Environment:
    """Return the templates, each compiled once per process."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )


class Pages:
    def render(self, name: str, *, status: int = 200, **shown: object) -> web.Response:
        html = _templates().get_template(f"{name}.html").render(shown)
        return web.Response(text=html, content_type="text/html", status=status)

    def application(self) -> web.Application:
        """Make an application with the style sheet, in which every page has the headers."""
        app = web.Application(middlewares=[_headers])
        app.router.add_get("/style.css", _style)
        return app


@web.middleware
async def _headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        answer.headers.update(HEADERS)
        raise
    response.headers.update(HEADERS)
    return response


async def _style(_: web.Request) -> web.FileResponse:
    return web.FileResponse(TEMPLATES / "style.css")
