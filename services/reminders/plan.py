"""Plan the reminders of due connections, a hundred at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus
from domain.messages import MessageKind
from domain.reminders import Audience, ReminderEnd, ToldRungs, day_there, plan
from domain.stores import status_turns
from domain.webhooks import WebhookType
from storage.mails import owe_reminder_mails
from storage.outbox import want_shown
from storage.reminder_audiences import Surroundings, surroundings_of
from storage.reminders import reopen
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import MessageRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from storage.webhooks import owe_webhooks

_ANOTHER_APPLICATION = timedelta(days=1)
"""How often a connection of another application is looked at again."""


@dataclass(frozen=True)
class PlanReminders:
    """Plans reminders from loaded facts, and collects the changes.

    `shown` are messages, and `turned` stores, to be updated.
    """

    application_id: str
    ladder: Sequence[int]
    now: datetime
    around: Surroundings
    ends: dict[UUID, datetime | None]
    stores: dict[UUID, list[StoreRow]]
    reminders: dict[UUID, list[ReminderRow]]
    opened: list[ReminderRow] = field(default_factory=list)
    shown: set[UUID] = field(default_factory=set)
    turned: set[UUID] = field(default_factory=set)

    def plan(self, row: AuthorizationRow) -> None:
        """Plan what is due for one connection, and note when to look again.

        Nothing is due in a suspended workspace until it is back.
        """
        ends_at = self.ends[row.id]
        if row.status != AuthorizationStatus.LIVE or ends_at is None or self._is_unheard(row):
            row.next_reminder_at = None
        elif row.application_id != self.application_id:
            row.next_reminder_at = self.now + _ANOTHER_APPLICATION
        else:
            row.next_reminder_at = self._tell(row, ends_at)

    async def keep(self, session: AsyncSession) -> None:
        """Save the changes."""
        session.add_all(self.opened)
        for authorization_id, term, rung in sorted(self._mailed()):
            await owe_reminder_mails(session, authorization_id, term, rung, self.now)
        if self.shown:
            await want_shown(session, MessageRow.id.in_(self.shown), self.now)
        if self.turned:
            await want_shown(session, _cards_of(self.turned), self.now)
        await self._tell_programs(session)

    async def _tell_programs(self, session: AsyncSession) -> None:
        """Tell sync programs of renewals that are due for the first time in their term."""
        told_before = {
            reminder.authorization_id
            for reminders in self.reminders.values()
            for reminder in reminders
        }
        due = {reminder.authorization_id for reminder in self.opened} - told_before
        if due:
            is_due = StoreRow.authorization_id.in_(due) & AuthorizationRow.id.is_not(None)
            await owe_webhooks(session, WebhookType.DUE, is_due, self.now)

    def _mailed(self) -> set[tuple[UUID, int, int]]:
        """Return the connection, term and rung of reminders that contacts are mailed as well."""
        return {
            (reminder.authorization_id, reminder.term, reminder.rung)
            for reminder in self.opened
            if any(store.mails_contact for store in self.stores[reminder.authorization_id])
        }

    def _is_unheard(self, row: AuthorizationRow) -> bool:
        return row.workspace_id in self.around.unheard

    def _tell(self, row: AuthorizationRow, ends_at: datetime) -> datetime | None:
        stores, told = self.stores[row.id], self._told(row)
        looks = [
            self._tell_one(row, ends_at, audience, told.pop(audience.target, []))
            for audience in self.around.audiences(stores)
        ]
        for reminders in told.values():
            self._close(reminders, ReminderEnd.NOT_HERE)
        turns = status_turns(ends_at)
        if any((row.next_reminder_at or self.now) <= turn <= self.now for turn in turns):
            self._show_turn(row)
        coming = [look for look in [*looks, *turns] if look is not None and look > self.now]
        return min(coming, default=None)

    def _show_turn(self, row: AuthorizationRow) -> None:
        """Show a connection's new status on its cards and open reminders."""
        self.turned.update(store.id for store in self.stores[row.id])
        for reminder in self.reminders[row.id]:
            if reminder.closed_at is None:
                self._show(reminder)

    def _told(self, row: AuthorizationRow) -> dict[str, list[ReminderRow]]:
        """Return what each target was told in this term."""
        told: dict[str, list[ReminderRow]] = defaultdict(list)
        for reminder in self.reminders[row.id]:
            if reminder.term == row.term:
                told[reminder.target].append(reminder)
        return told

    def _tell_one(
        self,
        row: AuthorizationRow,
        ends_at: datetime,
        audience: Audience,
        reminders: Sequence[ReminderRow],
    ) -> datetime | None:
        """Plan what is due for one target; returns when to look again."""
        self._reopen(audience, reminders)
        still_open = next((r for r in reminders if r.closed_at is None), None)
        until = still_open.snoozed_until if still_open else None
        told = ToldRungs([reminder.rung for reminder in reminders], until)
        planned = plan(ends_at, self.ladder, audience, told, self.now)
        if planned.rung is not None:
            self._close(reminders, ReminderEnd.SUPERSEDED)
            self.opened.append(self._new(row, planned.rung, audience))
        elif planned.again and still_open is not None:
            self._again(still_open, audience)
        return planned.look_at

    def _reopen(self, audience: Audience, reminders: Sequence[ReminderRow]) -> None:
        """Reopen the last reminder of a target that was none for a while.

        As after a snooze, it is sent again, unless another has become due meanwhile.
        """
        last = min(reminders, key=lambda reminder: reminder.rung, default=None)
        if last is None or last.closed_because != ReminderEnd.NOT_HERE:
            return
        if audience.hears(last.rung):
            reopen(last, self.now)

    def _close(self, reminders: Sequence[ReminderRow], because: ReminderEnd) -> None:
        for reminder in reminders:
            if reminder.closed_at is None:
                reminder.closed_at, reminder.closed_because = self.now, because
                reminder.snoozed_until = None
                self._show(reminder)

    def _again(self, reminder: ReminderRow, audience: Audience) -> None:
        """Send a reminder whose snooze is over as a new message; the old one says so."""
        self._show(reminder)
        reminder.message_id = reminder.snoozed_until = reminder.snoozed_by = None
        reminder.day = day_there(self.now, audience.zone)

    def _show(self, reminder: ReminderRow) -> None:
        if reminder.message_id is not None:
            self.shown.add(reminder.message_id)

    def _new(self, row: AuthorizationRow, rung: int, audience: Audience) -> ReminderRow:
        return ReminderRow(
            id=uuid4(),
            workspace_id=row.workspace_id,
            authorization_id=row.id,
            term=row.term,
            rung=rung,
            target=audience.target,
            day=day_there(self.now, audience.zone),
            opened_at=self.now,
        )


