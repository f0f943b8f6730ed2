"""SQLite behind aiosqlite's thread, crossed over to once a statement.

aiosqlite crosses for each step: cursor, execute, fetch, close; for a few rows that takes longer
than SQLite does.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self
from urllib.parse import quote

import aiosqlite

_Done = tuple[sqlite3.Cursor, Sequence[Any]]
"""A cursor that has executed, and its rows."""


async def connect(database: str) -> aiosqlite.Connection:
    """Open a file; SQLite makes one that is not there."""
    return await _Connection(partial(sqlite3.connect, database, check_same_thread=False))


async def connect_to_look(database: str) -> aiosqlite.Connection:
    """Open a file that is there already, and never change it."""
    address = f"file:{quote(database)}?mode=ro"
    return await _Connection(partial(sqlite3.connect, address, uri=True, check_same_thread=False))


class _Connection(aiosqlite.Connection):
    """Hands out cursors that do all in one crossing, and leaves out what would do nothing."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True

    def cursor(self) -> Any:
        return _Cursor(self)

    async def rollback(self) -> None:
        """Cross over only where something has begun.

        Nothing can be under way then: SQLAlchemy closes a connection whose statement was left.
        """
        if self.in_transaction:
            await super().rollback()

    async def carry_out(self, execute: str, sql: str, parameters: Any) -> _Done:
        done: _Done = await self._execute(  # type: ignore[no-untyped-call]  # aiosqlite leaves it so
            _carry_out, self._conn, execute, sql, parameters
        )
        return done


class _Cursor:
    """What SQLAlchemy asks of a cursor of aiosqlite's."""

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
