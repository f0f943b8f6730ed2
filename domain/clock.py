"""Time and waiting, as they are handed to whoever needs them."""

from collections.abc import Awaitable, Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Tells the present moment, aware, in UTC."""

Sleep = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""
