"""Reminding of renewals: opening what is due, owing its messages, snoozing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus
from domain.clock import Clock
from domain.errors import AlreadyHandled, NothingThere, TooUrgent
from domain.people import Person
from domain.reminders import (
    SNOOZABLE_ABOVE,
    Audience,
    ReminderEnd,
    Told,
    day_there,
    plan,
    snoozed_until,
)
from domain.stores import status_turns
from services.applying import show_stores, stores_of
from services.sweeping import apart
from storage.application_tables import ApplicationRow
from storage.audiences import audiences_of
from storage.database import Database, changing
from storage.outbox import want_shown
from storage.reminder_tables import ReminderRow
from storage.reminders import close_reminders, plan_anew
from storage.requests import handle_once
from storage.seller_tables import AuthorizationRow, TermRow
from storage.tables import MessageRow, WorkspaceRow

_AT_ONCE = 100
_AFTER_A_FAULT = timedelta(hours=1)
_ANOTHER_APPLICATION = timedelta(days=1)


@dataclass(frozen=True)
class Remind:
    """`ladder` are the rungs, the least urgent first."""

    database: Database
    clock: Clock
    application_id: str
    ladder: Sequence[int]

    async def open_due(self) -> None:
        """Open every reminder whose moment has come; their messages are owed afterwards."""
        while await self._open_some():
            pass

    @changing
    async def keep_ladder(self, session: AsyncSession) -> None:
        """Plan all reminders anew where the ladder is not the one they were planned by."""
        ladder = ",".join(map(str, self.ladder))
        row = await session.get(ApplicationRow, self.application_id, with_for_update=True)
        if row is None:
            session.add(ApplicationRow(id=self.application_id, ladder=ladder))
        elif row.ladder != ladder:
            row.ladder = ladder
            ours = AuthorizationRow.application_id == self.application_id
            await plan_anew(session, ours, self.clock())

    @changing
    async def snooze(
        self, session: AsyncSession, person: Person, reminder_id: UUID, days: int, request: str
    ) -> datetime:
        """Hold a reminder back for some days; returns when it comes again.

        Raises `TooUrgent` where so little time is left that none may be held back any more, and
        `AlreadyHandled` where the reminder has been overtaken.
        """
        await handle_once(session, person.workspace_id, request, self.clock())
        row = await self._open_reminder(session, person.workspace_id, reminder_id)
        if row.rung <= SNOOZABLE_ABOVE:
            raise TooUrgent
        stores = await stores_of(session, row.authorization_id)
        told = await audiences_of(session, row.workspace_id, stores)
        zone = next((each.zone for each in told if each.target == row.target), told[0].zone)
        row.snoozed_until = snoozed_until(self.clock(), days, zone)
        row.snoozed_by = person.slack_user_id
        await self._changed(session, row)
        return row.snoozed_until

    @changing
    async def wake(
        self, session: AsyncSession, person: Person, reminder_id: UUID, request: str
    ) -> None:
        """Take a snooze back: the reminder stands as before."""
        await handle_once(session, person.workspace_id, request, self.clock())
        row = await self._open_reminder(session, person.workspace_id, reminder_id)
        row.snoozed_until = row.snoozed_by = None
        await self._changed(session, row)

    @changing
    async def _open_some(self, session: AsyncSession) -> bool:
        """Plan some connections whose reminders are due; tells whether there were any."""
        due = await session.scalars(
            select(AuthorizationRow)
            .where(AuthorizationRow.next_reminder_at <= self.clock())
            .order_by(AuthorizationRow.next_reminder_at)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = due.all()
        failed = await apart(session, rows, lambda row: self._plan(session, row), "reminders")
        for row in failed:
            row.next_reminder_at = self.clock() + _AFTER_A_FAULT
        return bool(rows)

    async def _plan(self, session: AsyncSession, row: AuthorizationRow) -> None:
        """Open what is due of one connection, and note when to look again.

        A workspace that Slack no longer lets us write to is reminded of nothing until it is back.
        """
        term = await session.get_one(TermRow, (row.id, row.term))
        workspace = await session.get_one(WorkspaceRow, row.workspace_id)
        is_heard = workspace.delivery_suspended_at is None
        if row.status != AuthorizationStatus.LIVE or term.ends_at is None or not is_heard:
            row.next_reminder_at = None
        elif row.application_id != self.application_id:
            row.next_reminder_at = self.clock() + _ANOTHER_APPLICATION
        else:
            await self._show_turns(session, row, status_turns(term.ends_at))
            looks = [await self._tell(session, row, term.ends_at), *status_turns(term.ends_at)]
            coming = [look for look in looks if look is not None and look > self.clock()]
            row.next_reminder_at = min(coming, default=None)

    async def _show_turns(
        self, session: AsyncSession, row: AuthorizationRow, turns: Sequence[datetime]
    ) -> None:
        """Have the cards shown anew where time has changed their status since the last look."""
        last = row.next_reminder_at or self.clock()
        if any(last <= turn <= self.clock() for turn in turns):
            await show_stores(session, row, self.clock())

    async def _tell(
        self, session: AsyncSession, row: AuthorizationRow, ends_at: datetime
    ) -> datetime | None:
        audiences = await audiences_of(session, row.workspace_id, await stores_of(session, row.id))
        told = await self._told(session, row)
        looks = [
            await self._tell_one(session, row, ends_at, audience, told.pop(audience.target, []))
            for audience in audiences
        ]
        for target in told:
            await close_reminders(
                session, row.id, ReminderEnd.NOT_HERE, self.clock(), target=target
            )
        return min((look for look in looks if look is not None), default=None)

    async def _tell_one(
        self,
        session: AsyncSession,
        row: AuthorizationRow,
        ends_at: datetime,
        audience: Audience,
        reminders: Sequence[ReminderRow],
    ) -> datetime | None:
        """Tell one target what is due there; returns when to look again."""
        still_open = next((r for r in reminders if r.closed_at is None), None)
        until = still_open.snoozed_until if still_open else None
        told = Told([reminder.rung for reminder in reminders], until)
        planned = plan(ends_at, self.ladder, audience, told, self.clock())
        if planned.rung is not None:
            superseded = ReminderEnd.SUPERSEDED
            await close_reminders(session, row.id, superseded, self.clock(), target=audience.target)
            session.add(self._new(row, planned.rung, audience))
        elif planned.again and still_open is not None:
            await self._again(session, still_open, audience)
        return planned.look_at

    async def _told(
        self, session: AsyncSession, row: AuthorizationRow
    ) -> dict[str, list[ReminderRow]]:
        """Return what each target was told in this term."""
        found = await session.scalars(
            select(ReminderRow).where(
                ReminderRow.authorization_id == row.id, ReminderRow.term == row.term
            )
        )
        told: dict[str, list[ReminderRow]] = {}
        for reminder in found:
            told.setdefault(reminder.target, []).append(reminder)
        return told

    async def _again(
        self, session: AsyncSession, reminder: ReminderRow, audience: Audience
    ) -> None:
        """Have a reminder whose snooze is over told by a new message; the old one says so."""
        await want_shown(session, MessageRow.id == reminder.message_id, self.clock())
        reminder.message_id = reminder.snoozed_until = reminder.snoozed_by = None
        reminder.day = day_there(self.clock(), audience.zone)

    async def _open_reminder(
        self, session: AsyncSession, workspace_id: UUID, reminder_id: UUID
    ) -> ReminderRow:
        row = await session.scalar(
            select(ReminderRow)
            .where(ReminderRow.id == reminder_id, ReminderRow.workspace_id == workspace_id)
            .with_for_update()
        )
        if row is None:
            raise NothingThere
        if row.closed_at is not None:
            raise AlreadyHandled
        return row

    async def _changed(self, session: AsyncSession, row: ReminderRow) -> None:
        """Have a reminder's message updated, and its connection planned anew."""
        await want_shown(session, MessageRow.id == row.message_id, self.clock())
        await plan_anew(session, AuthorizationRow.id == row.authorization_id, self.clock())

    def _new(self, row: AuthorizationRow, rung: int, audience: Audience) -> ReminderRow:
        now = self.clock()
        return ReminderRow(
            id=uuid4(),
            workspace_id=row.workspace_id,
            authorization_id=row.id,
            term=row.term,
            rung=rung,
            target=audience.target,
            day=day_there(now, audience.zone),
            opened_at=now,
        )
