"""Find another recipient for an undeliverable message; helpers of the delivery."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Actor, Event
from domain.messages import MessageKind
from storage.alarms import alarmed
from storage.endings import stores_told_of
from storage.history import Subject
from storage.outbox import notify, owe_instead, stand_ins, want_newer
from storage.stores import looked_after_by
from storage.tables.messages import MessageRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HistoryRow, WorkspaceRow

_ENOUGH = 50
"""The most stores whose people are tried, one after the other."""


async def owe_elsewhere(session: AsyncSession, message: MessageRow, at: datetime) -> str | None:
    """Owe a message to the next who may be told in its place, each of them once.

    Returns who that is; None where nobody is left.
    """
    missed = message
    if message.instead_of is not None:
        missed = await session.get_one(MessageRow, message.instead_of)
    for message_id, place in (await stand_ins(session, [missed.id])).items():
        await want_newer(session, {message_id: place}, at)
        return place.target
    tried = {missed.target, *await _targets_tried(session, missed)}
    target = next((t for t in await _who_may_be_told(session, missed, at) if t not in tried), None)
    if target is not None:
        await owe_instead(session, missed, target, at)
    else:
        missed.undelivered_at = at
    return target


async def tell_of_card(session: AsyncSession, card: MessageRow, reason: str, at: datetime) -> str:
    """Tell whoever added a store that its card could not be posted; returns who that is."""
    store = await session.get_one(StoreRow, card.store_id)
    await notify(
        session,
        Event.CARD_UNDELIVERABLE,
        MessageKind.CARD_UNDELIVERABLE,
        [store.created_by],
        Subject.of_store(store),
        Actor.BOT,
        at,
        channel=card.target,
        reason=reason,
    )
    return store.created_by


async def _targets_tried(session: AsyncSession, missed: MessageRow) -> Sequence[str]:
    rows = await session.scalars(
        select(MessageRow.target).where(MessageRow.instead_of == missed.id)
    )
    return rows.all()


async def _who_may_be_told(session: AsyncSession, missed: MessageRow, at: datetime) -> list[str]:
    """Return owners and backups of the stores in question, and the admin channel."""
    stores = await _stores_of(session, missed, at)
    workspace = await session.get_one(WorkspaceRow, missed.workspace_id)
    people = [person for store in stores for person in (store.owner, store.backup)]
    return [target for target in (*people, workspace.admin_channel) if target]


async def _stores_of(session: AsyncSession, missed: MessageRow, at: datetime) -> Sequence[StoreRow]:
    """Return the stores that a message is about, oldest first; there may be none."""
    entry = await session.get(HistoryRow, missed.history_id) if missed.history_id else None
    store_id = missed.store_id or (entry.store_id if entry else None)
    if store_id is not None:
        return await _oldest(session, missed, StoreRow.id == store_id)
    if missed.kind == MessageKind.ALARM:
        return await _oldest(session, missed, await alarmed(session, missed.id, at))
    if missed.kind == MessageKind.LEFT and entry is not None:
        theirs = looked_after_by(missed.workspace_id, str(entry.facts["person"]))
        return await _oldest(session, missed, theirs)
    authorization_id = missed.authorization_id or await _reminded_of(session, missed)
    return [] if authorization_id is None else await stores_told_of(session, authorization_id)


async def _oldest(
    session: AsyncSession, missed: MessageRow, which: ColumnElement[bool]
) -> Sequence[StoreRow]:
    stores = await session.scalars(
        select(StoreRow)
        .where(StoreRow.workspace_id == missed.workspace_id, which)
        .order_by(StoreRow.created_at)
        .limit(_ENOUGH)
    )
    return stores.all()


async def _reminded_of(session: AsyncSession, missed: MessageRow) -> UUID | None:
    """Return the connection of the first reminder that a message shows."""
    authorization_id: UUID | None = await session.scalar(
        select(ReminderRow.authorization_id)
        .where(ReminderRow.message_id == missed.id)
        .order_by(ReminderRow.opened_at)
        .limit(1)
    )
    return authorization_id
