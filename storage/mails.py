"""Owed e-mails, written in the transaction of the change that they report."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mails import MailKind
from storage.database.dialects import insert
from storage.tables.mails import MailRow
from storage.tables.stores import StoreRow


async def owe_mail(
    session: AsyncSession,
    store: StoreRow,
    kind: MailKind,
    at: datetime,
    *,
    term: int | None = None,
    rung: int | None = None,
    by: str | None = None,
) -> None:
    """Owe a mail to a store's contact; for one rung of one term, only once."""
    statement = insert(session, MailRow).values(
        id=uuid4(),
        workspace_id=store.workspace_id,
        store_id=store.id,
        kind=kind,
        term=term,
        rung=rung,
        by=by,
        due_at=at,
        tries=0,
        created_at=at,
    )
    await session.execute(statement.on_conflict_do_nothing())


async def owe_reminder_mails(
    session: AsyncSession, authorization_id: UUID, term: int, rung: int, at: datetime
) -> None:
    """Owe a reminder to each contact of a connection's stores who wants mails.

    A contact of several stores gets one mail, about the oldest. Owing it again for the same rung
    changes nothing.
    """
    stores = await session.scalars(
        select(StoreRow)
        .where(StoreRow.authorization_id == authorization_id, StoreRow.mails_contact)
        .order_by(StoreRow.created_at.desc())
    )
    oldest = {store.email.casefold(): store for store in stores}
    for store in oldest.values():
        await owe_mail(session, store, MailKind.REMINDER, at, term=term, rung=rung)
