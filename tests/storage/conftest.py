"""A database at head, and two workspaces in it."""

from collections.abc import AsyncIterator

import pytest

from domain.people import Person
from domain.workspaces import Joining
from services.workspace.workspaces import Workspaces
from storage.database.engine import create_engine
from storage.database.transactions import Database
from tests.harness.clock import MovableClock
from tests.storage.rows import member


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Each test that asks for it runs on both kinds."""
    opened = Database(create_engine(database_url))
    yield opened
    await opened.close()


@pytest.fixture
async def anna(database: Database, clock: MovableClock) -> Person:
    """A member of Nordic Shop."""
    return await _member_of("T0NORDIC01", "Nordic Shop", database, clock)


@pytest.fixture
async def fia(database: Database, clock: MovableClock) -> Person:
    """A member of Fjord Toys, a workspace that has nothing to do with Nordic Shop."""
    return await _member_of("T0FJORDT01", "Fjord Toys", database, clock)


async def _member_of(team: str, name: str, database: Database, clock: MovableClock) -> Person:
    workspaces = Workspaces(database, clock, "en")
    joined = await workspaces.join(Joining(team, name, "https://x.example", "B1", "U1"))
    return member(joined.id, f"U{team[1:]}")
