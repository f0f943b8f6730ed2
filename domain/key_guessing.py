"""Detect that API keys are being guessed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import Clock

QUIET = timedelta(hours=1)
"""How long it must be quiet before the guessing counts as over."""


@dataclass(frozen=True, slots=True)
class Guessed:
    """Wrong keys from one address within one minute, and when the last one came."""

    address: str
    count: int
    at: datetime


class Guesses:
    """Notes wrong keys. The API's authentication writes it, a sweep raises the alarm."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.latest: Guessed | None = None

    def note(self, address: str, count: int) -> None:
        """Note an address that sends wrong keys faster than mistakes happen."""
        self.latest = Guessed(address, count, self._clock())
