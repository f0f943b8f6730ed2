"""Who did what."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Event
from storage.tables.workspaces import HistoryRow


def record(
    session: AsyncSession,
    event: Event,
    *,
    workspace_id: UUID,
    actor: str,
    at: datetime,
    store_id: UUID | None = None,
    **facts: Any,
) -> UUID:
    """Write one entry into the history; `facts` are JSON. Returns the entry's id."""
    written = entry(
        event, workspace_id=workspace_id, actor=actor, at=at, store_id=store_id, **facts
    )
    session.add(HistoryRow(**written))
    entry_id: UUID = written["id"]
    return entry_id


def entry(
    event: Event,
    *,
    workspace_id: UUID,
    actor: str,
    at: datetime,
    store_id: UUID | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """Return one entry of the history as it is written."""
    return {
        "id": uuid4(),
        "workspace_id": workspace_id,
        "store_id": store_id,
        "at": at,
        "actor": actor,
        "event": event,
        "facts": facts,
    }
