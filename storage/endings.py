"""Endings as rows: the open one, and what people see of each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.endings import Ending
from domain.errors import NothingThere
from domain.messages import MessageKind
from storage.authorizations import connection_of
from storage.outbox import want_shown
from storage.stores import stores_with_ids
from storage.tables.authorizations import AuthorizationRow
from storage.tables.endings import EndingRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow


async def open_ending(session: AsyncSession, authorization_id: UUID) -> EndingRow | None:
    """Return a connection's open ending, if any."""
    found: EndingRow | None = await session.scalar(
        select(EndingRow).where(
            EndingRow.authorization_id == authorization_id, EndingRow.ended_at.is_(None)
        )
    )
    return found


async def latest_ending(session: AsyncSession, authorization_id: UUID) -> EndingRow | None:
    """Return a connection's latest ending, open or closed."""
    found: EndingRow | None = await session.scalar(
        select(EndingRow)
        .where(EndingRow.authorization_id == authorization_id)
        .order_by(EndingRow.begun_at.desc())
        .limit(1)
    )
    return found


async def ending_row(session: AsyncSession, workspace_id: UUID, ending_id: UUID) -> EndingRow:
    """Return a workspace's ending, or raise `NothingThere`."""
    row = await session.scalar(
        select(EndingRow).where(EndingRow.workspace_id == workspace_id, EndingRow.id == ending_id)
    )
    if row is None:
        raise NothingThere
    return row


async def as_ending(session: AsyncSession, row: EndingRow, now: datetime) -> Ending:
    """Build what people see of an ending."""
    connection = await connection_of(session, row.workspace_id, row.authorization_id)
    authorization = await session.get_one(AuthorizationRow, row.authorization_id)
    if connection is None:
        raise NothingThere
    store_ids = [UUID(store_id) for store_id in row.store_ids]
    return Ending(
        id=row.id,
        connection=connection,
        application_id=authorization.application_id,
        term=row.term,
        stores=await stores_with_ids(session, row.workspace_id, store_ids, now),
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        erase_at=row.erase_at,
        honoured_at=row.honoured_at,
        outcome=row.outcome,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )


async def stores_told_of(session: AsyncSession, authorization_id: UUID) -> Sequence[StoreRow]:
    """Return the stores whose people are told about a connection, oldest first.

    These are the stores that it serves. Without any, they are those that its last ending affected,
    or, if it was rejected without an ending, those whose message said that it serves them.
    """
    ending = await latest_ending(session, authorization_id)
    affected = [UUID(store_id) for store_id in ending.store_ids] if ending else []
    connected = select(MessageRow.store_id).where(
        MessageRow.authorization_id == authorization_id, MessageRow.kind == MessageKind.CONNECTED
    )
    for which in (
        StoreRow.authorization_id == authorization_id,
        StoreRow.id.in_(affected),
        StoreRow.id.in_(connected),
    ):
        found = await session.scalars(select(StoreRow).where(which).order_by(StoreRow.created_at))
        if stores := found.all():
            return stores
    return []


async def show_ending(session: AsyncSession, row: EndingRow, at: datetime) -> None:
    """Update the messages of an ending."""
    of_it = (
        (MessageRow.authorization_id == row.authorization_id)
        & (MessageRow.kind == MessageKind.ENDING)
        & (MessageRow.history_id == row.history_id)
    )
    await want_shown(session, of_it, at)
