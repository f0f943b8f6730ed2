"""The system's clock. It is handed to everything that needs to know the time."""

from datetime import UTC, datetime


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the system's clock
