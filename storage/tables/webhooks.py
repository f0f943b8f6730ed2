"""The tables of webhooks: endpoints, their secrets, events and deliveries."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.webhooks import REASON_LENGTH, Disabled
from storage.tables.base import Base
from storage.tables.types import StoredEnum


class WebhookEndpointRow(Base):
    """An address that gets events about the stores of its workspace.

    It is leased as a whole: one sender at a time works through what is due there.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), index=True)
    url_encrypted: Mapped[bytes]
    host: Mapped[str] = mapped_column(String(255))
    types: Mapped[list[Any]]
    """Values of `WebhookType`; empty for all of them."""
    allows_private: Mapped[bool]
    created_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]
    """When the first send failed after the last success; NULL while none fails."""
    disabled_at: Mapped[datetime | None]
    disabled_because: Mapped[Disabled | None] = mapped_column(StoredEnum(Disabled, 16))
    free_at: Mapped[datetime]
    """When it may be sent to next."""
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]


class WebhookSecretRow(Base):
    """A secret that signs an endpoint's events; two do during a rotation."""

    __tablename__ = "webhook_secrets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id"), index=True)
    secret_encrypted: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """Until when it signs along with its successor; NULL for the newest."""


class WebhookEventRow(Base):
    """An event about a store, as sync programs are told."""

    __tablename__ = "webhook_events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Of simultaneous events, the later has the greater id."""
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    type: Mapped[str] = mapped_column(String(32))
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_webhook_events_workspace", "workspace_id", "occurred_at"),)


class WebhookDeliveryRow(Base):
    """One event for one endpoint.

    `due_at` is when it may be sent; NULL once it was accepted or given up. A replay resets `tries`
    and `first_tried_at`.
    """

    __tablename__ = "webhook_deliveries"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_events.id"), primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id"), primary_key=True)
    due_at: Mapped[datetime | None]
    tries: Mapped[int]
    first_tried_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    last_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    """The result of the last failed try."""

    __table_args__ = (Index("ix_webhook_deliveries_endpoint", "endpoint_id", "due_at"),)
