"""The schema's versions, on each kind of database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, insert, inspect, select

from storage.database.engine import create_engine
from storage.database.schema import head, is_known, migrate, version
from storage.tables.base import Base
from storage.tables.oauth import ConnectAttemptRow

pytestmark = pytest.mark.sql
MIGRATIONS = Path(__file__).parents[2] / "storage" / "migrations"


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    differences: list[Any] = compare_metadata(context, Base.metadata)
    return differences


def test_the_versions_that_the_names_of_the_migrations_tell_are_alembics() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))

    assert head() == scripts.get_current_head()
    assert all(is_known(script.revision) for script in scripts.walk_revisions())
    assert not is_known("9999")


async def test_the_schema_goes_up_down_and_up_again_and_is_what_the_models_say(
    empty_database_url: str,
) -> None:
    engine = create_engine(empty_database_url)
    try:
        assert await version(engine) is None
        await migrate(engine)
        assert await version(engine) == head()
        await migrate(engine, "base")
        assert await version(engine) is None
        async with engine.connect() as connection:
            assert await connection.run_sync(_tables) == set()
        await migrate(engine)
        async with engine.connect() as connection:
            assert await connection.run_sync(_tables) == set(Base.metadata.tables)
            assert await connection.run_sync(_differences) == []
    finally:
        await engine.dispose()


async def test_a_downgrade_leaves_out_what_the_earlier_version_does_not_know(
    empty_database_url: str,
) -> None:
    engine = create_engine(empty_database_url)
    now = datetime(2027, 1, 11, tzinfo=UTC)
    of_the_appstore = {
        "id": uuid4(),
        "state_hash": b"state",
        "cookie_hash": b"cookie",
        "started_at": now,
        "expires_at": now,
        "facts": {},
    }
    try:
        await migrate(engine)
        async with engine.begin() as connection:
            await connection.execute(insert(ConnectAttemptRow).values(of_the_appstore))
        await migrate(engine, "0001")
        await migrate(engine)
        async with engine.connect() as connection:
            assert (await connection.execute(select(ConnectAttemptRow.id))).all() == []
    finally:
        await engine.dispose()


async def test_an_upgrade_of_what_is_up_to_date_changes_nothing(
    empty_database_url: str,
) -> None:
    engine = create_engine(empty_database_url)
    try:
        await migrate(engine)
        await migrate(engine)
        assert await version(engine) == head()
    finally:
        await engine.dispose()


OF_THE_HOST = {"workspaces", "applications", "client_secrets", "alarms", "connect_attempts"}
"""What is the host's own: who installed the bot, the application that it runs with, its alarms.

An alarm about a Slack channel names its workspace all the same, and so does an attempt that did not
begin at Amazon.
"""


@pytest.mark.parametrize("name", sorted(set(Base.metadata.tables) - OF_THE_HOST))
def test_every_row_belongs_to_a_workspace_by_itself_or_through_what_it_is_part_of(
    name: str,
) -> None:
    assert _belongs(Base.metadata.tables[name])


def _belongs(table: Table) -> bool:
    if "workspace_id" in table.c:
        column = table.c["workspace_id"]
        owners = {key.target_fullname for key in column.foreign_keys}
        return not column.nullable and owners == {"workspaces.id"}
    wholes = [key.column.table for key in table.foreign_keys if not key.parent.nullable]
    return any(_belongs(whole) for whole in wholes)
