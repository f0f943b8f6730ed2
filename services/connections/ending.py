"""Change the tables when a connection ends; helpers that take the session of a verb."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus, EndedBy
from domain.endings import ERASED_WITHIN, EndingOutcome
from domain.errors import IllegalTransition
from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.reminders import ReminderEnd
from domain.webhooks import WebhookType
from storage.access_tokens import forget_token
from storage.authorizations import lock_authorization
from storage.endings import latest_ending, open_ending, show_ending
from storage.history import Subject, record
from storage.links import close_links
from storage.outbox import notify, owe_again
from storage.reminders import close_reminders, show_reminders
from storage.tables.authorizations import AuthorizationRow
from storage.tables.endings import EndingRow
from storage.tables.stores import StoreRow
from storage.webhooks import owe_for_connection, owe_webhooks


async def begin_ending(
    session: AsyncSession,
    row: AuthorizationRow,
    stores: Sequence[StoreRow],
    actor: str,
    at: datetime,
) -> None:
    """Stop issuing tokens, and owe the checklist to the Slack channels of the affected stores.

    Raises `IllegalTransition` unless the connection is live.
    """
    if row.status != AuthorizationStatus.LIVE:
        raise IllegalTransition(row.status)
    row.status, row.next_reminder_at = AuthorizationStatus.REVOKING, None
    await forget_token(session, row.id)
    await close_reminders(session, row.id, ReminderEnd.REVOKED, at)
    await owe_for_connection(session, WebhookType.ENDING, row, at)
    ending_id = uuid4()
    entry = await notify(
        session,
        Event.AUTHORIZATION_REVOKED,
        MessageKind.ENDING,
        sorted({store.channel for store in stores}),
        Subject.of_seller(row),
        actor,
        at,
        seller_id=row.seller_id,
        ending=str(ending_id),
    )
    session.add(_new_ending(ending_id, row, stores, entry, actor, at))


async def end_for_good(
    session: AsyncSession, row: AuthorizationRow, outcome: EndingOutcome, actor: str, at: datetime
) -> None:
    """Erase the token of an ending connection; `outcome` is what Amazon has shown."""
    await close_ending(session, row, outcome, actor, at)
    await end_authorization(session, row, EndedBy.OPERATOR, at)
    event, about = Event.AUTHORIZATION_ENDED, Subject.of_seller(row)
    record(session, event, about, actor, at, seller_id=row.seller_id, outcome=outcome)


async def close_ending(
    session: AsyncSession, row: AuthorizationRow, outcome: EndingOutcome, actor: str, at: datetime
) -> EndingRow:
    """Close the open ending with its outcome; raises `IllegalTransition` without one."""
    ending = await open_ending(session, row.id)
    if ending is None:
        raise IllegalTransition(row.status)
    ending.outcome, ending.ended_by, ending.ended_at = outcome, actor, at
    await show_ending(session, ending, at)
    return ending


async def call_off_by_renewal(session: AsyncSession, row: AuthorizationRow, at: datetime) -> None:
    """Show in the checklist, if there is one, that the seller has been connected again."""
    latest = await latest_ending(session, row.id)
    if latest is None:
        return
    if latest.ended_at is None:
        await close_ending(session, row, EndingOutcome.RENEWED, Actor.SELLER, at)
    else:
        await show_ending(session, latest, at)


async def note_honoured(session: AsyncSession, row: AuthorizationRow, at: datetime) -> None:
    """Note that Amazon still honours an ending connection."""
    ending = await open_ending(session, row.id)
    if ending is not None:
        ending.honoured_at = at
        await show_ending(session, ending, at)


async def leave_seller(
    session: AsyncSession, store: StoreRow, authorization_id: UUID, actor: str, at: datetime
) -> None:
    """Handle a store that has left a connection: without any stores, the connection ends.

    Sync programs are told, unless the store has another connection instead.
    """
    row = await lock_authorization(session, store.workspace_id, authorization_id)
    others = await session.scalars(
        select(StoreRow.id).where(StoreRow.authorization_id == authorization_id)
    )
    is_live = row.status == AuthorizationStatus.LIVE
    left = others.all()
    for other in left:
        await owe_again(session, other, MessageKind.CONNECTED, at)
    if left and is_live:
        row.next_reminder_at = at
        await show_reminders(session, StoreRow.authorization_id == row.id, at)
    if row.status != AuthorizationStatus.REVOKED and row.ownership_due_at is None:
        is_alone = (StoreRow.id == store.id) & AuthorizationRow.id.is_(None)
        await owe_webhooks(session, WebhookType.DISCONNECTED, is_alone, at)
    if not left:
        await close_links(session, at, authorization_id=row.id)
    if not left and is_live:
        await begin_ending(session, row, [store], actor, at)


async def end_authorization(
    session: AsyncSession, row: AuthorizationRow, by: EndedBy, at: datetime
) -> None:
    """Erase an authorization's token, and stop its checks and reminders.

    If nobody had confirmed its seller, that is asked again should it return.
    """
    await owe_for_connection(session, WebhookType.DISCONNECTED, row, at)
    row.ended_by = by if row.ownership_due_at is None else EndedBy.NOT_OURS
    row.status = AuthorizationStatus.REVOKED
    row.refresh_token_encrypted = row.ownership_due_at = row.unwell_since = None
    row.next_check_at = row.next_reminder_at = None
    row.token_version += 1
    await forget_token(session, row.id)
    because = ReminderEnd.DISCONNECTED if by is EndedBy.AMAZON else ReminderEnd.REVOKED
    await close_reminders(session, row.id, because, at)


def _new_ending(
    ending_id: UUID,
    row: AuthorizationRow,
    stores: Sequence[StoreRow],
    entry: UUID,
    actor: str,
    at: datetime,
) -> EndingRow:
    return EndingRow(
        id=ending_id,
        workspace_id=row.workspace_id,
        authorization_id=row.id,
        term=row.term,
        store_ids=[str(store.id) for store in stores],
        history_id=entry,
        begun_by=actor,
        begun_at=at,
        erase_at=at + ERASED_WITHIN,
    )