async def planning_of(
    session: AsyncSession,
    rows: Sequence[AuthorizationRow],
    application_id: str,
    ladder: Sequence[int],
    now: datetime,
) -> PlanReminders:
    """Load everything needed to plan these connections, in a few queries for all."""
    ids = [row.id for row in rows]
    stores = (
        await session.scalars(
            select(StoreRow)
            .where(StoreRow.authorization_id.in_(ids))
            .order_by(StoreRow.created_at, StoreRow.id)
        )
    ).all()
    terms = await session.execute(
        select(TermRow.authorization_id, TermRow.ends_at)
        .join(AuthorizationRow, AuthorizationRow.id == TermRow.authorization_id)
        .where(TermRow.authorization_id.in_(ids), TermRow.number == AuthorizationRow.term)
    )
    reminders = await session.scalars(
        select(ReminderRow)
        .join(AuthorizationRow, AuthorizationRow.id == ReminderRow.authorization_id)
        .where(ReminderRow.authorization_id.in_(ids), ReminderRow.term == AuthorizationRow.term)
        .with_for_update(of=ReminderRow)
    )
    plan_reminders = PlanReminders(
        application_id,
        ladder,
        now,
        await surroundings_of(session, stores),
        {term.authorization_id: term.ends_at for term in terms},
        defaultdict(list),
        defaultdict(list),
    )
    for store in stores:
        if store.authorization_id is not None:
            plan_reminders.stores[store.authorization_id].append(store)
    for reminder in reminders:
        plan_reminders.reminders[reminder.authorization_id].append(reminder)
    return plan_reminders


def _cards_of(stores: set[UUID]) -> ColumnElement[bool]:
    """Match the cards of some stores, where they are in the stores' own Slack channels."""
    channel = select(StoreRow.channel).where(StoreRow.id == MessageRow.store_id).scalar_subquery()
    is_card = (MessageRow.kind == MessageKind.CARD) & (MessageRow.target == channel)
    return MessageRow.store_id.in_(stores) & is_card
