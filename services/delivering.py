"""What is owed to Slack: claimed, shown, put off or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CTE, ColumnElement, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.clock import Clock
from domain.history import Actor, Event
from domain.messages import Lane, MessageKind, OwedMessage, Posted
from storage.database import Database, changing, reading
from storage.history import record
from storage.outbox import owe_again, owe_notice
from storage.tables import HistoryRow, LaneRow, MessageRow, StoreRow, WorkspaceRow

LEASE = timedelta(seconds=60)
PACE = timedelta(seconds=1)
"""Between two messages to one Slack channel: Slack's own limit."""


_head = aliased(MessageRow)
_later = aliased(MessageRow)
_is_newest = ~(
    select(_later.id)
    .where(
        _later.store_id == MessageRow.store_id,
        _later.kind == MessageRow.kind,
        _later.created_at > MessageRow.created_at,
    )
    .exists()
)


class LeaseLost(Exception):
    """Another sender has taken the lane over; what was done here must not count."""


@dataclass(frozen=True)
class DeliverMessages:
    database: Database
    clock: Clock

    @changing
    async def claim(self, session: AsyncSession, limit: int) -> list[Lane]:
        """Lease up to `limit` lanes in which a message may be sent now."""
        now, lease = self.clock(), uuid4()
        claimed = await session.execute(
            update(LaneRow)
            .where(tuple_(LaneRow.workspace_id, LaneRow.target).in_(select(_due(now, limit))))
            .values(lease=lease, leased_until=now + LEASE)
            .returning(LaneRow.workspace_id, LaneRow.target)
            .execution_options(synchronize_session=False)
        )
        return [Lane(row.workspace_id, row.target, lease) for row in claimed]

    @reading
    async def next_message(self, session: AsyncSession, lane: Lane) -> OwedMessage | None:
        """Return the oldest message owed in a leased lane."""
        row = (
            await session.execute(
                select(MessageRow, HistoryRow.facts, _head.ts, _is_newest)
                .outerjoin(HistoryRow, HistoryRow.id == MessageRow.history_id)
                .outerjoin(_head, _head.id == MessageRow.in_thread_of)
                .where(_owed(lane))
                .order_by(MessageRow.position)
                .limit(1)
            )
        ).first()
        return None if row is None else _as_owed(row[0], row[1] or {}, row[2], newest=row[3])

    @changing
    async def shown(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, posted: Posted
    ) -> None:
        """Record that a version of a message stands in Slack, and let the lane go on."""
        await session.execute(
            update(MessageRow)
            .where(MessageRow.id == message.id)
            .values(shown_version=message.version, channel=posted.channel, ts=posted.ts, tries=0)
        )
        if message.kind is MessageKind.CARD and message.ts is None:
            kind = MessageKind.CARD_UNDELIVERABLE
            await owe_again(session, message.store, kind, self.clock())
        await self._release(session, lane, self.clock() + PACE)

    @reading
    async def card_stands_in(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID
    ) -> str | None:
        """Return the Slack channel in which a store's card stands, if it does."""
        channel: str | None = await session.scalar(
            select(MessageRow.channel)
            .join(StoreRow, StoreRow.id == MessageRow.store_id)
            .where(
                MessageRow.workspace_id == workspace_id,
                MessageRow.store_id == store_id,
                MessageRow.kind == MessageKind.CARD,
                MessageRow.target == StoreRow.channel,
                MessageRow.ts.is_not(None),
                MessageRow.skipped_because.is_(None),
            )
        )
        return channel

    @changing
    async def put_off(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, until: datetime
    ) -> None:
        """Keep the message, and the lane's order, for a later try."""
        await session.execute(
            update(MessageRow).where(MessageRow.id == message.id).values(tries=MessageRow.tries + 1)
        )
        await self._release(session, lane, until)

    @changing
    async def give_up(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, reason: str
    ) -> None:
        """Skip a message that Slack will not take. Of a card its people are told directly."""
        await session.execute(
            update(MessageRow)
            .where(MessageRow.id == message.id)
            .values(shown_version=message.version, skipped_because=reason)
        )
        if message.kind is MessageKind.CARD:
            await self._tell_people(session, message, reason)
        await self._release(session, lane, self.clock())

    @changing
    async def post_anew(self, session: AsyncSession, lane: Lane, message: OwedMessage) -> None:
        """Forget where a message stood, for somebody deleted it there."""
        await session.execute(
            update(MessageRow).where(MessageRow.id == message.id).values(channel=None, ts=None)
        )
        await self._release(session, lane, self.clock())

    @changing
    async def nothing_owed(self, session: AsyncSession, lane: Lane) -> None:
        await self._release(session, lane, self.clock())

    @changing
    async def suspend(self, session: AsyncSession, lane: Lane) -> None:
        """Stop sending to a workspace whose token Slack refuses; everything owed is kept."""
        await session.execute(
            update(WorkspaceRow)
            .where(WorkspaceRow.id == lane.workspace_id)
            .values(delivery_suspended_at=self.clock())
        )
        await self._release(session, lane, self.clock())

    async def _release(self, session: AsyncSession, lane: Lane, free_at: datetime) -> None:
        """Give a lane back, due again where more is owed.

        It is locked before that is asked: what is being owed meanwhile would else be overlooked.
        """
        row = await session.scalar(
            select(LaneRow)
            .where(
                LaneRow.workspace_id == lane.workspace_id,
                LaneRow.target == lane.target,
                LaneRow.lease == lane.lease,
            )
            .with_for_update()
        )
        if row is None:
            raise LeaseLost
        more = await session.scalar(select(select(MessageRow.id).where(_owed(lane)).exists()))
        row.lease = row.leased_until = None
        row.free_at, row.due_at = free_at, free_at if more else None

    async def _tell_people(self, session: AsyncSession, message: OwedMessage, reason: str) -> None:
        store = await session.get_one(StoreRow, message.store)
        entry = record(
            session,
            Event.CARD_UNDELIVERABLE,
            workspace_id=store.workspace_id,
            store_id=store.id,
            actor=Actor.BOT,
            at=self.clock(),
            channel=message.target,
            reason=reason,
        )
        kind = MessageKind.CARD_UNDELIVERABLE
        await owe_notice(session, store, kind, store.created_by, entry, self.clock())


def _due(now: datetime, limit: int) -> CTE:
    return (
        select(LaneRow.workspace_id, LaneRow.target)
        .join(WorkspaceRow, WorkspaceRow.id == LaneRow.workspace_id)
        .where(
            LaneRow.due_at <= now,
            or_(LaneRow.leased_until.is_(None), LaneRow.leased_until < now),
            WorkspaceRow.delivery_suspended_at.is_(None),
        )
        .order_by(LaneRow.due_at)
        .limit(limit)
        .with_for_update(of=LaneRow, skip_locked=True)
        .cte("due")
    )


def _owed(lane: Lane) -> ColumnElement[bool]:
    return (
        (MessageRow.workspace_id == lane.workspace_id)
        & (MessageRow.target == lane.target)
        & (MessageRow.shown_version < MessageRow.wanted_version)
    )


def _as_owed(
    row: MessageRow, facts: dict[str, Any], thread: str | None, *, newest: bool
) -> OwedMessage:
    return OwedMessage(
        id=row.id,
        workspace_id=row.workspace_id,
        target=row.target,
        kind=MessageKind(row.kind),
        store_id=row.store_id,
        authorization_id=row.authorization_id,
        version=row.wanted_version,
        channel=row.channel,
        ts=row.ts,
        thread=thread,
        tries=row.tries,
        facts=facts,
        is_newest=newest,
    )
