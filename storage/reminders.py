"""Reminders as rows: closed when settled, replanned when facts change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.authorizations import AuthorizationStatus
from domain.reminders import ReminderEnd
from storage.outbox import want_shown
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow


async def close_reminders(
    session: AsyncSession,
    authorization_id: UUID,
    because: ReminderEnd,
    at: datetime,
    *,
    target: str | None = None,
) -> None:
    """Close a connection's open reminders, all or one target's; their messages say why."""
    closed = await session.scalars(
        update(ReminderRow)
        .where(
            ReminderRow.authorization_id == authorization_id,
            ReminderRow.closed_at.is_(None),
            *([] if target is None else [ReminderRow.target == target]),
        )
        .values(closed_at=at, closed_because=because, snoozed_until=None)
        .returning(ReminderRow.message_id)
        .execution_options(synchronize_session=False)
    )
    shown = {message_id for message_id in closed if message_id is not None}
    if shown:
        await want_shown(session, MessageRow.id.in_(shown), at)


async def reopen_reminders(
    session: AsyncSession, authorization_id: UUID, term: int, at: datetime
) -> None:
    """Reopen each target's most urgent reminder among those that a revoke had closed.

    As after a snooze, it is sent again, unless another has become due meanwhile.
    """
    closed = await session.scalars(
        select(ReminderRow)
        .where(
            ReminderRow.authorization_id == authorization_id,
            ReminderRow.term == term,
            ReminderRow.closed_because == ReminderEnd.REVOKED,
        )
        .order_by(ReminderRow.rung.desc())
    )
    most_urgent = {row.target: row for row in closed}
    for row in most_urgent.values():
        reopen(row, at)


def reopen(row: ReminderRow, at: datetime) -> None:
    """Reopen a reminder as if its snooze were over."""
    row.closed_at = row.closed_because = None
    row.snoozed_until = at


async def show_reminders(session: AsyncSession, stores: ColumnElement[bool], at: datetime) -> None:
    """Update the open reminders of some stores' connections."""
    sellers = select(StoreRow.authorization_id).where(stores)
    told = select(ReminderRow.message_id).where(
        ReminderRow.authorization_id.in_(sellers), ReminderRow.closed_at.is_(None)
    )
    await want_shown(session, MessageRow.id.in_(told), at)


async def plan_anew(session: AsyncSession, which: ColumnElement[bool], at: datetime) -> None:
    """Replan the reminders of live connections, because the facts have changed.

    What was due already stays due since then, so the next plan sees what time has changed.
    """
    due = AuthorizationRow.next_reminder_at
    await session.execute(
        update(AuthorizationRow)
        .where(which, AuthorizationRow.status == AuthorizationStatus.LIVE)
        .values(next_reminder_at=case((due < at, due), else_=at))
        .execution_options(synchronize_session=False)
    )


async def plan_anew_around(
    session: AsyncSession, stores: ColumnElement[bool], at: datetime
) -> None:
    """Replan everything that is posted in the Slack channels of some stores, and update it.

    Each channel's oldest store gives the time zone, also for the connections of the others.
    """
    await show_reminders(session, stores, at)
    beside = aliased(StoreRow)
    places = select(StoreRow.workspace_id, StoreRow.channel).where(stores)
    sold = select(beside.authorization_id).where(
        tuple_(beside.workspace_id, beside.channel).in_(places)
    )
    await plan_anew(session, AuthorizationRow.id.in_(sold), at)
