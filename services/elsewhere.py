"""What becomes of a message that cannot be delivered where it belongs; helpers of the delivery."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Actor, Event
from domain.messages import MessageKind
from storage.history import record
from storage.outbox import owe_instead, owe_notice, stand_ins, want_newer
from storage.reminder_tables import ReminderRow
from storage.tables import HistoryRow, MessageRow, StoreRow, WorkspaceRow


async def owe_elsewhere(session: AsyncSession, message: MessageRow, at: datetime) -> str | None:
    """Owe what a message tells to the next who may be told in its place, each of them once.

    Returns whom it is owed to; None where nobody is left.
    """
    missed = message
    if message.instead_of is not None:
        missed = await session.get_one(MessageRow, message.instead_of)
    for message_id, place in (await stand_ins(session, [missed.id])).items():
        await want_newer(session, {message_id: place}, at)
        return place.target
    tried = {missed.target, *await _targets_tried(session, missed)}
    target = next((t for t in await _who_may_be_told(session, missed) if t not in tried), None)
    if target is not None:
        await owe_instead(session, missed, target, at)
    else:
        missed.undelivered_at = at
    return target


async def tell_of_card(session: AsyncSession, card: MessageRow, reason: str, at: datetime) -> str:
    """Tell whoever added a store that its card could not be posted; returns who that is."""
    store = await session.get_one(StoreRow, card.store_id)
    entry = record(
        session,
        Event.CARD_UNDELIVERABLE,
        workspace_id=store.workspace_id,
        store_id=store.id,
        actor=Actor.BOT,
        at=at,
        channel=card.target,
        reason=reason,
    )
    await owe_notice(session, store, MessageKind.CARD_UNDELIVERABLE, store.created_by, entry, at)
    return store.created_by


async def _targets_tried(session: AsyncSession, missed: MessageRow) -> Sequence[str]:
    rows = await session.scalars(
        select(MessageRow.target).where(MessageRow.instead_of == missed.id)
    )
    return rows.all()


async def _who_may_be_told(session: AsyncSession, missed: MessageRow) -> list[str]:
    """Return owner and backup of the store that a message is about, and the admin channel."""
    store = await _store_of(session, missed)
    workspace = await session.get_one(WorkspaceRow, missed.workspace_id)
    people = [] if store is None else [store.owner, store.backup]
    return [target for target in (*people, workspace.admin_channel) if target]


async def _store_of(session: AsyncSession, missed: MessageRow) -> StoreRow | None:
    """Return the store that a message is about, or the oldest of its connection."""
    store_id = missed.store_id or await session.scalar(
        select(HistoryRow.store_id).where(HistoryRow.id == missed.history_id)
    )
    if store_id is not None:
        return await session.get(StoreRow, store_id)
    authorization_id = missed.authorization_id or await _reminded_of(session, missed)
    store: StoreRow | None = await session.scalar(
        select(StoreRow)
        .where(
            StoreRow.workspace_id == missed.workspace_id,
            StoreRow.authorization_id == authorization_id,
        )
        .order_by(StoreRow.created_at)
        .limit(1)
    )
    return store


async def _reminded_of(session: AsyncSession, missed: MessageRow) -> UUID | None:
    """Return the connection of the first reminder that a message shows."""
    authorization_id: UUID | None = await session.scalar(
        select(ReminderRow.authorization_id)
        .where(ReminderRow.message_id == missed.id)
        .order_by(ReminderRow.opened_at)
        .limit(1)
    )
    return authorization_id
