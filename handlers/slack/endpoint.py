"""The endpoint for Slack: verify a request, parse it, and pass Bolt a mapping.

Bolt would search a raw body for the word "payload", so it never gets one.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from handlers.slack.payloads import is_slacks
from handlers.slack.signature import is_signed

BODY_LIMIT = 256 * 1024
"""Bytes; Slack's own requests are smaller."""
_FIELDS = 64
_SSL_CHECK_LIMIT = 256
"""Bytes; a token and a number."""
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


class Mangled(Exception):
    """The request is not in a form that Slack sends."""


@dataclass(frozen=True)
class SlackEndpoint:
    """Verifies Slack's requests and passes them to Bolt; serves `POST /slack/events`."""

    app: AsyncApp
    verifier: SignatureVerifier

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 401 to what Slack did not sign, 400 to the malformed, 413 to the too large."""
        raw = await request.read()
        if is_ssl_check(raw):
            return web.Response()
        try:
            text = _decoded(raw)
            if not is_signed(self.verifier, request.headers, text):
                return web.Response(status=401)
            return await self._dispatch(_for_bolt(parse(text, request.content_type)))
        except Mangled:
            return web.Response(status=400)

    async def _dispatch(self, request: AsyncBoltRequest) -> web.Response:
        answer = await self.app.async_dispatch(request)
        is_json = answer.first_headers().get("content-type", "").startswith("application/json")
        kind = "application/json" if is_json else "text/plain"
        return web.Response(status=answer.status, text=answer.body or "", content_type=kind)


def is_ssl_check(raw: bytes) -> bool:
    """Tell Slack's look at our certificate, the one request that it does not sign.

    Source: Slack, "Slash commands": "SSL and certificates", `ssl_check=1` and a token.
    """
    return len(raw) <= _SSL_CHECK_LIMIT and b"ssl_check=1" in raw.split(b"&")


def _decoded(raw: bytes) -> str:
    """Decode the bytes; only their exact text passes, so the signature covers it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Mangled from None


def parse(text: str, content_type: str) -> dict[str, Any]:
    """Parse a command's fields, an interaction's payload or an event; raises `Mangled`."""
    try:
        if content_type == _JSON:
            return _mapping(json.loads(text))
        fields = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_FIELDS,
        )
        body = dict(fields)
        if content_type != _FORM or not fields or len(body) != len(fields):
            raise Mangled
        return _mapping(json.loads(body["payload"])) if set(body) == {"payload"} else body
    except (ValueError, RecursionError):
        raise Mangled from None


def _for_bolt(body: dict[str, Any]) -> AsyncBoltRequest:
    """Pass a body to Bolt, which reads the sender from it and fails on odd values."""
    if not is_slacks(body):
        raise Mangled
    try:
        return AsyncBoltRequest(body=body, mode="socket_mode")
    except (AttributeError, KeyError, TypeError):
        raise Mangled from None


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Mangled
    return value
