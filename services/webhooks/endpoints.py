"""Webhook endpoints: add, list, rotate secrets, enable, replay, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock, rfc3339
from domain.history import Actor, Event
from domain.webhooks import (
    OVERLAP,
    Added,
    Destination,
    Endpoint,
    EndpointUnknown,
    NewEndpoint,
    WebhookType,
)
from storage.database.dialects import insert
from storage.database.transactions import Database, changing, reading
from storage.history import Subject, record
from storage.tables.webhooks import (
    WebhookDeliveryRow,
    WebhookEndpointRow,
    WebhookEventRow,
    WebhookSecretRow,
)
from storage.webhooks import WebhookSecrets


@dataclass(frozen=True)
class WebhookEndpoints:
    """Manages endpoints for the command line. Raises `EndpointUnknown` for an unknown id."""

    database: Database
    clock: Clock
    secrets: WebhookSecrets

    @changing
    async def add(self, session: AsyncSession, workspace_id: UUID, new: NewEndpoint) -> Added:
        """Add an endpoint, which gets all events from now on."""
        now = self.clock()
        row = WebhookEndpointRow(
            id=uuid4(),
            workspace_id=workspace_id,
            host=new.host,
            types=[*new.types],
            allows_private=new.allows_private,
            created_at=now,
            free_at=now,
        )
        self.secrets.seal_url(row, new.url)
        session.add(row)
        await session.flush()
        self._record(session, row, Event.WEBHOOK_ADDED)
        return Added(row.id, self._new_secret(session, row.id))

    @reading
    async def all(self, session: AsyncSession, workspace_id: UUID) -> Sequence[Endpoint]:
        rows = await session.scalars(
            select(WebhookEndpointRow)
            .where(WebhookEndpointRow.workspace_id == workspace_id)
            .order_by(WebhookEndpointRow.created_at)
        )
        return [_as_endpoint(row) for row in rows]

    @reading
    async def destination(
        self, session: AsyncSession, workspace_id: UUID, endpoint_id: UUID
    ) -> Destination:
        """Return what a send needs; raises `Unreadable`."""
        row = await _endpoint(session, workspace_id, endpoint_id)
        return await self.secrets.destination(session, row, self.clock())

    @changing
    async def rotate(self, session: AsyncSession, workspace_id: UUID, endpoint_id: UUID) -> str:
        """Create a new secret; the previous one signs for another day, older ones do not."""
        row = await _locked(session, workspace_id, endpoint_id)
        of_endpoint = WebhookSecretRow.endpoint_id == row.id
        is_older = of_endpoint & WebhookSecretRow.expires_at.is_not(None)
        await session.execute(delete(WebhookSecretRow).where(is_older))
        ends = update(WebhookSecretRow).where(of_endpoint)
        await session.execute(ends.values(expires_at=self.clock() + OVERLAP))
        self._record(session, row, Event.WEBHOOK_SECRET_MADE)
        return self._new_secret(session, row.id)

    @changing
    async def enable(
        self, session: AsyncSession, workspace_id: UUID, endpoint_id: UUID
    ) -> datetime | None:
        """Enable an endpoint, starting with what was owed; returns when the backlog had ended."""
        row = await _locked(session, workspace_id, endpoint_id)
        since, row.disabled_at = row.disabled_at, None
        row.disabled_because = row.failing_since = None
        row.free_at = self.clock()
        await self._begin_anew(session, row.id)
        self._record(session, row, Event.WEBHOOK_ENABLED)
        return since

    async def _begin_anew(self, session: AsyncSession, endpoint_id: UUID) -> None:
        """Retry everything owed as if for the first time, in order of events."""
        occurred_at = select(WebhookEventRow.occurred_at).where(
            WebhookEventRow.id == WebhookDeliveryRow.event_id
        )
        await session.execute(
            update(WebhookDeliveryRow)
            .where(
                WebhookDeliveryRow.endpoint_id == endpoint_id,
                WebhookDeliveryRow.due_at.is_not(None),
            )
            .values(tries=0, first_tried_at=None, due_at=occurred_at.scalar_subquery())
            .execution_options(synchronize_session=False)
        )

    @changing
    async def replay(
        self, session: AsyncSession, workspace_id: UUID, endpoint_id: UUID, since: datetime
    ) -> int:
        """Owe an endpoint all matching events since a moment, including those it accepted before.

        Each is due since it happened, so they come in that order. Returns how many there are.
        """
        row = await _locked(session, workspace_id, endpoint_id)
        wanted = select(
            WebhookEventRow.id, literal(row.id), WebhookEventRow.occurred_at, literal(0)
        ).where(
            WebhookEventRow.workspace_id == workspace_id,
            WebhookEventRow.occurred_at >= since,
            WebhookEventRow.type.in_(row.types or list(WebhookType)),
        )
        columns = ["event_id", "endpoint_id", "due_at", "tries"]
        statement = insert(session, WebhookDeliveryRow).from_select(columns, wanted)
        owed = await session.scalars(
            statement.on_conflict_do_update(
                index_elements=[WebhookDeliveryRow.event_id, WebhookDeliveryRow.endpoint_id],
                set_={
                    "due_at": statement.excluded.due_at,
                    "tries": 0,
                    "first_tried_at": null(),
                    "delivered_at": null(),
                    "last_reason": null(),
                },
            ).returning(WebhookDeliveryRow.event_id)
        )
        self._record(session, row, Event.WEBHOOK_REPLAYED, since=rfc3339(since))
        return len(owed.all())

    @changing
    async def remove(self, session: AsyncSession, workspace_id: UUID, endpoint_id: UUID) -> None:
        """Delete an endpoint, its secrets and what is owed there."""
        row = await _locked(session, workspace_id, endpoint_id)
        self._record(session, row, Event.WEBHOOK_REMOVED)
        for table in (WebhookDeliveryRow, WebhookSecretRow):
            await session.execute(delete(table).where(table.endpoint_id == row.id))
        await session.delete(row)

    def _new_secret(self, session: AsyncSession, endpoint_id: UUID) -> str:
        row, secret = self.secrets.new_secret(endpoint_id, self.clock())
        session.add(row)
        return secret

    def _record(
        self, session: AsyncSession, row: WebhookEndpointRow, event: Event, **facts: Any
    ) -> None:
        about, named = Subject(row.workspace_id), {"endpoint": str(row.id), "host": row.host}
        record(session, event, about, Actor.COMMAND_LINE, self.clock(), **named, **facts)


async def _endpoint(
    session: AsyncSession, workspace_id: UUID, endpoint_id: UUID
) -> WebhookEndpointRow:
    row = await session.get(WebhookEndpointRow, endpoint_id)
    if row is None or row.workspace_id != workspace_id:
        raise EndpointUnknown
    return row


async def _locked(
    session: AsyncSession, workspace_id: UUID, endpoint_id: UUID
) -> WebhookEndpointRow:
    """Return an endpoint, locked: nothing is owed or sent to it until this transaction ends."""
    row: WebhookEndpointRow | None = await session.scalar(
        select(WebhookEndpointRow)
        .where(
            WebhookEndpointRow.id == endpoint_id, WebhookEndpointRow.workspace_id == workspace_id
        )
        .with_for_update()
    )
    if row is None:
        raise EndpointUnknown
    return row


def _as_endpoint(row: WebhookEndpointRow) -> Endpoint:
    return Endpoint(
        id=row.id,
        host=row.host,
        types=[WebhookType(kind) for kind in row.types],
        allows_private=row.allows_private,
        created_at=row.created_at,
        failing_since=row.failing_since,
        disabled_at=row.disabled_at,
        disabled_because=row.disabled_because,
    )
