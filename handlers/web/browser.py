"""The browser: its cookie, its language, and whether a form came from our own page."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from aiohttp import web

from views.language import Translator, Translators

_COOKIE_BYTES = 32
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
"""32 bytes in base64url."""
_COOKIE_DAYS = 30
_LANGUAGE = "language"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Browsers:
    """Reads and sets the browser's cookies. `is_https`: they may carry the `__Host-` prefix."""

    languages: Translators
    is_https: bool

    @property
    def cookie_name(self) -> str:
        return "__Host-browser" if self.is_https else "browser"

    def cookie(self, request: web.Request) -> str | None:
        """Return the browser's cookie if it is one that we could have set."""
        value = request.cookies.get(self.cookie_name, "")
        return value if _COOKIE.fullmatch(value) else None

    def keep(self, answer: web.Response, cookie: str | None) -> str:
        """Return the browser's cookie; a browser without one gets it with this response."""
        value = cookie or secrets.token_urlsafe(_COOKIE_BYTES)
        self._set(answer, self.cookie_name, value)
        return value

    def language(self, request: web.Request) -> Translator:
        """Choose by `?lang=`, then the earlier choice, then Accept-Language."""
        for tag in (request.query.get("lang", ""), request.cookies.get(_LANGUAGE, "")):
            if tag in self.languages:
                return self.languages.of(tag)
        for tag in _accepted(request.headers.get("Accept-Language", "")):
            if tag.split("-")[0].lower() in self.languages:
                return self.languages.of(tag)
        return self.languages.default

    def remember_language(self, request: web.Request, answer: web.Response) -> None:
        tag = request.query.get("lang", "")
        if tag in self.languages:
            self._set(answer, _LANGUAGE, tag)

    def _set(self, answer: web.Response, name: str, value: str) -> None:
        answer.set_cookie(
            name,
            value,
            max_age=_COOKIE_DAYS * 24 * 3600,
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="Lax",
        )


async def read_form(request: web.Request) -> dict[str, str]:
    """Parse a form of ours; what no browser sends counts as empty.

    So does a form that repeats a field.
    """
    if request.content_type != _FORM:
        return {}
    try:
        fields = await request.post()
    except (ValueError, LookupError):
        return {}
    if len(set(fields)) != len(fields):
        return {}
    return {name: str(value) for name, value in fields.items()}


def form_token(cookie: str) -> str:
    """Return this browser's form token, which nobody can make without its cookie."""
    return hashlib.sha256(b"form:" + cookie.encode()).hexdigest()


def is_own_form(request: web.Request, cookie: str | None, token: str) -> bool:
    """Return whether a POST comes from our own page.

    Browsers say so in `Sec-Fetch-Site`. Older ones send the form token instead, because under our
    referrer policy their `Origin` is null.
    """
    if cookie is None:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return hmac.compare_digest(form_token(cookie).encode(), token.encode())


def _accepted(header: str) -> list[str]:
    """Return the language tags of an Accept-Language header, most preferred first."""
    weighed = []
    for part in header.split(",")[:20]:
        tag, _, parameters = part.strip().partition(";")
        quality = parameters.strip().removeprefix("q=")
        weight = float(quality) if quality.replace(".", "", 1).isdecimal() else 1.0
        weighed.append((weight, tag))
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]
