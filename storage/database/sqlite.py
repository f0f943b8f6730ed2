"""SQLite through aiosqlite's thread, crossed once for each statement.

aiosqlite crosses for each step (cursor, execute, fetch, close), which takes longer than SQLite does
for a few rows.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self
from urllib.parse import quote

import aiosqlite

_Done = tuple[sqlite3.Cursor, Sequence[Any]]
"""An executed cursor, and its rows."""


async def connect(database: str) -> aiosqlite.Connection:
    """Open a file, which SQLite creates if needed."""
    return await _Connection(partial(sqlite3.connect, database, check_same_thread=False))


async def connect_to_look(database: str) -> aiosqlite.Connection:
    """Open an existing file read-only."""
    address = f"file:{quote(database)}?mode=ro"
    return await _Connection(partial(sqlite3.connect, address, uri=True, check_same_thread=False))


class _Connection(aiosqlite.Connection):
    """A connection whose cursors do everything in one crossing, and skip what has no effect."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True

    def cursor(self) -> Any:
        return _Cursor(self)

    async def rollback(self) -> None:
        """Cross over only if a transaction has begun.

        Nothing can be in progress then: SQLAlchemy closes a connection whose statement was
        abandoned.
        """
        if self.in_transaction:
            await super().rollback()

    async def carry_out(self, execute: str, sql: str, parameters: Any) -> _Done:
        done: _Done = await self._execute(  # type: ignore[no-untyped-call]  # aiosqlite leaves it so
            _carry_out, self._conn, execute, sql, parameters
        )
        return done


class _Cursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        await self._carry_out("execute", sql, parameters)

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._carry_out("executemany", sql, parameters)

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()

    async def _carry_out(self, execute: str, sql: str, parameters: Any) -> None:
        done, self._rows = await self._connection.carry_out(execute, sql, parameters)
        self.description, self.lastrowid = done.description, done.lastrowid
        self.rowcount = done.rowcount


def _carry_out(connection: sqlite3.Connection, execute: str, sql: str, parameters: Any) -> _Done:
    cursor = connection.cursor()
    getattr(cursor, execute)(sql, parameters)
    return cursor, cursor.fetchall()
