"""Claim due webhooks with their endpoint, and record what became of them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.backoff import spread
from domain.clock import Clock, rfc3339
from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.webhooks import (
    DISABLED_AFTER,
    ENDPOINT_LEASE,
    UNREADABLE,
    Destination,
    Disabled,
    LeasedEndpoint,
    NotTaken,
    WebhookEvent,
    wait_after,
)
from storage.database.encryption import Unreadable
from storage.database.transactions import Database, changing, reading
from storage.history import Subject
from storage.outbox import notify
from storage.tables.stores import StoreRow
from storage.tables.webhooks import WebhookDeliveryRow, WebhookEndpointRow, WebhookEventRow
from storage.tables.workspaces import WorkspaceRow
from storage.webhooks import WebhookSecrets

_first_due = (
    select(WebhookDeliveryRow.due_at)
    .where(
        WebhookDeliveryRow.endpoint_id == WebhookEndpointRow.id,
        WebhookDeliveryRow.due_at.is_not(None),
    )
    .order_by(WebhookDeliveryRow.due_at)
    .limit(1)
    .scalar_subquery()
)
"""When something is due at an endpoint, with one index look-up each."""


class EndpointLost(Exception):
    """Another sender has taken the endpoint over, or it was removed."""


@dataclass(frozen=True, slots=True)
class OwedWebhook:
    """An event and its destination; `to` is None where that cannot be decrypted."""

    event: WebhookEvent
    host: str
    to: Destination | None = field(repr=False)


@dataclass(frozen=True)
class DeliverWebhooks:
    """The database side of webhooks: leases endpoints and records the results of sends."""

    database: Database
    clock: Clock
    secrets: WebhookSecrets

    @changing
    async def claim(self, session: AsyncSession, limit: int) -> list[LeasedEndpoint]:
        """Lease endpoints with due events, those that waited longest first.

        Failing ones have a verb of their own.
        """
        return await self._claim(session, limit, WebhookEndpointRow.failing_since.is_(None))

    @changing
    async def claim_failing(self, session: AsyncSession, limit: int) -> list[LeasedEndpoint]:
        """Lease endpoints whose last send failed, in the same way."""
        return await self._claim(session, limit, WebhookEndpointRow.failing_since.is_not(None))

    async def _claim(
        self, session: AsyncSession, limit: int, which: ColumnElement[bool]
    ) -> list[LeasedEndpoint]:
        now, lease = self.clock(), uuid4()
        rows = await session.scalars(
            select(WebhookEndpointRow)
            .where(
                which,
                WebhookEndpointRow.disabled_at.is_(None),
                WebhookEndpointRow.free_at <= now,
                or_(
                    WebhookEndpointRow.leased_until.is_(None), WebhookEndpointRow.leased_until < now
                ),
                _first_due <= now,
            )
            .order_by(WebhookEndpointRow.free_at)
            .limit(limit)
            .with_for_update(key_share=True, skip_locked=True)
        )
        claimed = rows.all()
        for row in claimed:
            row.lease, row.leased_until = lease, now + ENDPOINT_LEASE
        return [LeasedEndpoint(row.id, lease) for row in claimed]

    @reading
    async def next_owed(
        self, session: AsyncSession, endpoint: LeasedEndpoint
    ) -> OwedWebhook | None:
        """Return the event that has been due longest at a leased endpoint."""
        now = self.clock()
        found = (
            await session.execute(
                select(WebhookEventRow, WebhookEndpointRow)
                .join(WebhookDeliveryRow, WebhookDeliveryRow.event_id == WebhookEventRow.id)
                .join(WebhookEndpointRow, WebhookEndpointRow.id == WebhookDeliveryRow.endpoint_id)
                .where(WebhookDeliveryRow.endpoint_id == endpoint.id)
                .where(WebhookDeliveryRow.due_at <= now)
                .order_by(WebhookDeliveryRow.due_at, WebhookDeliveryRow.event_id)
                .limit(1)
            )
        ).first()
        if found is None:
            return None
        row, to = found
        event = WebhookEvent(id=row.id, type=row.type, occurred_at=row.occurred_at, data=row.data)
        return OwedWebhook(event, to.host, await self._destination(session, to, now))

    @changing
    async def taken(
        self, session: AsyncSession, endpoint: LeasedEndpoint, event: WebhookEvent
    ) -> None:
        """Record an accepted event, and prolong the endpoint's lease. Raises `EndpointLost`."""
        now = self.clock()
        row = await _held(session, endpoint)
        row.failing_since, row.leased_until = None, now + ENDPOINT_LEASE
        await session.execute(
            update(WebhookDeliveryRow)
            .where(
                WebhookDeliveryRow.endpoint_id == row.id, WebhookDeliveryRow.event_id == event.id
            )
            .values(
                due_at=None,
                delivered_at=now,
                last_reason=None,
                tries=WebhookDeliveryRow.tries + 1,
            )
        )

    @changing
    async def not_taken(
        self,
        session: AsyncSession,
        endpoint: LeasedEndpoint,
        event: WebhookEvent,
        refused: NotTaken,
    ) -> Disabled | None:
        """Put an event off and release the endpoint, which is disabled if it fails for too long.

        An event that itself fails for too long, while others are accepted, is given up. Returns why
        the endpoint was disabled, if it was. Raises `EndpointLost`.
        """
        now = self.clock()
        row = await _held(session, endpoint)
        row.failing_since = row.failing_since or now
        because = _disabled(row, refused, now)
        delivery = await self._put_off(session, row.id, event.id, refused, now)
        _release(row, now + refused.pause)
        if because is not None:
            await self._disable(session, row, because, now)
        elif now >= (delivery.first_tried_at or now) + DISABLED_AFTER:
            await _give_up(session, row, delivery)
        return because

    @changing
    async def nothing_owed(self, session: AsyncSession, endpoint: LeasedEndpoint) -> None:
        """Release an endpoint; raises `EndpointLost`."""
        _release(await _held(session, endpoint), self.clock())

    async def _destination(
        self, session: AsyncSession, row: WebhookEndpointRow, now: datetime
    ) -> Destination | None:
        try:
            return await self.secrets.destination(session, row, now)
        except Unreadable:
            return None

    async def _put_off(
        self,
        session: AsyncSession,
        endpoint_id: UUID,
        event_id: UUID,
        refused: NotTaken,
        now: datetime,
    ) -> WebhookDeliveryRow:
        delivery = await session.get_one(
            WebhookDeliveryRow, (event_id, endpoint_id), with_for_update=True
        )
        delivery.tries += 1
        delivery.last_reason = refused.reason
        delivery.first_tried_at = delivery.first_tried_at or now
        delivery.due_at = now + spread(wait_after(delivery.tries), 1, 1.1)
        return delivery

    async def _disable(
        self, session: AsyncSession, row: WebhookEndpointRow, because: Disabled, now: datetime
    ) -> None:
        """Disable an endpoint, and report it; what is owed there is kept."""
        row.disabled_at, row.disabled_because = now, because
        target = await _who_is_told(session, row.workspace_id)
        await notify(
            session,
            Event.WEBHOOK_DISABLED,
            MessageKind.WEBHOOK_DISABLED,
            [target] if target else [],
            Subject(row.workspace_id),
            Actor.BOT,
            now,
            endpoint=str(row.id),
            host=row.host,
            because=because,
            since=rfc3339(row.failing_since or now),
        )


