"""Slack's signature on the raw bytes of a request, checked before anything reads them.

Source: Slack, "Verifying requests from Slack": `v0=` + HMAC-SHA256 over `v0:timestamp:body`.
"""

import hashlib
import hmac
import re
from datetime import datetime

from multidict import CIMultiDictProxy

_TIMESTAMP = re.compile(r"[0-9]{10}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_TOLERANCE = 300
"""Seconds between Slack's clock and ours."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def is_signed(secret: str, headers: CIMultiDictProxy[str], body: bytes, now: datetime) -> bool:
    """Tell whether Slack signed these bytes within five minutes of `now`."""
    timestamp = _the_one(headers, "X-Slack-Request-Timestamp", _TIMESTAMP)
    signature = _the_one(headers, "X-Slack-Signature", _SIGNATURE)
    if timestamp is None or signature is None:
        return False
    if abs(now.timestamp() - int(timestamp)) > _TOLERANCE:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body), signature)


def _the_one(headers: CIMultiDictProxy[str], name: str, pattern: re.Pattern[str]) -> str | None:
    values = headers.getall(name, [])
    return values[0] if len(values) == 1 and pattern.fullmatch(values[0]) else None
