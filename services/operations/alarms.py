"""Alarms: what their messages show, which are open, and which are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.alarms import Alarm, AlarmKind
from domain.clock import Clock
from domain.errors import NothingThere
from domain.stores import Store
from storage.alarms import concerned, end_alarm, show_alarm
from storage.database.transactions import Database, changing, reading
from storage.stores import STORES, as_store
from storage.tables.application import AlarmRow
from storage.tables.stores import StoreRow

LOOK_AGAIN = timedelta(minutes=15)
MOST_OPEN = 100
"""The most alarms that are listed or checked at a time."""


@dataclass(frozen=True)
class Alarms:
    """Reads alarms for messages and the doctor; a sweep closes those that are over."""

    database: Database
    clock: Clock

    @reading
    async def of_message(
        self, session: AsyncSession, workspace_id: UUID, message_id: UUID
    ) -> Alarm:
        """Return what an alarm's message shows, or raise `NothingThere`."""
        row = await session.scalar(
            select(AlarmRow).where(
                AlarmRow.message_id == message_id, AlarmRow.workspace_id == workspace_id
            )
        )
        if row is None:
            raise NothingThere
        return await self._as_alarm(session, row)

    @reading
    async def open(self, session: AsyncSession) -> list[Alarm]:
        """Return the open alarms, oldest first."""
        rows = await session.scalars(
            select(AlarmRow)
            .where(AlarmRow.until.is_(None))
            .order_by(AlarmRow.since)
            .limit(MOST_OPEN)
        )
        return [await self._as_alarm(session, row) for row in rows.all()]

    @changing
    async def look(self, session: AsyncSession) -> None:
        """Update which stores each channel's alarms concern; without any, an alarm is over."""
        now = self.clock()
        rows = await session.scalars(
            select(AlarmRow)
            .where(AlarmRow.until.is_(None), AlarmRow.look_at <= now)
            .where(AlarmRow.kind.in_((AlarmKind.OUTAGE, AlarmKind.OTHER_APPLICATION)))
            .order_by(AlarmRow.look_at)
            .limit(MOST_OPEN)
            .with_for_update(skip_locked=True)
        )
        for row in rows.all():
            row.look_at = now + LOOK_AGAIN
            concerned_now = len(await self._stores(session, row))
            if not concerned_now:
                await end_alarm(session, row, now)
            elif concerned_now != row.step:
                row.step = concerned_now
                await show_alarm(session, row, now)

    async def _as_alarm(self, session: AsyncSession, row: AlarmRow) -> Alarm:
        later = await session.scalar(
            select(AlarmRow.id)
            .where(
                AlarmRow.kind == row.kind, AlarmRow.about == row.about, AlarmRow.since > row.since
            )
            .limit(1)
        )
        return Alarm(
            kind=row.kind,
            since=row.since,
            until=row.until,
            now=self.clock(),
            is_newest=later is None,
            facts=row.facts,
            stores=await self._stores(session, row),
        )

    async def _stores(self, session: AsyncSession, row: AlarmRow) -> Sequence[Store]:
        """Return the stores of the alarm's Slack channel that it still concerns."""
        if row.workspace_id is None or row.until is not None:
            return ()
        now = self.clock()
        in_channel = StoreRow.__table__.c.channel == row.target
        query = STORES.where(in_channel, concerned(row.kind, now))
        found = await session.execute(query, {"workspace_id": row.workspace_id})
        return [as_store(each, now) for each in found]
