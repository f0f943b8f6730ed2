"""Stores that wait for their connection, and when somebody is nudged about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import MessageKind
from domain.nudges import NUDGED_AFTER
from storage.outbox import owe_again
from storage.tables.stores import StoreRow


async def nudge_again(session: AsyncSession, workspace_id: UUID, at: datetime) -> None:
    """Replan the stores of a workspace that got no nudges while it was suspended."""
    await session.execute(
        update(StoreRow)
        .where(
            StoreRow.workspace_id == workspace_id,
            StoreRow.waits_since.is_not(None),
            StoreRow.nudges < len(NUDGED_AFTER),
            StoreRow.next_nudge_at.is_(None),
        )
        .values(next_nudge_at=at)
        .execution_options(synchronize_session=False)
    )


def waiting(at: datetime) -> dict[str, Any]:
    """Return the columns of a store that starts to wait for its connection."""
    return {"waits_since": at, "nudges": 0, "next_nudge_at": at + NUDGED_AFTER[0]}


def wait_again(store: StoreRow, at: datetime) -> None:
    """Let a store that has lost its connection wait for another, starting over with the nudges."""
    for column, value in waiting(at).items():
        setattr(store, column, value)


async def stop_waiting(session: AsyncSession, store: StoreRow, at: datetime) -> None:
    """Stop nudging about a store; the nudges that were sent say why."""
    store.waits_since = store.next_nudge_at = None
    await owe_again(session, store.id, MessageKind.NUDGE, at)
