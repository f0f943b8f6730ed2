"""The time of the demo: one for the stand-ins and the bot, and a person can move it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class DemoClock:
    """The system's time, and ahead of it as far as it was moved."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - the demo's own clock
