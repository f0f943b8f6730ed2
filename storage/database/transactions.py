"""The database: one way to change it, and one to read it.

A public verb of a service is decorated with `changing` or `reading` and gets its session. Changes
run shielded: a cancelled caller leaves no transaction half done.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextvars import ContextVar
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from storage.database.engine import jotting_engine, reading_engine

P = ParamSpec("P")
T = TypeVar("T")

_TIMES = 3
"""How often a change is tried that is aborted by a deadlock."""
_DEADLOCK = "40P01"
"""Source: PostgreSQL, "Error Codes": deadlock_detected."""
_changing: ContextVar[bool] = ContextVar("changing", default=False)


def inside_a_change() -> bool:
    """Return whether a transaction is open here; no network call may be made then."""
    return _changing.get()


class NestedTransaction(Exception):
    """A verb called another verb: it would wait for a connection that it holds itself."""


class Database:
    """Transactions on one engine. `owed` is set when a commit left something for Slack."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = reading_engine(engine)
        self._jotter = jotting_engine(engine)
        self._running: set[asyncio.Task[Any]] = set()
        self.owed = asyncio.Event()

    @property
    def engine(self) -> AsyncEngine:
        return self._engine

    async def change(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run `work` in one transaction that is committed when it returns.

        It is run again after a deadlock that the database resolved against it, so it may only query
        and change the database.
        """
        if inside_a_change():
            raise NestedTransaction
        task = asyncio.create_task(self._change(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run `work` without a transaction: each statement sees the latest commit.

        It is run again if the connection was cut, as by a restart of the database.
        """
        try:
            return await self._read(work)
        except DBAPIError as fault:
            if not fault.connection_invalidated:
                raise
        return await self._read(work)

    async def jot(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that may be lost with the machine, as `jotting_engine` explains.

        They belong to no change, and nothing depends on them. It is tried again if the connection
        was cut.
        """
        try:
            await self._jot(statement, rows)
        except DBAPIError as fault:
            if not fault.connection_invalidated:
                raise
            await self._jot(statement, rows)

    async def close(self) -> None:
        """Wait for the changes in progress, then close all connections."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._reader.dispose()
        await self._jotter.dispose()
        await self._engine.dispose()

    async def _read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            return await work(session)

    async def _jot(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        async with self._jotter.begin() as connection:
            await connection.execute(statement, rows)

    async def _change(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        _changing.set(True)
        for _ in range(_TIMES - 1):
            try:
                return await self._change_once(work)
            except DBAPIError as fault:
                if getattr(fault.orig, "sqlstate", None) != _DEADLOCK:
                    raise
        return await self._change_once(work)

    async def _change_once(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            async with session.begin():
                result = await work(session)
            if session.info.get("owed"):
                self.owed.set()
        return result


class HasDatabase(Protocol):
    """A service whose verbs `changing` and `reading` wrap."""

    @property
    def database(self) -> Database: ...


S = TypeVar("S", bound=HasDatabase)


def changing(
    verb: Callable[Concatenate[S, AsyncSession, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Turn a service's method into one transaction."""

    async def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.database.change(lambda session: verb(self, session, *args, **kwargs))

    update_wrapper(run, verb)
    return run


def reading(
    verb: Callable[Concatenate[S, AsyncSession, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Turn a service's method into a read-only one: no BEGIN, no changes."""

    async def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.database.read(lambda session: verb(self, session, *args, **kwargs))

    update_wrapper(run, verb)
    return run
