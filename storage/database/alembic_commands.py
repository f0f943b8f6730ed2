"""Run Alembic's migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent.parent / "migrations"


def run_migrations(connection: Connection, before: str | None, revision: str) -> None:
    """Migrate a database from one version to another, up or down."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    goes_down = revision == "base" or (before is not None and revision < before)
    (command.downgrade if goes_down else command.upgrade)(config, revision)
