"""Announce reminders, one by one or in a day's digest, and read what they show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import NothingThere
from domain.messages import MessageKind
from domain.reminders import MOST_SINGLE, DigestShown, ReminderEnd, ReminderShown, days_to
from services.sweeps import each
from storage.authorizations import connection_of
from storage.database.dialects import among
from storage.database.transactions import Database, changing, reading
from storage.outbox import new_message, owe_messages, want_shown
from storage.reminder_audiences import zone_there
from storage.stores import stores_of, stores_served
from storage.tables.authorizations import TermRow
from storage.tables.messages import MessageRow
from storage.tables.people import PersonRow
from storage.tables.reminders import ReminderRow

MOST_LINES = 10
"""The most connections that a digest names, the most urgent first."""
_AT_ONCE = 50
_DONE = (ReminderEnd.RENEWED, ReminderEnd.REVOKED)


_DAY = (ReminderRow.workspace_id, ReminderRow.target, ReminderRow.day)
_UNTOLD = ReminderRow.message_id.is_(None) & ReminderRow.closed_at.is_(None)


class _Day(NamedTuple):
    """The reminders of one place on one day."""

    workspace_id: UUID
    target: str
    day: date


@dataclass
class _Telling:
    """Plans how the untold reminders of some days are told: one by one, or in a day's digest.

    `digests` are those that exist already; `owed` are new messages, `outdated` are digests that
    grow.
    """

    now: datetime
    digests: Collection[UUID]
    owed: list[MessageRow] = field(default_factory=list)
    outdated: set[UUID] = field(default_factory=set)
    shown: list[tuple[ReminderRow, UUID]] = field(default_factory=list)

    def tell(self, told: tuple[_Day, Sequence[ReminderRow]]) -> None:
        """Choose how to tell a day's untold reminders, given everything told on it."""
        day, reminders = told
        untold = [row for row in reminders if row.message_id is None and row.closed_at is None]
        if untold and len(reminders) > MOST_SINGLE:
            digest = self._digest(day, reminders)
            self.shown += [(row, digest) for row in (*untold, *self._single_ones(reminders))]
        else:
            self.shown += [(row, self._single(day, row)) for row in untold]

    def _digest(self, day: _Day, reminders: Sequence[ReminderRow]) -> UUID:
        """Return the day's digest, updating an existing one."""
        standing = next((r.message_id for r in reminders if r.message_id in self.digests), None)
        if standing is None:
            return self._owe(day, MessageKind.DIGEST)
        self.outdated.add(standing)
        return standing

    def _single_ones(self, reminders: Sequence[ReminderRow]) -> Sequence[ReminderRow]:
        """Return those with messages of their own, which now join the digest and say so.

        A snoozed one stays where it is.
        """
        single = [
            row
            for row in reminders
            if row.message_id is not None
            and row.message_id not in self.digests
            and row.closed_at is None
            and row.snoozed_until is None
        ]
        self.outdated.update(row.message_id for row in single if row.message_id)
        return single

    def _single(self, day: _Day, row: ReminderRow) -> UUID:
        return self._owe(day, MessageKind.REMINDER, authorization_id=row.authorization_id)

    def _owe(self, day: _Day, kind: MessageKind, **about: UUID) -> UUID:
        message = new_message(day.workspace_id, kind, day.target, self.now, **about)
        self.owed.append(message)
        return message.id


