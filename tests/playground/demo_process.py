"""The demo as a person starts it, ended whatever happens."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

READY_WITHIN = 30.0
GONE_WITHIN = 15.0


@dataclass(frozen=True)
class Demo:
    """`said` is what the terminal shows, up to the address `url`."""

    process: asyncio.subprocess.Process
    said: str
    url: str

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        """Start `amazon-store-bot demo` and wait until it says its address."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo"),
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            said, url = await asyncio.wait_for(_invitation(process), READY_WITHIN)
            yield cls(process, said, url)
        finally:
            await _end(process)

    async def stop(self, how: signal.Signals) -> int:
        """Tell it to stop; its exit code."""
        self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), GONE_WITHIN)


async def _invitation(process: asyncio.subprocess.Process) -> tuple[str, str]:
    assert process.stdout
    said = ""
    async for line in process.stdout:
        said += line.decode()
        if "Ctrl+C" in said:
            return said, re.findall(r"Open (http://[0-9.:]+)", said)[0]
    raise AssertionError("the demo ended before it was ready")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Tell it to stop and wait; what is left after that is killed."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GONE_WITHIN)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
