"""The HTTP client for webhooks: signed, bounded, and never into our own network."""

import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from aiohttp import (
    AddrInfoType,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    SocketFactoryType,
    TCPConnector,
)
from standardwebhooks import Webhook

from domain.public_addresses import is_public
from domain.webhooks import (
    LONGEST_PAUSE,
    PAUSE,
    SEND_LIMIT,
    Destination,
    NotTaken,
    WebhookEvent,
)

_GONE = 410
_OVERLOADED = {429, 502, 503, 504}
"""Source: Standard Webhooks, "Delivery success and failure"."""


class PrivateAddress(OSError):
    """The endpoint's name resolves to an address that is not public."""


@dataclass(frozen=True)
class WebhookClient:
    """Sends signed events; one session reaches public addresses only, the other any."""

    public: ClientSession
    any: ClientSession

    @classmethod
    @asynccontextmanager
    async def open(cls, limit: timedelta = SEND_LIMIT) -> AsyncIterator[Self]:
        """Open the sessions; `limit` is the time-out of one send."""
        async with (
            _session(_public_socket, limit) as public,
            _session(_socket, limit) as every,
        ):
            yield cls(public, every)

    async def send(self, to: Destination, event: WebhookEvent, at: datetime) -> int:
        """Send one event, signed at a moment; returns the HTTP status with which it was accepted.

        Raises `NotTaken`. Of the response only the head is read, and redirects are not followed.
        """
        body = json.dumps(event.payload, separators=(",", ":"))
        session = self.any if to.allows_private else self.public
        try:
            async with session.post(
                to.url,
                data=body.encode(),
                headers=_headers(to, event, at, body),
                allow_redirects=False,
            ) as answer:
                return _taken(answer, at)
        except TimeoutError:
            raise NotTaken("timeout", PAUSE) from None
        except (ClientError, OSError, ValueError) as fault:
            raise NotTaken(_word(fault)) from None


def _headers(to: Destination, event: WebhookEvent, at: datetime, body: str) -> Mapping[str, str]:
    """Sign with every valid secret; the library takes any datetime for UTC."""
    utc = at.astimezone(UTC)
    signed = [Webhook(secret).sign(event.message_id, utc, body) for secret in to.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "amazon-store-bot",
        "webhook-id": event.message_id,
        "webhook-timestamp": str(int(utc.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def _taken(answer: ClientResponse, at: datetime) -> int:
    status = answer.status
    if 200 <= status < 300:
        return status
    pause = _retry_after(answer, at) or (PAUSE if status in _OVERLOADED else timedelta())
    raise NotTaken(str(status), pause, is_gone=status == _GONE)


def _retry_after(answer: ClientResponse, at: datetime) -> timedelta | None:
    """Read the `Retry-After` of a response, within reason; None where there is none.

    Source: RFC 9110, 10.2.3: a number of seconds, or a date.
    """
    told = answer.headers.get("Retry-After", "")
    if told.isascii() and told.isdigit():
        return min(timedelta(seconds=int(told[:9])), LONGEST_PAUSE)
    try:
        wait = parsedate_to_datetime(told) - at
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(wait, timedelta()), LONGEST_PAUSE)


def _word(fault: Exception) -> str:
    """Name a fault without its text, which repeats the address."""
    if isinstance(fault, PrivateAddress) or isinstance(fault.__cause__, PrivateAddress):
        return "private_address"
    return type(fault).__name__


@asynccontextmanager
async def _session(sockets: SocketFactoryType, limit: timedelta) -> AsyncIterator[ClientSession]:
    connector = TCPConnector(socket_factory=sockets, force_close=True, limit=0, use_dns_cache=False)
    async with ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=limit.total_seconds()),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
    ) as session:
        yield session


def _socket(info: AddrInfoType) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


def _public_socket(info: AddrInfoType) -> socket.socket:
    """Create a socket for one address, after every name and notation has been resolved.

    Raises `PrivateAddress`.
    """
    address, *_ = info[4]
    if not is_public(str(address)):
        raise PrivateAddress("a private address")
    return _socket(info)
