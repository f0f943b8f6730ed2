"""Signed slash commands over connections that stay open, as lean as they can be sent.

A general HTTP client takes longer than the bare app that is measured; this one a quarter of it.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Protocol, Self
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from domain.clock import Clock
from playground.ports import LOOPBACK
from playground.slack.nordic_shop import HOME

ASKER = "U0ANNA0001"
_LENGTH = re.compile(rb"Content-Length: (\d+)", re.IGNORECASE)
_BODY = urlencode(
    {
        "token": "unused",
        "team_id": HOME,
        "team_domain": "nordic-shop",
        "channel_id": "C0AMAZON01",
        "channel_name": "amazon",
        "user_id": ASKER,
        "user_name": "anna",
        "command": "/amazon-store",
        "text": "list",
        "api_app_id": "A0AMZSTORE",
        "response_url": f"http://{LOOPBACK}:9/unused",
        "trigger_id": "1.2.3",
    }
).encode()


@dataclass(frozen=True)
class Commands:
    """What Slack sends for `/amazon-store list`."""

    secret: str
    clock: Clock

    def request(self) -> bytes:
        """Return one request, signed now."""
        timestamp = str(int(self.clock().timestamp()))
        verifier = SignatureVerifier(self.secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=_BODY)
        head = (
            f"POST /slack/events HTTP/1.1\r\nHost: {LOOPBACK}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(_BODY)}\r\n"
            f"X-Slack-Request-Timestamp: {timestamp}\r\n"
            f"X-Slack-Signature: {signature}\r\n\r\n"
        )
        return head.encode() + _BODY


class Requests(Protocol):
    def request(self) -> bytes:
        """Return one request over HTTP, whole."""
        ...


@dataclass(frozen=True)
class Line:
    """One connection; one request at a time."""

    requests: Requests
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, requests: Requests, port: int) -> Self:
        return cls(requests, *await asyncio.open_connection(LOOPBACK, port))

    async def ask(self) -> bytes:
        """Send a request and return the answer's body; an answer that is not 200 ends the run."""
        self.writer.write(self.requests.request())
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        assert head.startswith(b"HTTP/1.1 200 "), head
        assert length is not None, head
        return await self.reader.readexactly(int(length[1]))
