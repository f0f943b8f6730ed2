"""A thousand stores change hands in one go, and nobody else's do."""

import pytest
from sqlalchemy import event, func, select, update

from domain.people import Person
from domain.reassign import Successors
from services.stores.add import AddStores
from services.workspace.people import People
from services.workspace.reassign import ReassignStores
from storage.database.transactions import Database
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HistoryRow
from tests.harness.clock import MovableClock
from tests.storage.rows import member, new_store

pytestmark = pytest.mark.long

MANY = 1000
STATEMENTS = 30
"""However many stores there are, so that Slack is answered within its three seconds."""


async def _add(database: Database, clock: MovableClock, person: Person, count: int) -> None:
    stores = AddStores(database, clock)
    for number in range(count):
        new = new_store(name=f"Store {number}", website=f"w{number}", owner="UDANA")
        await stores.add(person, f"add {number}", new)


async def _count(database: Database, *which: object) -> int:
    async with database.engine.connect() as connection:
        found = await connection.execute(select(func.count()).where(*which))  # type: ignore[arg-type]
        return int(found.scalar_one())


async def test_a_thousand_stores_move_with_a_few_statements(
    database: Database, clock: MovableClock, anna: Person, fia: Person
) -> None:
    await _add(database, clock, anna, MANY)
    await _add(database, clock, fia, 2)
    gone = member(anna.workspace_id, "UDANA")
    await People(database, clock).remember(gone)
    await database.change(
        lambda session: session.execute(update(MessageRow).values(shown_version=1))
    )

    said: list[str] = []
    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    moved = await ReassignStores(database, clock).reassign(
        gone, "once", "UDANA", Successors("UBEN", "USVEN")
    )
    statements = len(said)

    assert moved.owned == MANY
    assert 5 < statements < STATEMENTS, said
    assert await _count(database, StoreRow.owner == "UBEN", StoreRow.backup == "USVEN") == MANY
    assert await _count(database, StoreRow.owner == "UDANA") == 2
    assert await _count(database, HistoryRow.event == "store.reassigned") == MANY
    assert await _count(database, MessageRow.wanted_version == 2) == MANY
    assert await _count(database, LaneRow.due_at.is_not(None)) == 3
