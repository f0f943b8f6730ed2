"""Time and waiting, as they are handed to whoever needs them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Tells the present moment, aware, in UTC."""

Sleep = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""


def rfc3339(at: datetime) -> str:
    """Write a moment for programs: as RFC 3339 does, in UTC and by the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
