"""Announcing reminders: one message each, or a digest of a day's; and what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import NothingThere
from domain.messages import MessageKind
from domain.reminders import MOST_SINGLE, DigestLine, DigestShown, ReminderEnd, ReminderShown
from storage.authorizations import connection_of
from storage.database import Database, changing, reading
from storage.outbox import owe_message, want_shown
from storage.reminder_tables import ReminderRow
from storage.seller_tables import TermRow
from storage.stores import stores_served
from storage.tables import MessageRow, PersonRow

MOST_LINES = 10
"""Connections that a digest names, the most urgent first."""
_AT_ONCE = 50
_DONE = (ReminderEnd.RENEWED, ReminderEnd.REVOKED)


@dataclass(frozen=True, slots=True)
class _Day:
    """What is told in one place on one day."""

    workspace_id: UUID
    target: str
    day: date

    @property
    def reminders(self) -> ColumnElement[bool]:
        return (
            (ReminderRow.workspace_id == self.workspace_id)
            & (ReminderRow.target == self.target)
            & (ReminderRow.day == self.day)
        )


@dataclass(frozen=True)
class Announce:
    database: Database
    clock: Clock

    async def announce(self) -> None:
        """Owe the messages of all reminders that have none yet."""
        while await self._announce_some():
            pass

    @changing
    async def _announce_some(self, session: AsyncSession) -> bool:
        """Owe what is untold in some places; tells whether there were any."""
        found = await session.execute(
            select(ReminderRow.workspace_id, ReminderRow.target, ReminderRow.day)
            .where(ReminderRow.message_id.is_(None), ReminderRow.closed_at.is_(None))
            .distinct()
            .order_by(ReminderRow.workspace_id, ReminderRow.target, ReminderRow.day)
            .limit(_AT_ONCE)
        )
        days = [_Day(*row) for row in found]
        for day in days:
            await self._announce(session, day)
        return bool(days)

    async def _announce(self, session: AsyncSession, day: _Day) -> None:
        untold = (
            await session.scalars(
                select(ReminderRow)
                .where(
                    day.reminders,
                    ReminderRow.message_id.is_(None),
                    ReminderRow.closed_at.is_(None),
                )
                .with_for_update()
            )
        ).all()
        total = await session.scalar(select(func.count()).where(day.reminders)) or 0
        if total > MOST_SINGLE:
            await self._digest(session, day, untold)
            return
        for reminder in untold:
            reminder.message_id = await owe_message(
                session,
                day.workspace_id,
                MessageKind.REMINDER,
                day.target,
                self.clock(),
                authorization_id=reminder.authorization_id,
            )

    async def _digest(
        self, session: AsyncSession, day: _Day, untold: Sequence[ReminderRow]
    ) -> None:
        """Take reminders into the day's digest; where it stands already, it is updated."""
        standing = await session.scalar(
            select(MessageRow.id)
            .join(ReminderRow, ReminderRow.message_id == MessageRow.id)
            .where(day.reminders, MessageRow.kind == MessageKind.DIGEST)
            .limit(1)
        )
        if standing is not None:
            await want_shown(session, MessageRow.id == standing, self.clock())
        digest = standing or await owe_message(
            session, day.workspace_id, MessageKind.DIGEST, day.target, self.clock()
        )
        for reminder in untold:
            reminder.message_id = digest

    @reading
    async def reminder(
        self, session: AsyncSession, workspace_id: UUID, message_id: UUID
    ) -> ReminderShown | None:
        """Return what a reminder's message shows; None where a later one shows it.

        Raises `NothingThere` where its connection is gone.
        """
        row = await session.scalar(
            select(ReminderRow).where(
                ReminderRow.message_id == message_id, ReminderRow.workspace_id == workspace_id
            )
        )
        if row is None:
            return None
        connection = await connection_of(session, workspace_id, row.authorization_id)
        if connection is None:
            raise NothingThere
        now = self.clock()
        stores = await stores_served(session, workspace_id, row.authorization_id, now)
        term = await session.get_one(TermRow, (row.authorization_id, row.term))
        people = {person for s in stores for person in (s.owner, s.backup) if person}
        return ReminderShown(
            id=row.id,
            rung=row.rung,
            target=row.target,
            connection=connection,
            stores=stores,
            days=_days(term, now.date()),
            snoozed_until=row.snoozed_until,
            snoozed_by=row.snoozed_by,
            ended=ReminderEnd(row.closed_because) if row.closed_because else None,
            names=await _names(session, workspace_id, people),
        )

    @reading
    async def digest(
        self, session: AsyncSession, workspace_id: UUID, message_id: UUID
    ) -> DigestShown:
        """Return what a digest shows."""
        of_digest = (ReminderRow.message_id == message_id) & (
            ReminderRow.workspace_id == workspace_id
        )
        is_done = ReminderRow.closed_because.in_(_DONE)
        is_elsewhere = ReminderRow.closed_at.is_not(None) & ~is_done
        counted = (
            await session.execute(
                select(
                    func.count(),
                    func.sum(case((is_done, 1), else_=0)),
                    func.sum(case((is_elsewhere, 1), else_=0)),
                ).where(of_digest)
            )
        ).one()
        waiting = await session.execute(
            select(ReminderRow, TermRow)
            .join(
                TermRow,
                (TermRow.authorization_id == ReminderRow.authorization_id)
                & (TermRow.number == ReminderRow.term),
            )
            .where(of_digest, ReminderRow.closed_at.is_(None))
            .order_by(TermRow.ends_at, ReminderRow.id)
            .limit(MOST_LINES)
        )
        lines = [await self._line(session, row, term) for row, term in waiting.all()]
        return DigestShown(
            counted[0], counted[1] or 0, counted[2] or 0, [line for line in lines if line]
        )

    async def _line(
        self, session: AsyncSession, row: ReminderRow, term: TermRow
    ) -> DigestLine | None:
        now = self.clock()
        connection = await connection_of(session, row.workspace_id, row.authorization_id)
        stores = await stores_served(session, row.workspace_id, row.authorization_id, now)
        if connection is None or not stores:
            return None
        return DigestLine(connection, stores[0], len(stores) - 1, _days(term, now.date()))


def _days(term: TermRow, today: date) -> int:
    """Count the days to a term's end; below zero after it."""
    return 0 if term.ends_at is None else (term.ends_at.date() - today).days


async def _names(session: AsyncSession, workspace_id: UUID, people: set[str]) -> dict[str, str]:
    found = await session.execute(
        select(PersonRow.slack_user_id, PersonRow.name).where(
            PersonRow.workspace_id == workspace_id, PersonRow.slack_user_id.in_(people)
        )
    )
    return {row.slack_user_id: row.name for row in found}
