"""Cursor pagination of lists."""

import base64
import binascii
from urllib.parse import urlencode

from aiohttp import web

from handlers.api.errors import ProblemRaised
from views.api.problems import bad_request

MOST = 200
USUAL = 50
CURSOR_LIMIT = 2048
"""Characters; ours have up to 1,707, for the longest name that is kept."""


def parameter(request: web.Request, name: str) -> str | None:
    """Return a parameter's value; raises `ProblemRaised` where it is repeated."""
    values = request.query.getall(name, [])
    if len(values) > 1:
        raise ProblemRaised(bad_request(name, "is given more than once"))
    if values and "\0" in values[0]:
        raise ProblemRaised(bad_request(name, "holds a character that no text has"))
    return values[0] if values else None


def only(request: web.Request, *names: str) -> None:
    """Refuse unknown parameters: a mistyped filter would let everything through."""
    unknown = next((name for name in request.query if name not in names), None)
    if unknown is not None:
        raise ProblemRaised(
            bad_request(unknown[:80], f"is not known; there are {', '.join(names)}")
        )


def limit(request: web.Request) -> int:
    """Return the page size."""
    text = parameter(request, "limit")
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise ProblemRaised(bad_request("limit", f"is a number from 1 to {MOST}"))
    return int(text)


def after(request: web.Request) -> str:
    """Return what the cursor points at; empty for the first page."""
    text = parameter(request, "cursor")
    if text is None:
        return ""
    foreign = ProblemRaised(bad_request("cursor", "is not one that an earlier page gave"))
    if len(text) > CURSOR_LIMIT:
        raise foreign
    try:
        position = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        raise foreign from None
    if "\0" in position:
        raise foreign
    return position


def cursor(position: str | None) -> str | None:
    """Return the cursor of the next page, or None on the last."""
    if position is None:
        return None
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def link(request: web.Request, following: str | None) -> dict[str, str]:
    """Return the `Link` header to the next page (RFC 8288)."""
    if following is None:
        return {}
    query = urlencode({**request.query, "cursor": following})
    return {"Link": f'<{request.path}?{query}>; rel="next"'}