async def _held(session: AsyncSession, endpoint: LeasedEndpoint) -> WebhookEndpointRow:
    row: WebhookEndpointRow | None = await session.scalar(
        select(WebhookEndpointRow)
        .where(WebhookEndpointRow.id == endpoint.id, WebhookEndpointRow.lease == endpoint.lease)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise EndpointLost
    return row


def _release(row: WebhookEndpointRow, free_at: datetime) -> None:
    row.lease = row.leased_until = None
    row.free_at = free_at


def _disabled(row: WebhookEndpointRow, refused: NotTaken, now: datetime) -> Disabled | None:
    """Return why a failing endpoint is to be disabled, if it is."""
    if refused.is_gone:
        return Disabled.GONE
    is_over = row.failing_since is not None and now >= row.failing_since + DISABLED_AFTER
    if not is_over:
        return None
    return Disabled.UNREADABLE if refused.reason == UNREADABLE else Disabled.FAILING


async def _give_up(
    session: AsyncSession, row: WebhookEndpointRow, delivery: WebhookDeliveryRow
) -> None:
    """Give an event up; its endpoint counts as failing only since what is still owed does."""
    delivery.due_at = None
    oldest = await session.scalar(
        select(func.min(WebhookDeliveryRow.first_tried_at)).where(
            WebhookDeliveryRow.endpoint_id == row.id, WebhookDeliveryRow.due_at.is_not(None)
        )
    )
    row.failing_since = max(oldest, row.failing_since or oldest) if oldest else None


async def _who_is_told(session: AsyncSession, workspace_id: UUID) -> str | None:
    """Return the admin channel, or else the owner of the newest store."""
    workspace = await session.get_one(WorkspaceRow, workspace_id)
    if workspace.admin_channel is not None:
        return workspace.admin_channel
    owner: str | None = await session.scalar(
        select(StoreRow.owner)
        .where(StoreRow.workspace_id == workspace_id)
        .order_by(StoreRow.created_at.desc())
        .limit(1)
    )
    return owner
