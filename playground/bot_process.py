"""The real bot as a process of its own, told by its settings where the stand-ins are."""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiohttp import ClientError, ClientSession

PATIENCE = 20
"""Seconds in which the bot has to be ready."""
LAST_WORDS = 10
"""Seconds in which the bot has to be gone once it was told to stop."""
ROOT = Path(__file__).parent.parent
FROM_THE_SHELL = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM", "NO_COLOR", "SYSTEMROOT")


class BotFailed(Exception):
    """The bot did not become ready, or ended by itself: a sentence for whoever started it."""


@dataclass(frozen=True)
class BotProcess:
    url: str
    process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, url: str, settings: Mapping[str, str], folder: Path) -> Self:
        """Start `amazon-store-bot run` in a folder; no other settings reach it, and no `.env`."""
        return await cls._start(url, settings, folder, ("bot", "run"))

    @classmethod
    async def follow(
        cls, url: str, settings: Mapping[str, str], folder: Path, clock: socket.socket
    ) -> Self:
        """Start the same bot by a clock that is moved through a socket, which is closed here."""
        with clock:
            return await cls._start(url, settings, folder, ("playground.bot",), clock.fileno())

    @classmethod
    async def _start(
        cls,
        url: str,
        settings: Mapping[str, str],
        folder: Path,
        program: tuple[str, ...],
        stdin: int | None = None,
    ) -> Self:
        shell = {name: os.environ[name] for name in FROM_THE_SHELL if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *program),
            cwd=folder,
            env={**shell, "PYTHONPATH": str(ROOT), **settings},
            stdin=stdin,
            start_new_session=True,
        )
        return cls(url, process)

    async def ready(self) -> None:
        """Wait until the bot takes requests; raises `BotFailed`."""
        try:
            async with asyncio.timeout(PATIENCE), ClientSession() as session:
                while not await self._answers(session):
                    if self.process.returncode is not None:
                        await self.ended()
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise BotFailed(f"The bot was not ready within {PATIENCE} seconds.") from None

    async def ended(self) -> None:
        """Wait until the bot is gone, which it should not be: raises `BotFailed`."""
        code = await self.process.wait()
        raise BotFailed(
            f"The bot ended by itself with exit code {code}. Its own words stand above."
        )

    async def stop(self) -> None:
        """Tell the bot to stop, and end it where it does not."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), LAST_WORDS)
        finally:
            await self.kill()

    async def kill(self) -> None:
        """End the bot as a power cut would."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def _answers(self, session: ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except (ClientError, OSError):
            return False
