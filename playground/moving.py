"""Moving the demo's time: that of the stand-ins, and that of the bot in its own process."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from playground.clock import DemoClock

ANSWERED_WITHIN = 5
"""Seconds in which the bot has to say that its clock has moved, too."""


class ClockStuck(Exception):
    """The bot did not say that its clock has moved."""


@dataclass(frozen=True)
class BotLine:
    """Leads to the bot's standard input, `the_bots` end of it.

    The bot's first line is the key of the demo's sync program. A line of ours tells how many
    seconds its clock is ahead; the bot sends each back once it is.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    the_bots: socket.socket

    @classmethod
    async def open(cls) -> Self:
        ours, the_bots = socket.socketpair()
        return cls(*await asyncio.open_unix_connection(sock=ours), the_bots)

    def close(self) -> None:
        self.writer.close()
        self.the_bots.close()

    async def program_key(self) -> str:
        """Read the key of the demo's sync program; to be asked before the clock is moved."""
        return (await self.reader.readline()).decode().strip()

    async def tell(self, ahead: timedelta) -> None:
        """Tell the bot, and wait until it has done so. Raises `ClockStuck`."""
        told = f"{ahead.total_seconds()}\n".encode()
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                self.writer.write(told)
                await self._until_sent_back(told)
        except (TimeoutError, OSError) as fault:
            raise ClockStuck from fault

    async def _until_sent_back(self, told: bytes) -> None:
        async for line in self.reader:
            if line == told:
                return
        raise ClockStuck


@dataclass(frozen=True)
class MovedTime:
    """Moves the stand-ins' clock, then the bot's, one move at a time; then tells `listeners`."""

    clock: DemoClock
    line: BotLine
    listeners: list[Callable[[], None]] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def move(self, span: timedelta) -> None:
        """Move on by a span above zero, for time runs one way only. Raises `ClockStuck`."""
        async with self._turn:
            self.clock.ahead += span
            await self.line.tell(self.clock.ahead)
        for listener in self.listeners:
            listener()
