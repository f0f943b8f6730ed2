"""The schema's versions, through Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 7_230_365
"""The key of PostgreSQL's advisory lock, so that two upgrades come one after the other."""


def head() -> str | None:
    """Return the newest version that this program knows."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


async def version(engine: AsyncEngine) -> str | None:
    """Return the version of a database; None where it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring a database to a version, in one transaction."""
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        before = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
        down = revision == "base" or (before is not None and revision < before)
        await connection.run_sync(_run, revision, down=down)


def _run(connection: Connection, revision: str, *, down: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(config, revision)
