"""Rows by the million: COPY on PostgreSQL, one big transaction on SQLite.

Indexes stand as they are; foreign keys are not looked at, for the rows are made to fit.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url
from sqlalchemy.dialects import sqlite

from bench.rows import Row
from storage.tables.base import Base

Rows = Mapping[type[Base], Sequence[Row]]
"""Rows by their tables; those of one table have the same columns."""
_SQLITE = sqlite.dialect()
_SQLITE_IN_HASTE = ("cache_size = -2000000", "synchronous = OFF", "journal_mode = OFF")
"""Two gigabytes of cache, for indexes of random ids are written all over."""
_POSTGRESQL_IN_HASTE = ("max_wal_size = '16GB'", "full_page_writes = off")


def open_bulk(url: str) -> AbstractContextManager[Callable[[Rows], None]]:
    """Open a database at head; what is called with rows inserts them."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    return _into_sqlite(url) if is_sqlite else _into_postgresql(url)


@contextmanager
def _into_sqlite(url: str) -> Iterator[Callable[[Rows], None]]:
    with closing(sqlite3.connect(str(make_url(url).database))) as connection:
        for pragma in _SQLITE_IN_HASTE:
            connection.execute(f"PRAGMA {pragma}")

        def insert(rows: Rows) -> None:
            for kind, values in rows.items():
                _execute_many(connection, kind, values)

        with connection:
            yield insert


def _execute_many(connection: sqlite3.Connection, kind: type[Base], values: Sequence[Row]) -> None:
    columns = list(values[0])
    table: Any = kind.__table__
    types = [table.c[name].type.dialect_impl(_SQLITE) for name in columns]
    written = [kind.bind_processor(_SQLITE) or _as_it_is for kind in types]
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - ours
        (
            [write(row[name]) for write, name in zip(written, columns, strict=True)]
            for row in values
        ),
    )


@contextmanager
def _into_postgresql(url: str) -> Iterator[Callable[[Rows], None]]:
    address = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as server:
        _configure(server, *(f"SET {setting}" for setting in _POSTGRESQL_IN_HASTE))
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")

            def insert(rows: Rows) -> None:
                for kind, values in rows.items():
                    _copy(cursor, kind, values)

            yield insert
        _configure(server, "RESET ALL")
        server.execute("VACUUM (ANALYZE)")
        server.execute("CHECKPOINT")


def _configure(server: psycopg.Connection[Any], *changes: LiteralString) -> None:
    for change in changes:
        server.execute(f"ALTER SYSTEM {change}")
    server.execute("SELECT pg_reload_conf()")


def _copy(cursor: psycopg.Cursor[Any], kind: type[Base], values: Sequence[Row]) -> None:
    table, columns = Identifier(kind.__tablename__), list(values[0])
    names = SQL(", ").join(map(Identifier, columns))
    with cursor.copy(SQL("COPY {} ({}) FROM STDIN").format(table, names)) as copy:
        for row in values:
            copy.write_row([row[name] for name in columns])


def _as_it_is(value: Any) -> Any:
    return value
