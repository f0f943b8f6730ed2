"""The history: who did what."""

from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Event
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HistoryRow


class Subject(NamedTuple):
    """What an entry, and the messages about it, concern."""

    workspace_id: UUID
    store_id: UUID | None = None
    authorization_id: UUID | None = None

    @classmethod
    def of_store(cls, row: StoreRow) -> Self:
        return cls(row.workspace_id, row.id)

    @classmethod
    def of_seller(cls, row: AuthorizationRow) -> Self:
        return cls(row.workspace_id, authorization_id=row.id)


def record(
    session: AsyncSession, event: Event, about: Subject, actor: str, at: datetime, **facts: Any
) -> UUID:
    """Write one history entry; `facts` are JSON. Returns its id."""
    written = entry(event, about, actor, at, **facts)
    session.add(HistoryRow(**written))
    entry_id: UUID = written["id"]
    return entry_id


def entry(event: Event, about: Subject, actor: str, at: datetime, **facts: Any) -> dict[str, Any]:
    """Return one history entry as it is written."""
    if about.authorization_id is not None:
        facts["authorization"] = str(about.authorization_id)
    return {
        "id": uuid4(),
        "workspace_id": about.workspace_id,
        "store_id": about.store_id,
        "at": at,
        "actor": actor,
        "event": event,
        "facts": facts,
    }
