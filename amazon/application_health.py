"""What Amazon last said about our own application, whichever seller a call concerned."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from amazon.errors import AmazonError
from domain.clock import Clock


class Api(StrEnum):
    """The two APIs that check an application's credentials."""

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
    """Notes what Amazon says of our application. Clients write it, a sweep reads it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._honoured: dict[Api, datetime] = {}
        self.refusal: ApplicationRefusal | None = None
        """The latest refusal, even if Amazon has accepted us since."""
        self.answers: Counter[tuple[Api, str]] = Counter()
        """Counts of Amazon's responses: `ok`, or the name of an error."""

    @contextmanager
    def counting(self, api: Api) -> Iterator[None]:
        """Count the outcome of a call."""
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
        """Return whether Amazon has accepted our credentials since a moment."""
        honoured = self._honoured.get(api)
        return honoured is not None and honoured > moment
