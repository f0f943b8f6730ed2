"""Processes that are measured: started, ready, looked at, ended."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

from aiohttp import ClientError, ClientSession

from playground.ports import LOOPBACK

_PATIENCE = 20
"""Seconds in which a process has to be ready."""
_LOOK_EVERY = 0.01


@dataclass(frozen=True)
class Served:
    """A process that answers on a port of loopback; `ready_after` is in seconds."""

    port: int
    process: asyncio.subprocess.Process
    ready_after: float

    async def memory(self) -> float:
        """Return the resident memory in megabytes."""
        ps = await asyncio.create_subprocess_exec(
            "ps", "-o", "rss=", "-p", str(self.process.pid), stdout=asyncio.subprocess.PIPE
        )
        kibibytes, _ = await ps.communicate()
        return int(kibibytes) * 1024 / 1e6


@asynccontextmanager
async def program_reads(
    port: int, module: Sequence[str], environment: Mapping[str, str]
) -> AsyncIterator[Served]:
    """Run `python -m …` until the end of the block, once `/readyz` answers."""
    started = perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, env={**os.environ, **environment}, start_new_session=True
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            await _answers(f"http://{LOOPBACK}:{port}/readyz")
        yield Served(port, process, perf_counter() - started)
    finally:
        process.terminate()
        await process.wait()


async def _answers(url: str) -> None:
    """Wait until an address answers 200."""
    async with ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except (ClientError, OSError):
                pass
            await asyncio.sleep(_LOOK_EVERY)
