"""The line to the bot: signed HTTP with Slack's patience.

Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.slack.wire import Json

FORM = "application/x-www-form-urlencoded"


class BotUnreachableError(Exception):
    """The bot did not answer 200 in time.

    `code` is Slack's word for it, `final` says that the bot asked for no retry.
    """

    def __init__(self, code: str, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.final = final


@dataclass(frozen=True)
class Ack:
    """The bot's answer, status 200."""

    content_type: str
    body: str

    def json(self) -> Any:
        """Read the body as JSON, an empty one as None; ValueError where it is neither."""
        return json.loads(self.body) if self.body.strip() else None


@dataclass(frozen=True)
class Sent:
    """One request to the bot, as it went out."""

    body: bytes
    headers: Mapping[str, str]


class BotLine:
    """Posts to `{bot_url}/slack/events`; waits `patience` real seconds for the answer."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        signing_secret: str,
        patience: float,
    ) -> None:
        self._clock = clock
        self._secret = signing_secret.encode()
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self.sent: list[Sent] = []
        self.bot_url: str | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def form(self, fields: Mapping[str, str]) -> Ack:
        return await self._post(urlencode(fields).encode(), FORM, {})

    async def payload(self, payload: Json) -> Ack:
        """Post an interaction."""
        return await self.form({"payload": json.dumps(payload)})

    async def event(self, event: Json, headers: Mapping[str, str]) -> Ack:
        return await self._post(json.dumps(event).encode(), "application/json", headers)

    def signed(self, body: bytes) -> dict[str, str]:
        """Make the two headers that prove to the bot who sends."""
        timestamp = str(int(self._clock().timestamp()))
        base = b"v0:" + timestamp.encode() + b":" + body
        signature = hmac.new(self._secret, base, hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }

    async def _post(self, body: bytes, content_type: str, extra: Mapping[str, str]) -> Ack:
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            **self.signed(body),
            **extra,
        }
        self.sent.append(Sent(body, headers))
        return await self.again(self.sent[-1])

    async def again(self, sent: Sent) -> Ack:
        """Send a request as it is, signature and all; BotUnreachableError as the first time."""
        if self._session is None or self.bot_url is None:
            raise BotUnreachableError("dispatch_failed", "no address of the bot is set")
        url = f"{self.bot_url.rstrip('/')}/slack/events"
        try:
            async with asyncio.timeout(self._patience):
                return await self._answer(self._session, url, sent)
        except TimeoutError as late:
            reason = f"the bot did not answer within {self._patience:g} seconds"
            raise BotUnreachableError("operation_timeout", reason) from late
        except aiohttp.ClientError as broken:
            reason = f"the bot cannot be reached: {broken or type(broken).__name__}"
            raise BotUnreachableError("dispatch_failed", reason) from broken

    async def _answer(
        self,
        session: aiohttp.ClientSession,
        url: str,
        sent: Sent,
    ) -> Ack:
        post = session.post(url, data=sent.body, headers=sent.headers, allow_redirects=False)
        async with post as answer:
            text = await answer.text(errors="replace")
            if answer.status != 200:
                reason = f"the bot answered HTTP {answer.status}: {text[:300]}"
                final = answer.headers.get("X-Slack-No-Retry") == "1"
                raise BotUnreachableError("dispatch_failed", reason, final=final)
            return Ack(answer.content_type, text)
