"""Group commit for append-only rows."""

import asyncio
from collections.abc import Sequence
from typing import Any

from storage.database.dialects import insert_into
from storage.database.transactions import Database
from storage.tables.base import Base

Row = dict[str, Any]
_Waiting = tuple[Row, asyncio.Future[None]]
_MOST = 500
"""The most rows in one transaction."""


class GroupCommit:
    """Inserts rows of concurrent callers in shared transactions; each waits for its own row.

    A commit costs more than a row, so many rows take hardly longer than one.
    """

    def __init__(self, database: Database, table: type[Base]) -> None:
        self._database = database
        dialect = database.engine.dialect.name
        self._insert = insert_into(dialect, table).on_conflict_do_nothing()
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, row: Row) -> None:
        """Insert a row; raises what its transaction raised."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            fault = await self._written([row for row, _ in batch])
            for _, written in batch:
                _settle(written, fault)

    async def _written(self, rows: Sequence[Row]) -> Exception | None:
        try:
            await self._database.jot(self._insert, rows)
        except Exception as fault:  # noqa: BLE001 - it is raised again where each row came from
            return fault
        return None


def _settle(written: asyncio.Future[None], fault: Exception | None) -> None:
    if written.done():
        return
    if fault is None:
        written.set_result(None)
    else:
        written.set_exception(fault)
