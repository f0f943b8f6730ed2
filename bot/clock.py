"""The system's clock, which is handed to everything that needs the time."""

from datetime import UTC, datetime


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the system's clock
