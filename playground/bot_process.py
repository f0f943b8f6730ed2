"""The real bot as a process of its own, told by its settings where the stand-ins are."""

import asyncio
import base64
import os
import secrets
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aiohttp import ClientError, ClientSession

_PATIENCE = 20
"""Seconds in which the bot has to be ready."""


class BotFailed(Exception):
    """The bot did not become ready, or ended by itself."""


@dataclass(frozen=True)
class BotProcess:
    url: str
    process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, url: str, settings: Mapping[str, str]) -> Self:
        """Start `amazon-store-bot run`; raises `BotFailed` unless it is ready in time."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env={**os.environ, **settings},
            start_new_session=True,
        )
        bot = cls(url, process)
        try:
            async with asyncio.timeout(_PATIENCE):
                await bot._ready()
        except TimeoutError:
            await bot.kill()
            raise BotFailed("the bot was not ready in time; its log tells why") from None
        return bot

    async def stop(self) -> None:
        """Tell the bot to stop, and wait until it has."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        await self.process.wait()

    async def kill(self) -> None:
        """End the bot as a power cut would."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def _ready(self) -> None:
        async with ClientSession() as session:
            while not await self._answers(session):
                if self.process.returncode is not None:
                    raise BotFailed("the bot ended by itself; its log tells why")
                await asyncio.sleep(0.05)

    async def _answers(self, session: ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except (ClientError, OSError):
            return False


def new_encryption_key() -> str:
    return f"demo:{base64.b64encode(secrets.token_bytes(32)).decode()}"
