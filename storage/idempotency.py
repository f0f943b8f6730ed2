"""Requests that Slack repeats, or that people double."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyHandled
from storage.database.dialects import insert
from storage.tables.workspaces import HandledRequestRow


async def handle_once(session: AsyncSession, workspace_id: UUID, key: str, at: datetime) -> None:
    """Remember the request in this transaction, or raise `AlreadyHandled`."""
    remembered = await session.execute(
        insert(session, HandledRequestRow)
        .values(workspace_id=workspace_id, key=key, handled_at=at)
        .on_conflict_do_nothing()
        .returning(HandledRequestRow.key)
    )
    if remembered.first() is None:
        raise AlreadyHandled
