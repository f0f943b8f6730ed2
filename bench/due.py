"""Making some of many sellers due, evenly spread over all of them, and nothing due again."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bench.rows import seller
from domain.clock import Clock
from storage.database.transactions import Database, changing, reading
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import LaneRow, MessageRow

_JUST_NOW = timedelta(seconds=1)
_A_RUNG_LEFT = timedelta(days=29)
"""Before the end of a term: the first rung is due, no other yet."""


@dataclass(frozen=True)
class Due:
    """`sellers` is how many there are."""

    database: Database
    clock: Clock
    sellers: int

    @changing
    async def remind(self, session: AsyncSession, many: int, first: int) -> None:
        """Make the first reminders of so many sellers due; another `first` names other sellers."""
        which, now = self._spread(many, first), self.clock()
        ids = select(AuthorizationRow.id).where(which)
        await session.execute(
            update(TermRow)
            .where(TermRow.authorization_id.in_(ids))
            .values(ends_at=now + _A_RUNG_LEFT)
            .execution_options(synchronize_session=False)
        )
        await session.execute(
            update(AuthorizationRow).where(which).values(next_reminder_at=now - _JUST_NOW)
        )

    @changing
    async def check(self, session: AsyncSession, many: int) -> None:
        """Make the checks of so many sellers due."""
        at = self.clock() - _JUST_NOW
        await session.execute(
            update(AuthorizationRow).where(self._spread(many, 0)).values(next_check_at=at)
        )

    @reading
    async def reminders_left(self, session: AsyncSession) -> int:
        """Count what is still to be opened."""
        return await self._left(session, AuthorizationRow.next_reminder_at <= self.clock())

    @reading
    async def checks_left(self, session: AsyncSession) -> int:
        return await self._left(session, AuthorizationRow.next_check_at <= self.clock())

    @changing
    async def take_as_sent(self, session: AsyncSession) -> None:
        """Take everything that is owed to Slack as sent."""
        is_owed = MessageRow.shown_version < MessageRow.wanted_version
        shown = {"shown_version": MessageRow.wanted_version}
        free = {"due_at": None, "lease": None, "leased_until": None}
        await session.execute(update(MessageRow).where(is_owed).values(shown))
        await session.execute(update(LaneRow).where(LaneRow.due_at.is_not(None)).values(free))

    def _spread(self, many: int, first: int) -> ColumnElement[bool]:
        numbers = range(first, self.sellers, self.sellers // many)[:many]
        return AuthorizationRow.seller_id.in_([seller(number) for number in numbers])

    async def _left(self, session: AsyncSession, which: ColumnElement[bool]) -> int:
        found = await session.scalar(
            select(func.count()).select_from(AuthorizationRow).where(which)
        )
        return found or 0
