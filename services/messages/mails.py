"""E-mails to a store's contact: switched on or off, owed, claimed, sent or skipped."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import AlreadyHandled
from domain.history import Actor, Event
from domain.mails import MAIL_AGAIN, MAIL_LEASE, MailKind, OwedMail
from domain.messages import MessageKind
from domain.people import Person
from storage.database.transactions import Database, changing
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.mails import owe_mail
from storage.outbox import notify
from storage.stores import store_row
from storage.tables.mails import MailRow
from storage.tables.types import known


@dataclass(frozen=True)
class ContactMails:
    """Owes mails for Slack's buttons; the mail delivery claims them and records the results."""

    database: Database
    clock: Clock

    @changing_once
    async def switch(
        self, session: AsyncSession, person: Person, store_id: UUID, *, wanted: bool
    ) -> None:
        """Switch a contact's reminders by e-mail on or off."""
        store = await store_row(session, person.workspace_id, store_id)
        store.mails_contact = wanted
        event, about, actor = Event.MAILS_SWITCHED, Subject.of_store(store), person.slack_user_id
        record(session, event, about, actor, self.clock(), wanted=wanted)

    @changing_once
    async def mail_link(self, session: AsyncSession, person: Person, store_id: UUID) -> str:
        """Owe the store's link to its contact, in the person's name; returns the address.

        Raises `AlreadyHandled` where it was mailed a few minutes ago.
        """
        now = self.clock()
        store = await store_row(session, person.workspace_id, store_id)
        just_mailed = await session.scalar(
            select(MailRow.id)
            .where(
                MailRow.store_id == store.id,
                MailRow.kind == MailKind.LINK,
                MailRow.created_at > now - MAIL_AGAIN,
            )
            .limit(1)
        )
        if just_mailed is not None:
            raise AlreadyHandled
        await owe_mail(session, store, MailKind.LINK, now, by=person.slack_user_id)
        about, actor = Subject.of_store(store), person.slack_user_id
        record(session, Event.LINK_MAILED, about, actor, now, email=store.email)
        return store.email

    @changing
    async def claim(self, session: AsyncSession, limit: int) -> list[OwedMail]:
        """Lease mails that may be sent now."""
        now, lease = self.clock(), uuid4()
        rows = await session.scalars(
            select(MailRow)
            .where(MailRow.due_at <= now)
            .order_by(MailRow.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = []
        for row in rows.all():
            row.due_at, row.lease = now + MAIL_LEASE, lease
            claimed.append(_as_owed(row, lease))
        return claimed

    @changing
    async def sent(self, session: AsyncSession, mail: OwedMail) -> None:
        await session.execute(
            update(MailRow)
            .where(_held(mail))
            .values(sent_at=self.clock(), due_at=None, lease=None, tries=MailRow.tries + 1)
        )

    @changing
    async def put_off(self, session: AsyncSession, mail: OwedMail, until: datetime) -> None:
        await session.execute(
            update(MailRow)
            .where(_held(mail))
            .values(due_at=until, lease=None, tries=MailRow.tries + 1)
        )

    @changing
    async def skip(self, session: AsyncSession, mail: OwedMail, reason: str) -> None:
        """Skip a mail that has become pointless."""
        await self._skip(session, mail, reason)

    @changing
    async def give_up(self, session: AsyncSession, mail: OwedMail, reason: str) -> None:
        """Skip a mail that cannot be delivered, and tell the store's owner why."""
        if not await self._skip(session, mail, reason):
            return
        store = await store_row(session, mail.workspace_id, mail.store_id)
        await notify(
            session,
            Event.MAIL_REFUSED,
            MessageKind.MAIL_REFUSED,
            [store.owner],
            Subject.of_store(store),
            Actor.BOT,
            self.clock(),
            email=store.email,
            reason=reason,
        )

    async def _skip(self, session: AsyncSession, mail: OwedMail, reason: str) -> bool:
        """Skip a mail; return whether this sender still had it."""
        skipped = await session.scalar(
            update(MailRow)
            .where(_held(mail))
            .values(skipped_because=reason, due_at=None, lease=None)
            .returning(MailRow.id)
        )
        return skipped is not None


def _held(mail: OwedMail) -> ColumnElement[bool]:
    """Match a mail that its sender still has; another may have taken it over."""
    return (MailRow.id == mail.id) & (MailRow.lease == mail.lease)


def _as_owed(row: MailRow, lease: UUID) -> OwedMail:
    return OwedMail(
        id=row.id,
        lease=lease,
        workspace_id=row.workspace_id,
        store_id=row.store_id,
        kind=known(row.kind),
        term=row.term,
        by=row.by,
        tries=row.tries,
        created_at=row.created_at,
    )
