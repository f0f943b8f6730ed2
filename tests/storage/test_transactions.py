"""One way to change the database: whole or not at all, and never a lock left behind."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyHandled
from domain.people import Person
from storage.database.transactions import Database, NestedTransaction, inside_a_change
from storage.idempotency import handle_once
from storage.tables.stores import PreSetupTickRow
from storage.tables.workspaces import HandledRequestRow, WorkspaceRow
from tests.harness.clock import MovableClock

pytestmark = pytest.mark.sql


async def _language(database: Database, person: Person) -> str | None:
    return await database.read(
        lambda session: session.scalar(
            select(WorkspaceRow.language).where(WorkspaceRow.id == person.workspace_id)
        )
    )


async def _speak(session: AsyncSession, person: Person, language: str) -> None:
    row = await session.get_one(WorkspaceRow, person.workspace_id)
    row.language = language
    await session.flush()


async def test_a_caller_who_goes_away_in_the_middle_leaves_no_lock_and_loses_nothing(
    database: Database, anna: Person
) -> None:
    written, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession) -> None:
        await _speak(session, anna, "sv")
        written.set()
        await go_on.wait()

    caller = asyncio.create_task(database.change(slow))
    await written.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    async with asyncio.timeout(2):
        await database.change(lambda session: _speak(session, anna, "de"))
    assert await _language(database, anna) == "de"


async def test_closing_waits_for_a_change_whose_caller_went_away(
    database: Database, anna: Person
) -> None:
    written, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession) -> None:
        await _speak(session, anna, "sv")
        written.set()
        await go_on.wait()

    caller = asyncio.create_task(database.change(slow))
    await written.wait()
    caller.cancel()
    closing = asyncio.create_task(database.close())
    go_on.set()
    await closing
    assert await _language(database, anna) == "sv"


async def test_a_change_that_is_refused_midway_leaves_nothing_behind(
    database: Database, anna: Person
) -> None:
    async def refused(session: AsyncSession) -> None:
        await _speak(session, anna, "sv")
        raise AlreadyHandled

    with pytest.raises(AlreadyHandled):
        await database.change(refused)
    assert await _language(database, anna) == "en"


async def test_a_change_inside_a_change_is_refused_at_once(
    database: Database, anna: Person
) -> None:
    async def outer(session: AsyncSession) -> None:
        await _speak(session, anna, "sv")
        await database.change(lambda inner: _speak(inner, anna, "de"))

    with pytest.raises(NestedTransaction):
        await database.change(outer)
    assert await _language(database, anna) == "en"


async def test_code_can_tell_that_it_runs_inside_a_change(database: Database) -> None:
    async def look(_session: AsyncSession) -> bool:
        return inside_a_change()

    assert await database.change(look)
    assert not await database.read(look)
    assert not inside_a_change()


async def test_a_row_of_a_workspace_that_does_not_exist_is_refused_by_the_database(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    async def orphan(session: AsyncSession) -> None:
        row = PreSetupTickRow(task="vat", ticked_by=anna.slack_user_id, ticked_at=clock())
        row.workspace_id = type(anna.workspace_id)(int=0)
        session.add(row)

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await database.change(orphan)


async def test_of_fifty_doubles_at_once_one_request_is_carried_out(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    async def once(session: AsyncSession) -> None:
        await handle_once(session, anna.workspace_id, "press:1", clock())

    outcomes = await asyncio.gather(
        *(database.change(once) for _ in range(50)), return_exceptions=True
    )

    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, AlreadyHandled) for outcome in outcomes) == 49
    count = select(func.count()).select_from(HandledRequestRow)
    assert await database.read(lambda session: session.scalar(count)) == 1


async def test_the_same_request_of_another_workspace_is_another_request(
    database: Database, anna: Person, fia: Person, clock: MovableClock
) -> None:
    await database.change(lambda s: handle_once(s, anna.workspace_id, "press:1", clock()))
    await database.change(lambda s: handle_once(s, fia.workspace_id, "press:1", clock()))


async def test_a_request_whose_change_failed_may_come_again(
    database: Database, anna: Person, clock: MovableClock
) -> None:
    async def broken(session: AsyncSession) -> None:
        await handle_once(session, anna.workspace_id, "press:1", clock())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.change(broken)
    await database.change(lambda s: handle_once(s, anna.workspace_id, "press:1", clock()))


async def test_of_two_changes_that_wait_for_each_other_both_are_made(
    database: Database, anna: Person, fia: Person
) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite makes one change after the other")
    both, met = asyncio.Barrier(2), set[str]()

    async def speak(session: AsyncSession, first: Person, second: Person, language: str) -> None:
        await _speak(session, first, language)
        if language not in met:
            met.add(language)
            await both.wait()
        await _speak(session, second, language)

    await asyncio.gather(
        database.change(lambda session: speak(session, anna, fia, "sv")),
        database.change(lambda session: speak(session, fia, anna, "de")),
    )

    assert await _language(database, anna) == await _language(database, fia)
