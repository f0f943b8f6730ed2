"""Keys of sync programs that somebody guesses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import Clock

QUIET = timedelta(hours=1)
"""How long nobody must have guessed before that is over."""


@dataclass(frozen=True, slots=True)
class Guessed:
    """So many wrong keys of one address within one minute, and when the last one came."""

    address: str
    count: int
    at: datetime


class Guesses:
    """Written where keys are shown; a sweep compares it with what was told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.latest: Guessed | None = None

    def note(self, address: str, count: int) -> None:
        """Note an address whose wrong keys come faster than mistakes do."""
        self.latest = Guessed(address, count, self._clock())
