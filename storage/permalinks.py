"""Permalink of the message where someone can act."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access_tokens import MessageLink, Withheld
from domain.messages import MessageKind
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow

_TOLD_BY = {
    Withheld.NOT_YET_OURS: [MessageKind.CONNECTED],
    Withheld.ENDING: [MessageKind.ENDING],
    Withheld.DISCONNECTED: [MessageKind.ENDING, MessageKind.DISCONNECTED],
}
"""Messages that ask somebody to act, by reason; for any other it is the store's card."""


async def told_at(session: AsyncSession, store_id: UUID, reason: Withheld) -> MessageLink | None:
    """Return the message where a store's people can act; None where none is posted.

    An ending is reported in each Slack channel of its stores; this is the one of this store.
    """
    told = (MessageRow.store_id == StoreRow.id) | (
        (MessageRow.kind == MessageKind.ENDING)
        & (MessageRow.authorization_id == StoreRow.authorization_id)
    )
    found = await session.execute(
        select(WorkspaceRow.url, MessageRow.channel, MessageRow.ts)
        .join_from(StoreRow, WorkspaceRow, WorkspaceRow.id == StoreRow.workspace_id)
        .join(MessageRow, told)
        .where(
            StoreRow.id == store_id,
            MessageRow.kind.in_([*_TOLD_BY.get(reason, []), MessageKind.CARD]),
            MessageRow.ts.is_not(None),
        )
        .order_by(
            MessageRow.kind == MessageKind.CARD,
            MessageRow.created_at.desc(),
            MessageRow.channel != StoreRow.channel,
        )
        .limit(1)
    )
    row = found.first()
    return None if row is None else MessageLink(row.url, row.channel, row.ts)
