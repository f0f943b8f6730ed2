"""Sync programs as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import KeyRefused, SyncProgramUnknown
from domain.names import fold
from domain.sync_programs import ApiScope, KeyUse, KnownSyncProgram, ShownKey, SyncProgram, hash_key
from storage.tables.stores import StoreRow
from storage.tables.sync_programs import SyncProgramKeyRow, SyncProgramRow, SyncProgramStoreRow
from storage.tables.types import UtcDateTime

_WORKERS = SyncProgramRow.__table__.c
_KEYS = SyncProgramKeyRow.__table__.c
_ALLOWED = SyncProgramStoreRow.__table__.c

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
    .join_from(
        SyncProgramKeyRow.__table__, SyncProgramRow.__table__, _WORKERS.id == _KEYS.worker_id
    )
    .where(
        _KEYS.key_hash == bindparam("key_hash"),
        or_(_KEYS.expires_at.is_(None), _KEYS.expires_at > bindparam("now", type_=UtcDateTime())),
        _WORKERS.revoked_at.is_(None),
    )
)
"""The owner of a valid key; prepared like `STORES`."""


def may_know(serves_all: ColumnElement[bool], worker_id: Any) -> ColumnElement[bool]:
    """Match the stores that a sync program may know: the only such rule."""
    allowed = select(_ALLOWED.store_id).where(
        _ALLOWED.worker_id == worker_id, _ALLOWED.store_id == StoreRow.__table__.c.id
    )
    return or_(serves_all, allowed.exists())


def as_worker(row: Any) -> SyncProgram:
    """Build a `SyncProgram` from a row of `WORKER_OF_KEY`, or from its own."""
    return SyncProgram(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        scopes=frozenset(ApiScope(scope) for scope in row.scopes),
        serves_all=row.serves_all,
    )


async def shown_key(session: AsyncSession, key: str, at: datetime) -> ShownKey:
    """Return the key's owner, or raise `KeyRefused`."""
    given = {"key_hash": hash_key(key), "now": at}
    row = (await session.execute(WORKER_OF_KEY, given)).first()
    if row is None:
        raise KeyRefused
    return ShownKey(as_worker(row), row.key_id, row.last_used_at)


async def worker_named(session: AsyncSession, workspace_id: UUID, name: str) -> SyncProgramRow:
    """Return a sync program, locked, or raise `SyncProgramUnknown`."""
    row = await session.scalar(
        select(SyncProgramRow)
        .where(
            SyncProgramRow.workspace_id == workspace_id,
            SyncProgramRow.folded_name == fold(name),
            SyncProgramRow.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise SyncProgramUnknown(name)
    return row


async def note_use(session: AsyncSession, key_id: UUID, at: datetime) -> None:
    await session.execute(
        update(SyncProgramKeyRow).where(SyncProgramKeyRow.id == key_id).values(last_used_at=at)
    )


async def known_workers(session: AsyncSession, workspace_id: UUID) -> Sequence[KnownSyncProgram]:
    """Return a workspace's sync programs with their keys, oldest first."""
    rows = await session.scalars(
        select(SyncProgramRow)
        .where(SyncProgramRow.workspace_id == workspace_id)
        .order_by(SyncProgramRow.created_at)
    )
    return [await _as_known(session, row) for row in rows.all()]


async def _as_known(session: AsyncSession, row: SyncProgramRow) -> KnownSyncProgram:
    stores = await session.scalars(
        select(StoreRow.name)
        .join(SyncProgramStoreRow, SyncProgramStoreRow.store_id == StoreRow.id)
        .where(SyncProgramStoreRow.worker_id == row.id)
        .order_by(StoreRow.folded_name)
    )
    keys = await session.scalars(
        select(SyncProgramKeyRow)
        .where(SyncProgramKeyRow.worker_id == row.id)
        .order_by(SyncProgramKeyRow.created_at)
    )
    uses = [KeyUse(key.created_at, key.expires_at, key.last_used_at) for key in keys]
    return KnownSyncProgram(as_worker(row), stores.all(), uses, row.created_at, row.revoked_at)
