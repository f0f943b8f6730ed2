"""Nudge whoever added a store that is still not connected."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import AttemptEnd
from domain.clock import Clock
from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.nudges import NudgePlan, Waiting, plan_nudge
from domain.reminders import zone_of
from services.sweeps import one_by_one
from storage.database.transactions import Database, changing, reading
from storage.history import Subject
from storage.outbox import notify
from storage.people import first_here, people_of
from storage.stores import get_store, store_row
from storage.tables.oauth import ConnectAttemptRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow

_AT_ONCE = 50
_TAKEN_FOR = timedelta(minutes=5)
"""How long until a nudge that could not be planned is tried again."""
_UNKNOWN_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class _Claimed:
    workspace_id: UUID
    store_id: UUID


@dataclass(frozen=True)
class Nudges:
    """Owes nudges, for a sweep; reads what they show, for the delivery."""

    database: Database
    clock: Clock

    async def nudge_due(self) -> None:
        """Owe a nudge about each store that has waited long enough, in its reader's morning."""
        await one_by_one(await self._claim(), self._nudge, "nudges")

    @reading
    async def waiting(self, session: AsyncSession, workspace_id: UUID, store_id: UUID) -> Waiting:
        """Return how a store waits and how its last attempt ended, or raise `NothingThere`."""
        now = self.clock()
        store = await get_store(session, workspace_id, store_id, now)
        row = await session.get_one(StoreRow, store_id)
        since = row.waits_since or now
        attempt = await session.scalar(
            select(ConnectAttemptRow)
            .where(
                ConnectAttemptRow.store_id == store_id,
                ConnectAttemptRow.started_at >= since,
                ConnectAttemptRow.end != AttemptEnd.SUCCEEDED,
            )
            .order_by(ConnectAttemptRow.started_at.desc())
            .limit(1)
        )
        return Waiting(
            store=store,
            days=(now - since).days,
            is_last=row.next_nudge_at is None,
            is_overtaken=await self._is_overtaken(session, row),
            end=attempt.end if attempt else None,
            facts=attempt.facts if attempt else {},
        )

    @changing
    async def _claim(self, session: AsyncSession) -> list[_Claimed]:
        """Claim the stores that are due."""
        now = self.clock()
        rows = await session.scalars(
            select(StoreRow)
            .where(StoreRow.next_nudge_at <= now)
            .order_by(StoreRow.next_nudge_at)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        claimed = []
        for row in rows.all():
            row.next_nudge_at = now + _TAKEN_FOR
            claimed.append(_Claimed(row.workspace_id, row.id))
        return claimed

    @changing
    async def _nudge(self, session: AsyncSession, claimed: _Claimed) -> None:
        """Owe the nudge about a due store, unless the workspace is suspended."""
        store = await store_row(session, claimed.workspace_id, claimed.store_id)
        if store.waits_since is None:
            return
        workspace = await session.get_one(WorkspaceRow, store.workspace_id)
        if workspace.delivery_suspended_at is not None:
            store.next_nudge_at = None
            return
        reader, plan = await self._plan(session, store, store.waits_since)
        store.nudges, store.next_nudge_at = plan.told, plan.look_at
        if plan.is_due:
            await self._owe(session, store, reader)

    async def _is_overtaken(self, session: AsyncSession, store: StoreRow) -> bool:
        if store.waits_since is None:
            return False
        _, plan = await self._plan(session, store, store.waits_since)
        return plan.is_due

    async def _plan(
        self, session: AsyncSession, store: StoreRow, waits_since: datetime
    ) -> tuple[str, NudgePlan]:
        """Plan a store's nudges in its reader's time zone; returns the reader as well."""
        candidates = [store.created_by, store.owner, store.backup]
        known = await people_of(session, store.workspace_id, set(filter(None, candidates)))
        reader = first_here(known, candidates) or store.channel
        zone = zone_of(known[reader].timezone if reader in known else _UNKNOWN_ZONE)
        return reader, plan_nudge(waits_since, store.nudges, self.clock(), zone)

    async def _owe(self, session: AsyncSession, store: StoreRow, reader: str) -> None:
        await notify(
            session,
            Event.STORE_NUDGED,
            MessageKind.NUDGE,
            [reader],
            Subject.of_store(store),
            Actor.BOT,
            self.clock(),
            to=reader,
        )
