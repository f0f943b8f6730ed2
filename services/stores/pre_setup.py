"""The pre-setup tasks of a workspace."""

from dataclasses import dataclass

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.people import Person
from domain.pre_setup import PreSetupTask
from storage.database.dialects import insert
from storage.database.transactions import Database, changing, reading
from storage.tables.stores import PreSetupTickRow, StoreRow


@dataclass(frozen=True, slots=True)
class PreSetup:
    """Which tasks are ticked, and whether the workspace has a store already."""

    ticked: frozenset[PreSetupTask]
    has_stores: bool


@dataclass(frozen=True)
class PreSetupTasks:
    """Reads and saves a workspace's ticks, for the pre-setup modal."""

    database: Database
    clock: Clock

    @reading
    async def of(self, session: AsyncSession, person: Person) -> PreSetup:
        """Return what the person's workspace has ticked, in one read."""
        has_stores = exists().where(StoreRow.workspace_id == person.workspace_id)
        rows = await session.execute(
            select(has_stores.label("has_stores"), PreSetupTickRow.task).select_from(
                select(1)
                .subquery()
                .outerjoin(PreSetupTickRow, PreSetupTickRow.workspace_id == person.workspace_id)
            )
        )
        found = rows.all()
        ticked = frozenset(row.task for row in found if row.task is not None)
        return PreSetup(ticked, bool(found[0].has_stores))

    @changing
    async def tick(
        self, session: AsyncSession, person: Person, task: PreSetupTask, *, done: bool
    ) -> None:
        """Save a task as done or not done."""
        tick = {"workspace_id": person.workspace_id, "task": task}
        if not done:
            await session.execute(delete(PreSetupTickRow).filter_by(**tick))
            return
        by = {"ticked_by": person.slack_user_id, "ticked_at": self.clock()}
        await session.execute(
            insert(session, PreSetupTickRow).values(tick | by).on_conflict_do_nothing()
        )
