"""The schema's versions, through Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_UPGRADE_LOCK = 7_230_365
"""The key of PostgreSQL's advisory lock, so that two upgrades come one after the other."""


def head() -> str | None:
    """Return the newest version that this program knows."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def is_known(revision: str) -> bool:
    """Tell whether this program has a migration of that name; a newer program's it has not."""
    found = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    return any(script.revision == revision for script in found)


async def version(engine: AsyncEngine) -> str | None:
    """Return the version of a database; None where it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring a database to a version, in one transaction.

    SQLite changes a table by making it anew, which its foreign keys must not notice; they cannot
    be switched inside a transaction, and are checked at its end.
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


def _run(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    before = MigrationContext.configure(connection).get_current_revision()
    goes_down = revision == "base" or (before is not None and revision < before)
    (command.downgrade if goes_down else command.upgrade)(config, revision)
