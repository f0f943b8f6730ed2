"""Time and sleep, as they are injected."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the current time, aware, in UTC."""

Sleep = Callable[[float], Awaitable[None]]
"""Sleeps for some seconds."""


def rfc3339(at: datetime) -> str:
    """Format a moment as RFC 3339, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
