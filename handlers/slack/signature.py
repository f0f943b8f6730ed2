"""Verify Slack's signature by slack_sdk, before anything reads the body.

slack_sdk raises where a header has a form that Slack never sends; such a request counts as
unsigned. Source: Slack, "Verifying requests from Slack".
"""

import re
from dataclasses import dataclass

from multidict import CIMultiDictProxy
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from domain.clock import Clock

_TIMESTAMP = re.compile(r"[0-9]{10}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class _OurClock(SlackClock):
    clock: Clock

    def now(self) -> float:
        return self.clock().timestamp()


def signatures(secret: str, clock: Clock) -> SignatureVerifier:
    """Build the verifier of signatures up to five minutes before or after `clock`."""
    return SignatureVerifier(secret, _OurClock(clock))


def is_signed(verifier: SignatureVerifier, headers: CIMultiDictProxy[str], body: str) -> bool:
    """Return whether Slack signed these bytes within five minutes of `now`."""
    timestamp = _the_one(headers, "X-Slack-Request-Timestamp", _TIMESTAMP)
    signature = _the_one(headers, "X-Slack-Signature", _SIGNATURE)
    return verifier.is_valid(body, timestamp, signature)


def _the_one(headers: CIMultiDictProxy[str], name: str, pattern: re.Pattern[str]) -> str | None:
    values = headers.getall(name, [])
    return values[0] if len(values) == 1 and pattern.fullmatch(values[0]) else None
