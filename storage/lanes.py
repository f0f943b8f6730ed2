"""Lanes as rows: which are due, what is owed in them, what may have been sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.messages import LaneRow, MessageRow
from storage.tables.workspaces import WorkspaceRow

LANE = (LaneRow.workspace_id, LaneRow.target)
"""What names a lane."""


def due_lanes(now: datetime, limit: int) -> Select[UUID, str, datetime | None]:
    """Select lanes where a message may be sent, with the end of an expired lease."""
    return (
        select(LaneRow.workspace_id, LaneRow.target, LaneRow.leased_until)
        .join(WorkspaceRow, WorkspaceRow.id == LaneRow.workspace_id)
        .where(
            LaneRow.due_at <= now,
            or_(LaneRow.leased_until.is_(None), LaneRow.leased_until < now),
            WorkspaceRow.delivery_suspended_at.is_(None),
        )
        .order_by(LaneRow.due_at)
        .limit(limit)
        .with_for_update(of=LaneRow, skip_locked=True)
    )


def owed_in(workspace_id: UUID, target: str) -> ColumnElement[bool]:
    """Match messages that are owed in a lane."""
    return (
        (MessageRow.workspace_id == workspace_id)
        & (MessageRow.target == target)
        & (MessageRow.shown_version < MessageRow.wanted_version)
    )


async def doubt(session: AsyncSession, workspace_id: UUID, target: str, since: datetime) -> None:
    """Note that a lane's previous sender may have sent a message without recording it.

    That was the oldest owed message, or one that a newer version has moved back since.
    """
    owed = owed_in(workspace_id, target)
    oldest = select(func.min(MessageRow.position)).where(owed).scalar_subquery()
    await session.execute(
        update(MessageRow)
        .where(
            owed,
            MessageRow.ts.is_(None),
            MessageRow.unclear_since.is_(None),
            or_(MessageRow.position == oldest, MessageRow.wanted_version > 1),
        )
        .values(unclear_since=since)
        .execution_options(synchronize_session=False)
    )
