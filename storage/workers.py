"""Sync programs as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import KeyRefused, WorkerUnknown
from domain.names import fold
from domain.sync_programs import KeyUse, KnownWorker, ShownKey, Worker, WorkerScope, hash_key
from storage.tables.stores import StoreRow
from storage.tables.sync_programs import WorkerKeyRow, WorkerRow, WorkerStoreRow
from storage.tables.types import UtcDateTime

_WORKERS = WorkerRow.__table__.c
_KEYS = WorkerKeyRow.__table__.c
_ALLOWED = WorkerStoreRow.__table__.c

WORKER_OF_KEY = (
    select(
        _WORKERS.id,
        _WORKERS.workspace_id,
        _WORKERS.name,
        _WORKERS.scopes,
        _WORKERS.serves_all,
        _KEYS.id.label("key_id"),
        _KEYS.last_used_at,
    )
    .join_from(WorkerKeyRow.__table__, WorkerRow.__table__, _WORKERS.id == _KEYS.worker_id)
    .where(
        _KEYS.key_hash == bindparam("key_hash"),
        or_(_KEYS.expires_at.is_(None), _KEYS.expires_at > bindparam("now", type_=UtcDateTime())),
        _WORKERS.revoked_at.is_(None),
    )
)
"""Whoever shows a key that counts; it stands ready, as `STORES` does."""


def may_know(serves_all: ColumnElement[bool], worker_id: Any) -> ColumnElement[bool]:
    """Tell whether a sync program may know a store of its workspace: the one rule of that."""
    allowed = select(_ALLOWED.store_id).where(
        _ALLOWED.worker_id == worker_id, _ALLOWED.store_id == StoreRow.__table__.c.id
    )
    return or_(serves_all, allowed.exists())


def as_worker(row: Any) -> Worker:
    """Build a `Worker` from a row of `WORKER_OF_KEY`, or from its own."""
    return Worker(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        scopes=frozenset(WorkerScope(scope) for scope in row.scopes),
        serves_all=row.serves_all,
    )


async def shown_key(session: AsyncSession, key: str, at: datetime) -> ShownKey:
    """Return whose key it is, or raise `KeyRefused`."""
    given = {"key_hash": hash_key(key), "now": at}
    row = (await session.execute(WORKER_OF_KEY, given)).first()
    if row is None:
        raise KeyRefused
    return ShownKey(as_worker(row), row.key_id, row.last_used_at)


async def worker_named(session: AsyncSession, workspace_id: UUID, name: str) -> WorkerRow:
    """Return a sync program for changing, or raise `WorkerUnknown`."""
    row = await session.scalar(
        select(WorkerRow)
        .where(
            WorkerRow.workspace_id == workspace_id,
            WorkerRow.folded_name == fold(name),
            WorkerRow.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise WorkerUnknown(name)
    return row


async def note_use(session: AsyncSession, key_id: UUID, at: datetime) -> None:
    await session.execute(
        update(WorkerKeyRow).where(WorkerKeyRow.id == key_id).values(last_used_at=at)
    )


async def known_workers(session: AsyncSession, workspace_id: UUID) -> Sequence[KnownWorker]:
    """Return a workspace's sync programs with their keys, in the order in which they came."""
    rows = await session.scalars(
        select(WorkerRow)
        .where(WorkerRow.workspace_id == workspace_id)
        .order_by(WorkerRow.created_at)
    )
    return [await _as_known(session, row) for row in rows.all()]


async def _as_known(session: AsyncSession, row: WorkerRow) -> KnownWorker:
    stores = await session.scalars(
        select(StoreRow.name)
        .join(WorkerStoreRow, WorkerStoreRow.store_id == StoreRow.id)
        .where(WorkerStoreRow.worker_id == row.id)
        .order_by(StoreRow.folded_name)
    )
    keys = await session.scalars(
        select(WorkerKeyRow)
        .where(WorkerKeyRow.worker_id == row.id)
        .order_by(WorkerKeyRow.created_at)
    )
    uses = [KeyUse(key.created_at, key.expires_at, key.last_used_at) for key in keys]
    return KnownWorker(as_worker(row), stores.all(), uses, row.created_at, row.revoked_at)
