"""Engines for the two databases, configured as measured to be safe."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database.prepared_statements import prepare_where_direct
from storage.database.sqlite import connect, connect_to_look

_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "trusted_schema=OFF",
)
_LOOKING_PRAGMAS = ("query_only=ON", "busy_timeout=5000", "trusted_schema=OFF")
_POSTGRESQL_OPTIONS = "-c statement_timeout=10000 -c lock_timeout=5000 -c timezone=UTC"


def create_engine(url: str) -> AsyncEngine:
    """Create the engine of a `sqlite+aiosqlite` or `postgresql+psycopg` address, unconnected."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url, _POSTGRESQL_OPTIONS, pool_size=10, pool_pre_ping=True)


def create_looking_engine(url: str) -> AsyncEngine:
    """Create an engine that reads a database while the bot runs on it.

    A SQLite file is opened read-only, so nothing is created, locked or cleaned up.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_async_engine(
        url,
        async_creator=partial(connect_to_look, str(make_url(url).database)),
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare_sqlite, _LOOKING_PRAGMAS))
    return engine


def reading_engine(engine: AsyncEngine) -> AsyncEngine:
    """Return the engine for single statements that need no transaction.

    On SQLite it shares the one connection, and nothing begins. On PostgreSQL it has its own
    connections in autocommit, because switching one there and back, and checking it, takes longer
    than a read. A read that finds its connection cut can be repeated.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reading=True)
    url = engine.url.render_as_string(hide_password=False)
    return _statements_alone(url, _POSTGRESQL_OPTIONS, pool_size=5)


def jotting_engine(engine: AsyncEngine) -> AsyncEngine:
    """Return the engine for rows that may be lost with the machine, or with PostgreSQL.

    A commit does not wait for the disk, which takes longer than everything else; the next one that
    does takes it along. What a process has committed survives its own end all the same. On
    PostgreSQL it has a connection of its own in autocommit.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(jotting=True)
    url = engine.url.render_as_string(hide_password=False)
    return _statements_alone(url, f"{_POSTGRESQL_OPTIONS} -c synchronous_commit=off", pool_size=1)


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        async_creator=partial(connect, str(make_url(url).database)),
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare_sqlite, _SQLITE_PRAGMAS))
    event.listen(engine.sync_engine, "begin", _begin_on_sqlite)
    return engine


def _statements_alone(url: str, session: str, pool_size: int) -> AsyncEngine:
    """Create an engine whose connections stay in autocommit and prepare frequent statements."""
    engine = _postgresql(
        url,
        session,
        pool_size=pool_size,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_reset_on_return=None,
    )
    event.listen(engine.sync_engine, "connect", prepare_where_direct)
    return engine


def _postgresql(url: str, session: str, **options: Any) -> AsyncEngine:
    """Create an engine; `session` holds settings of each connection."""
    usual: dict[str, Any] = {
        "max_overflow": 0,
        "pool_timeout": 5,
        "hide_parameters": True,
        "connect_args": {
            "prepare_threshold": None,
            "connect_timeout": 5,
            "options": session,
        },
    }
    return create_async_engine(url, **usual | options)


def _prepare_sqlite(pragmas: Sequence[str], connection: Any, record: Any) -> None:
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    """Begin a transaction on SQLite only for changes; the connection carries its mode."""
    options = connection.get_execution_options()
    if options.get("reading"):
        return
    synchronous = "NORMAL" if options.get("jotting") else "FULL"
    if connection.info.get("synchronous") != synchronous:
        connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
        connection.info["synchronous"] = synchronous
    connection.exec_driver_sql("BEGIN IMMEDIATE")