@dataclass(frozen=True)
class Announce:
    """Owes the messages of due reminders, for a sweep; reads what they show, for the delivery."""

    database: Database
    clock: Clock

    async def announce(self) -> None:
        """Owe the messages of all reminders that have none yet."""
        days = await self._untold(None)
        while days:
            await self._announce(days)
            days = await self._untold(days[-1])

    @reading
    async def _untold(self, session: AsyncSession, after: _Day | None) -> Sequence[_Day]:
        untold = select(*_DAY).where(_UNTOLD).distinct().order_by(*_DAY).limit(_AT_ONCE)
        if after is not None:
            untold = untold.where(tuple_(*_DAY) > after)
        return [_Day(*row) for row in await session.execute(untold)]

    @changing
    async def _announce(self, session: AsyncSession, days: Sequence[_Day]) -> None:
        """Owe the untold reminders of some days, with all reminders of those days locked."""
        found = await session.scalars(
            select(ReminderRow).where(among(_DAY, days)).order_by(ReminderRow.id).with_for_update()
        )
        reminders: dict[_Day, list[ReminderRow]] = {day: [] for day in days}
        for row in found:
            reminders[_Day(row.workspace_id, row.target, row.day)].append(row)
        told = {row.message_id for rows in reminders.values() for row in rows if row.message_id}
        telling = _Telling(self.clock(), await self._digests(session, told))
        each(reminders.items(), telling.tell, "announcements")
        await owe_messages(session, telling.owed, self.clock())
        for row, message_id in telling.shown:
            row.message_id = message_id
        if telling.outdated:
            await want_shown(session, MessageRow.id.in_(telling.outdated), self.clock())

    async def _digests(self, session: AsyncSession, messages: Collection[UUID]) -> set[UUID]:
        is_digest = MessageRow.kind == MessageKind.DIGEST
        query = select(MessageRow.id).where(MessageRow.id.in_(messages), is_digest)
        return set(await session.scalars(query))

    @reading
    async def reminder(
        self, session: AsyncSession, workspace_id: UUID, message_id: UUID
    ) -> ReminderShown | None:
        """Return what a reminder's message shows; None where a later one shows it.

        Raises `NothingThere` where its connection or all its stores are gone.
        """
        row = await session.scalar(
            select(ReminderRow).where(
                ReminderRow.message_id == message_id, ReminderRow.workspace_id == workspace_id
            )
        )
        if row is None:
            return None
        shown = await self._shown(session, row)
        if shown.ended is None and not shown.stores:
            raise NothingThere
        return shown

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
        waiting = await session.scalars(
            select(ReminderRow)
            .join(
                TermRow,
                (TermRow.authorization_id == ReminderRow.authorization_id)
                & (TermRow.number == ReminderRow.term),
            )
            .where(of_digest, ReminderRow.closed_at.is_(None))
            .order_by(TermRow.ends_at, ReminderRow.id)
            .limit(MOST_LINES)
        )
        shown = [await self._shown(session, row) for row in waiting.all()]
        return DigestShown(
            counted[0], counted[1] or 0, counted[2] or 0, [each for each in shown if each.stores]
        )

    async def _shown(self, session: AsyncSession, row: ReminderRow) -> ReminderShown:
        """Return what a reminder shows. Raises `NothingThere` without its connection."""
        connection = await connection_of(session, row.workspace_id, row.authorization_id)
        if connection is None:
            raise NothingThere
        now, ends_at = self.clock(), connection.ends_at
        stores = await stores_served(session, row.workspace_id, row.authorization_id, now)
        people = {person for s in stores for person in (s.owner, s.backup) if person}
        return ReminderShown(
            id=row.id,
            rung=row.rung,
            target=row.target,
            connection=connection,
            stores=stores,
            days=await self._days(session, row),
            is_overdue=ends_at is not None and ends_at <= now,
            snoozed_until=row.snoozed_until,
            snoozed_by=row.snoozed_by,
            ended=row.closed_because,
            names=await _names(session, row.workspace_id, people),
        )

    async def _days(self, session: AsyncSession, row: ReminderRow) -> int:
        """Count the days left of a reminder's term, in the time zone of its place."""
        term = await session.get_one(TermRow, (row.authorization_id, row.term))
        if term.ends_at is None:
            return 0
        stores = await stores_of(session, row.authorization_id)
        return days_to(term.ends_at, self.clock(), await zone_there(session, stores, row.target))


async def _names(session: AsyncSession, workspace_id: UUID, people: set[str]) -> dict[str, str]:
    found = await session.execute(
        select(PersonRow.slack_user_id, PersonRow.name).where(
            PersonRow.workspace_id == workspace_id, PersonRow.slack_user_id.in_(people)
        )
    )
    return {row.slack_user_id: row.name for row in found}
