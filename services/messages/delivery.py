"""Claim owed messages, and record what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.clock import Clock
from domain.messages import Lane, MessageKind, Missed, OwedMessage, Posted
from services.messages.fallback import owe_elsewhere, tell_of_card
from storage.database.dialects import among
from storage.database.transactions import Database, changing, reading
from storage.lanes import LANE, doubt, due_lanes, owed_in
from storage.outbox import owe_again
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.stores import StoreRow
from storage.tables.types import known
from storage.tables.workspaces import HistoryRow, WorkspaceRow

LANE_LEASE = timedelta(seconds=60)
PACE = timedelta(seconds=1)
"""The pause between two messages to one Slack channel: Slack's own limit."""
_TOLD_EACH_TIME = {MessageKind.DIGEST, MessageKind.ENDING}
"""Kinds whose newer state asks people to act, however often it was told before."""


_head = aliased(MessageRow)
_missed = aliased(MessageRow)
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
    """Another sender has taken the lane over; nothing done here may count."""


@dataclass(frozen=True)
class DeliverMessages:
    """The database side of the delivery: leases lanes and records the results of sends."""

    database: Database
    clock: Clock

    @changing
    async def claim(self, session: AsyncSession, limit: int) -> list[Lane]:
        """Lease up to `limit` lanes in which a message may be sent now."""
        now, lease = self.clock(), uuid4()
        due = (await session.execute(due_lanes(now, limit))).all()
        if not due:
            return []
        await session.execute(
            update(LaneRow)
            .where(among(LANE, [(row.workspace_id, row.target) for row in due]))
            .values(lease=lease, leased_until=now + LANE_LEASE)
            .execution_options(synchronize_session=False)
        )
        for row in due:
            if row.leased_until is not None:
                await doubt(session, row.workspace_id, row.target, row.leased_until - LANE_LEASE)
        return [Lane(row.workspace_id, row.target, lease, now + LANE_LEASE) for row in due]

    @reading
    async def next_message(self, session: AsyncSession, lane: Lane) -> OwedMessage | None:
        """Return the oldest message owed in a leased lane."""
        row = (
            await session.execute(
                select(MessageRow, HistoryRow.facts, _head.ts, _is_newest, _missed)
                .outerjoin(HistoryRow, HistoryRow.id == MessageRow.history_id)
                .outerjoin(_head, _head.id == MessageRow.in_thread_of)
                .outerjoin(_missed, _missed.id == MessageRow.instead_of)
                .where(owed_in(lane.workspace_id, lane.target))
                .order_by(MessageRow.position)
                .limit(1)
            )
        ).first()
        return None if row is None else _as_owed(*row)

    @changing
    async def shown(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, posted: Posted
    ) -> None:
        """Record that a version of a message was posted, and release the lane."""
        await session.execute(
            update(MessageRow)
            .where(MessageRow.id == message.id)
            .values(
                shown_version=message.version,
                channel=posted.channel,
                ts=posted.ts,
                tries=0,
                unclear_since=None,
                skipped_because=None,
                undelivered_at=None,
                owed_since=case((MessageRow.wanted_version > message.version, self.clock())),
            )
        )
        if message.kind is MessageKind.CARD and message.ts is None:
            kind = MessageKind.CARD_UNDELIVERABLE
            await owe_again(session, message.store, kind, self.clock())
        await self._release(session, lane, self.clock() + PACE)

    @reading
    async def card_stands_in(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID
    ) -> str | None:
        """Return the Slack channel where a store's card is posted, if it is."""
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
        self,
        session: AsyncSession,
        lane: Lane,
        message: OwedMessage,
        until: datetime,
        unclear_since: datetime | None = None,
    ) -> None:
        """Keep the message, and the lane's order, for a later try.

        `unclear_since` is when a send began whose result is unknown.
        """
        await session.execute(
            update(MessageRow)
            .where(MessageRow.id == message.id)
            .values(
                tries=MessageRow.tries + 1,
                unclear_since=func.coalesce(MessageRow.unclear_since, unclear_since),
            )
        )
        await self._release(session, lane, until)

    @changing
    async def skip(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, reason: str
    ) -> None:
        """Skip a message that has become pointless."""
        await self._skipped(session, message, reason)
        await self._release(session, lane, self.clock())

    @changing
    async def give_up(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, reason: str
    ) -> str | None:
        """Skip a message that Slack would accept nowhere; for a card, its people are told.

        Returns who is told, or None.
        """
        row, now = await self._skipped(session, message, reason), self.clock()
        if message.kind is MessageKind.CARD:
            target = await tell_of_card(session, row, reason, now)
        else:
            row.undelivered_at, target = now, None
        await self._release(session, lane, now)
        return target

    @changing
    async def tell_elsewhere(
        self, session: AsyncSession, lane: Lane, message: OwedMessage, reason: str
    ) -> str | None:
        """Owe a message to the next who may be told, because Slack rejects it in its lane.

        For a card, its people are told directly; what was told there already is not repeated.
        Returns who is told, or None.
        """
        row, now = await self._skipped(session, message, reason), self.clock()
        target = None
        if message.kind is MessageKind.CARD:
            target = await tell_of_card(session, row, reason, now)
        elif message.ts is None or message.kind in _TOLD_EACH_TIME:
            target = await owe_elsewhere(session, row, now)
        else:
            row.undelivered_at = now
        await self._release(session, lane, now)
        return target

    @changing
    async def post_anew(self, session: AsyncSession, lane: Lane, message: OwedMessage) -> None:
        """Forget where a message was posted, because somebody deleted it."""
        await session.execute(
            update(MessageRow).where(MessageRow.id == message.id).values(channel=None, ts=None)
        )
        await self._release(session, lane, self.clock())

    @changing
    async def nothing_owed(self, session: AsyncSession, lane: Lane) -> None:
        await self._release(session, lane, self.clock())

    @changing
    async def suspend(self, session: AsyncSession, lane: Lane, reason: str) -> None:
        """Stop sending to a workspace whose token Slack refuses; everything owed is kept.

        `reason` is Slack's own word.
        """
        await session.execute(
            update(WorkspaceRow)
            .where(WorkspaceRow.id == lane.workspace_id)
            .values(delivery_suspended_at=self.clock(), suspended_because=reason)
        )
        await self._release(session, lane, self.clock())

    async def _release(self, session: AsyncSession, lane: Lane, free_at: datetime) -> None:
        """Release a lane, due again if more is owed.

        The lane is locked before that is checked, so that nothing owed meanwhile is overlooked.
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
        more = await session.scalar(
            select(select(MessageRow.id).where(owed_in(lane.workspace_id, lane.target)).exists())
        )
        row.lease = row.leased_until = None
        row.free_at, row.due_at = free_at, free_at if more else None

    async def _skipped(
        self, session: AsyncSession, message: OwedMessage, reason: str
    ) -> MessageRow:
        row = await session.get_one(MessageRow, message.id, with_for_update=True)
        row.shown_version, row.skipped_because = message.version, reason
        return row


def _as_owed(
    row: MessageRow,
    facts: dict[str, Any] | None,
    thread: str | None,
    is_newest: bool,  # noqa: FBT001 - a column
    missed: MessageRow | None,
) -> OwedMessage:
    return OwedMessage(
        id=row.id,
        workspace_id=row.workspace_id,
        target=row.target,
        kind=known(row.kind),
        store_id=row.store_id,
        authorization_id=row.authorization_id,
        version=row.wanted_version,
        channel=row.channel,
        ts=row.ts,
        thread=thread,
        tries=row.tries,
        facts=facts or {},
        created_at=row.created_at,
        is_newest=is_newest,
        instead_of=row.instead_of,
        missed=Missed(missed.target, missed.skipped_because or "") if missed else None,
        unclear_since=row.unclear_since,
    )
