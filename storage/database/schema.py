"""The schema's versions, and migrations between them.

Alembic is imported only to migrate: most starts find a database at head.
"""

from pathlib import Path

from sqlalchemy import Connection, String, column, inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_MIGRATIONS = Path(__file__).parent.parent / "migrations" / "versions"
_VERSION = table("alembic_version", column("version_num", String))
_UPGRADE_LOCK = 7_230_365
"""The key of PostgreSQL's advisory lock, so that upgrades run one after the other."""


def head() -> str:
    """Return the newest version that this program knows."""
    return max(_known())


def is_known(revision: str) -> bool:
    """Return whether this program knows a version; a newer program's it does not."""
    return revision in _known()


def _known() -> list[str]:
    """Read the versions from the migrations' file names, which begin with them."""
    return [path.stem.partition("_")[0] for path in _MIGRATIONS.glob("*_*.py")]


async def version(engine: AsyncEngine) -> str | None:
    """Return the version of a database; None where it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(_version)


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Migrate a database to a version, in one transaction.

    SQLite changes a table by recreating it, which must not trigger its foreign keys. They cannot be
    switched inside a transaction, and are checked at its end.
    """
    async with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            await _switch_foreign_keys(connection, "OFF")
        async with connection.begin():
            if not is_sqlite:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
            await connection.run_sync(_run, revision)
            if is_sqlite and (await connection.execute(text("PRAGMA foreign_key_check"))).first():
                raise RuntimeError("the migration would leave a row without the one it belongs to")
        if is_sqlite:
            await _switch_foreign_keys(connection, "ON")


async def _switch_foreign_keys(connection: AsyncConnection, state: str) -> None:
    raw = await connection.get_raw_connection()
    if raw.driver_connection is not None:
        await raw.driver_connection.execute(f"PRAGMA foreign_keys={state}")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def _run(connection: Connection, revision: str) -> None:
    from storage.database.alembic_commands import run_migrations  # noqa: PLC0415 - see above

    run_migrations(connection, _version(connection), revision)
