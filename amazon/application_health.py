"""What Amazon last said of our application itself, whichever seller was asked about."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from amazon.errors import AmazonError
from domain.clock import Clock


class Api(StrEnum):
    """The two that know an application by its credentials."""

    LWA = "lwa"
    SPAPI = "spapi"


@dataclass(frozen=True, slots=True)
class ApplicationRefusal:
    """`code` and `details` are Amazon's own words."""

    api: Api
    code: str
    details: str
    at: datetime


class ApplicationHealth:
    """Written by the clients that ask Amazon; a sweep compares it with what was told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._honoured: dict[Api, datetime] = {}
        self.refusal: ApplicationRefusal | None = None
        """The latest one, also when Amazon has been well again since."""
        self.answers: Counter[tuple[Api, str]] = Counter()
        """How often Amazon has answered in which way: `ok`, or an error's name."""

    @contextmanager
    def counting(self, api: Api) -> Iterator[None]:
        """Count how a call ends."""
        try:
            yield
        except AmazonError as fault:
            self.answers[api, type(fault).__name__] += 1
            raise
        self.answers[api, "ok"] += 1

    def refused(self, api: Api, code: str, details: str) -> None:
        self.refusal = ApplicationRefusal(api, code, details, self._clock())

    def honoured(self, api: Api) -> None:
        self._honoured[api] = self._clock()

    def is_honoured_since(self, api: Api, moment: datetime) -> bool:
        """Tell whether Amazon has taken our credentials after a moment."""
        honoured = self._honoured.get(api)
        return honoured is not None and honoured > moment
