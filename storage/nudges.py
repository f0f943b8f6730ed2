"""Which stores wait for their connection, and when somebody is nudged about them."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import MessageKind
from domain.nudges import NUDGED_AFTER
from storage.outbox import owe_again
from storage.tables import StoreRow


def waiting(at: datetime) -> dict[str, Any]:
    """Return the columns of a store that begins to wait for its connection."""
    return {"waits_since": at, "nudges": 0, "next_nudge_at": at + NUDGED_AFTER[0]}


def wait_again(store: StoreRow, at: datetime) -> None:
    """Let a store that has lost its connection wait for another, from the first nudge on."""
    for column, value in waiting(at).items():
        setattr(store, column, value)


async def stop_waiting(session: AsyncSession, store: StoreRow, at: datetime) -> None:
    """Nudge nobody about a store any more; the nudges that were sent tell why."""
    store.waits_since = store.next_nudge_at = None
    await owe_again(session, store.id, MessageKind.NUDGE, at)
