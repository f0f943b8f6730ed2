"""Sync programs: add, rotate and revoke their keys, authenticate by key."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import KeyIsOver, NameTaken, SyncProgramUnknown
from domain.history import Actor, Event
from domain.names import fold
from domain.sync_programs import (
    KEYS_OVERLAP,
    USE_NOTED_EVERY,
    KnownSyncProgram,
    NewSyncProgram,
    RotatedKey,
    ShownKey,
    hash_key,
    new_key,
)
from services.sync_programs.single_flight import SingleFlight
from storage.database.transactions import Database, changing, reading
from storage.history import Subject, record
from storage.stores import store_named
from storage.sync_programs import known_workers, note_use, shown_key, worker_named
from storage.tables.sync_programs import SyncProgramKeyRow, SyncProgramRow, SyncProgramStoreRow


@dataclass(frozen=True)
class SyncPrograms:
    """Manages sync programs for the command line, and authenticates their keys for the API."""

    database: Database
    clock: Clock
    _flights: SingleFlight = field(default_factory=SingleFlight)

    @reading
    async def shown(self, session: AsyncSession, key: str) -> ShownKey:
        """Return the key's owner; raises `KeyRefused`."""
        return await shown_key(session, key, self.clock())

    async def note_use(self, shown: ShownKey) -> None:
        """Record a key's last use, to the minute."""
        before = shown.last_used_at
        if before is None or before <= self.clock() - USE_NOTED_EVERY:
            await self._flights.join(shown.key_id, lambda: self._note_use(shown.key_id))

    @changing
    async def add(self, session: AsyncSession, workspace_id: UUID, new: NewSyncProgram) -> str:
        """Add a sync program; returns its key, which is shown only once.

        Raises `NameTaken` or `StoreUnknown`.
        """
        now = self.clock()
        stores = [await store_named(session, workspace_id, n, now) for n in new.stores or ()]
        row = await self._new(session, workspace_id, new)
        for store_id in {store.id for store in stores}:
            session.add(SyncProgramStoreRow(worker_id=row.id, store_id=store_id))
        self._record(session, row, Event.WORKER_ADDED, scopes=sorted(new.scopes))
        return self._new_key(session, row, new.expires_at)

    @changing
    async def rotate(
        self,
        session: AsyncSession,
        workspace_id: UUID,
        name: str,
        *,
        overlap: timedelta = KEYS_OVERLAP,
        expires_at: datetime | None = None,
    ) -> RotatedKey:
        """Give a sync program a new key; the previous one stays valid for a while.

        Without an end of its own, the new key ends when the previous one would have. At most two
        keys are valid. Raises `SyncProgramUnknown`, or `KeyIsOver` where that end has passed.
        """
        now = self.clock()
        row = await worker_named(session, workspace_id, name)
        before = await self._newest_key(session, row)
        ends_at = expires_at or before.expires_at
        if ends_at is not None and ends_at <= now:
            raise KeyIsOver(ends_at)
        before.expires_at = min(before.expires_at or now + overlap, now + overlap)
        self._record(session, row, Event.WORKER_KEY_MADE)
        return RotatedKey(self._new_key(session, row, ends_at), before.expires_at)

    @changing
    async def revoke(self, session: AsyncSession, workspace_id: UUID, name: str) -> None:
        """Revoke all keys of a sync program; raises `SyncProgramUnknown`."""
        row = await worker_named(session, workspace_id, name)
        row.revoked_at = self.clock()
        await session.execute(
            delete(SyncProgramKeyRow).where(SyncProgramKeyRow.worker_id == row.id)
        )
        self._record(session, row, Event.WORKER_REVOKED)

    @reading
    async def all(self, session: AsyncSession, workspace_id: UUID) -> Sequence[KnownSyncProgram]:
        return await known_workers(session, workspace_id)

    @changing
    async def _note_use(self, session: AsyncSession, key_id: UUID) -> None:
        await note_use(session, key_id, self.clock())

    async def _new(
        self, session: AsyncSession, workspace_id: UUID, new: NewSyncProgram
    ) -> SyncProgramRow:
        try:
            await worker_named(session, workspace_id, new.name)
        except SyncProgramUnknown:
            row = SyncProgramRow(
                id=uuid4(),
                workspace_id=workspace_id,
                name=new.name,
                folded_name=fold(new.name),
                scopes=sorted(new.scopes),
                serves_all=new.stores is None,
                created_at=self.clock(),
            )
            session.add(row)
            await session.flush()
            return row
        raise NameTaken(new.name)

    async def _newest_key(self, session: AsyncSession, row: SyncProgramRow) -> SyncProgramKeyRow:
        """Return a sync program's newest key, and revoke the older ones."""
        keys = await session.scalars(
            select(SyncProgramKeyRow)
            .where(SyncProgramKeyRow.worker_id == row.id)
            .order_by(
                SyncProgramKeyRow.created_at.desc(), SyncProgramKeyRow.expires_at.is_not(None)
            )
        )
        newest, *older = keys.all()
        for key in older:
            await session.delete(key)
        return newest

    def _new_key(
        self, session: AsyncSession, row: SyncProgramRow, expires_at: datetime | None
    ) -> str:
        key = new_key()
        session.add(
            SyncProgramKeyRow(
                worker_id=row.id,
                key_hash=hash_key(key),
                created_at=self.clock(),
                expires_at=expires_at,
            )
        )
        return key

    def _record(
        self, session: AsyncSession, row: SyncProgramRow, event: Event, **facts: Any
    ) -> None:
        about = Subject(row.workspace_id)
        named = {"worker": str(row.id), "worker_name": row.name}
        record(session, event, about, Actor.COMMAND_LINE, self.clock(), **named, **facts)
