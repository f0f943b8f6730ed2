"""A pooler for PostgreSQL that assigns processes by transaction, as PgBouncer can.

Source: PostgreSQL, "Message Formats"; PgBouncer, `src/proto.c` for the key that it tells.
"""

import asyncio
import itertools
import secrets
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

_KEY, _READY, _TERMINATE = b"K", b"Z", b"X"
_ENDS_A_TURN = {b"Q", b"S"}
"""What a client sends last before it waits: a simple query, or Sync."""
_OUTSIDE = b"I"
_PROCESSES = 2
"""How many each client is lent, in turn: the next transaction is always another one's."""


@dataclass(frozen=True)
class Stream:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def message(self) -> tuple[bytes, bytes]:
        """Read a message: its type and what it holds."""
        head = await self.reader.readexactly(5)
        kind, length = struct.unpack("!ci", head)
        return kind, await self.reader.readexactly(length - 4)

    def send(self, kind: bytes, body: bytes) -> None:
        self.writer.write(struct.pack("!ci", kind, len(body) + 4) + body)


@asynccontextmanager
async def pooler(behind: Path, folder: Path) -> AsyncIterator[Path]:
    """Listen in a folder for those who would connect to the socket `behind`."""

    async def lend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _Lending(behind, Stream(reader, writer)).run()

    server = await asyncio.start_unix_server(lend, folder / behind.name)
    async with server:
        yield folder


@dataclass(frozen=True)
class _Lending:
    behind: Path
    client: Stream

    async def run(self) -> None:
        processes: list[Stream] = []
        try:
            processes += await self._begin()
            await self._take_turns(processes)
        except asyncio.IncompleteReadError:
            pass
        finally:
            for each in (self.client, *processes):
                each.writer.close()

    async def _begin(self) -> list[Stream]:
        """Begin with as many processes, and tell the client of one, with a key of our own."""
        (length,) = struct.unpack("!i", head := await self.client.reader.readexactly(4))
        startup = head + await self.client.reader.readexactly(length - 4)
        processes = []
        for _ in range(_PROCESSES):
            process = Stream(*await asyncio.open_unix_connection(self.behind))
            process.writer.write(startup)
            told = await _until_ready(process)
            processes.append(process)
        for kind, body in told:
            self.client.send(kind, secrets.token_bytes(len(body)) if kind == _KEY else body)
        return processes

    async def _take_turns(self, processes: list[Stream]) -> None:
        for process in itertools.cycle(processes):
            is_inside = True
            while is_inside:
                if not await self._pass_on(process):
                    return
                answers = await _until_ready(process)
                for kind, body in answers:
                    self.client.send(kind, body)
                is_inside = answers[-1][1] != _OUTSIDE

    async def _pass_on(self, process: Stream) -> bool:
        """Pass on all that a client sends before it waits; returns whether it stays."""
        kind = b""
        while kind not in _ENDS_A_TURN:
            kind, body = await self.client.message()
            if kind == _TERMINATE:
                return False
            process.send(kind, body)
        return True


async def _until_ready(process: Stream) -> list[tuple[bytes, bytes]]:
    told = [await process.message()]
    while told[-1][0] != _READY:
        told.append(await process.message())
    return told
