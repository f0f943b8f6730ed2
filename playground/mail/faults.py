"""Faults that a test asks for: what the mail server may do besides taking a mail."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Fate:
    """One command's fate: an answer of `code` and `text`, or without a code a cut connection.

    `stalls` waits until the server is stopped; `lost` lets a mail take effect before.
    """

    code: int | None = None
    text: str = "for a test"
    stalls: bool = False
    lost: bool = False


class MailFaults:
    """The faults still to come, in order, per command; `CONNECT` is the greeting.

    A stalled answer comes once `stalled` is set.
    """

    def __init__(self) -> None:
        self._fates: dict[str, deque[Fate]] = defaultdict(deque)
        self.stalled = asyncio.Event()

    def next(self, command: str, fate: Fate, *, times: int = 1) -> None:
        self._fates[command].extend([fate] * times)

    def take(self, command: str) -> Fate | None:
        return self._fates[command].popleft() if self._fates[command] else None
