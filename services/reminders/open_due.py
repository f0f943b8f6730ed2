"""Reminders of renewals: open what is due, snooze, wake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import AlreadySettled, NothingThere, TooUrgent
from domain.people import Person
from domain.reminders import (
    SNOOZABLE_ABOVE,
    snoozed_until,
)
from services.reminders.plan import planning_of
from services.sweeps import each
from storage.authorizations import lock_authorization
from storage.database.dialects import insert
from storage.database.transactions import Database, changing
from storage.idempotency import changing_once
from storage.outbox import want_shown
from storage.reminder_audiences import zone_there
from storage.reminders import plan_anew
from storage.stores import stores_of
from storage.tables.application import ApplicationRow
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.reminders import ReminderRow

_AT_ONCE = 100
_AFTER_A_FAULT = timedelta(hours=1)


@dataclass(frozen=True)
class OpenReminders:
    """Opens due reminders for a sweep, and snoozes them for Slack's menus. `ladder` is in order."""

    database: Database
    clock: Clock
    application_id: str
    ladder: Sequence[int]

    async def open_due(self) -> None:
        """Open every due reminder; their messages are owed afterwards."""
        while await self._open_some():
            pass

    @changing
    async def keep_ladder(self, session: AsyncSession) -> None:
        """Replan all reminders if the ladder has changed."""
        ladder = ",".join(map(str, self.ladder))
        new = insert(session, ApplicationRow).values(
            id=self.application_id, is_running=False, ladder=ladder
        )
        await session.execute(new.on_conflict_do_nothing())
        row = await session.get_one(ApplicationRow, self.application_id, with_for_update=True)
        if row.ladder != ladder:
            row.ladder = ladder
            ours = AuthorizationRow.application_id == self.application_id
            await plan_anew(session, ours, self.clock())

    @changing_once
    async def snooze(
        self, session: AsyncSession, person: Person, reminder_id: UUID, days: int
    ) -> None:
        """Snooze a reminder for some days.

        Raises `TooUrgent` where too little time is left, and `AlreadySettled` where the reminder
        has been overtaken.
        """
        row = await self._open_reminder(session, person.workspace_id, reminder_id)
        if row.rung <= SNOOZABLE_ABOVE:
            raise TooUrgent
        stores = await stores_of(session, row.authorization_id)
        zone = await zone_there(session, stores, row.target)
        row.snoozed_until = snoozed_until(self.clock(), days, zone)
        row.snoozed_by = person.slack_user_id
        await self._changed(session, row)

    @changing_once
    async def wake(self, session: AsyncSession, person: Person, reminder_id: UUID) -> None:
        """Cancel a snooze."""
        row = await self._open_reminder(session, person.workspace_id, reminder_id)
        row.snoozed_until = row.snoozed_by = None
        await self._changed(session, row)

    @changing
    async def _open_some(self, session: AsyncSession) -> bool:
        """Plan some connections whose reminders are due; returns whether there may be more."""
        due = await session.scalars(
            select(AuthorizationRow)
            .where(AuthorizationRow.next_reminder_at <= self.clock())
            .order_by(AuthorizationRow.next_reminder_at)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = due.all()
        if not rows:
            return False
        plan_reminders = await planning_of(
            session, rows, self.application_id, self.ladder, self.clock()
        )
        for row in each(rows, plan_reminders.plan, "reminders"):
            row.next_reminder_at = self.clock() + _AFTER_A_FAULT
        await plan_reminders.keep(session)
        return len(rows) == _AT_ONCE

    async def _open_reminder(
        self, session: AsyncSession, workspace_id: UUID, reminder_id: UUID
    ) -> ReminderRow:
        """Return an open reminder, locked after its connection."""
        asked = (ReminderRow.id == reminder_id) & (ReminderRow.workspace_id == workspace_id)
        reminds_of = await session.scalar(select(ReminderRow.authorization_id).where(asked))
        if reminds_of is None:
            raise NothingThere
        await lock_authorization(session, workspace_id, reminds_of)
        row = await session.get_one(ReminderRow, reminder_id, with_for_update=True)
        if row.closed_at is not None:
            raise AlreadySettled
        return row

    async def _changed(self, session: AsyncSession, row: ReminderRow) -> None:
        """Update a reminder's message, and replan its connection."""
        await want_shown(session, MessageRow.id == row.message_id, self.clock())
        await plan_anew(session, AuthorizationRow.id == row.authorization_id, self.clock())
