"""Connect links, attempts and grants."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.attempts import AttemptEnd, GrantStatus
from domain.links import LinkPurpose
from domain.marketplaces import Region
from storage.tables.authorizations import SELLER_ID
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum


class ConnectLinkRow(Base):
    """An address to pass on: its token hashed to look it up, encrypted to show it again.

    A renewal link belongs to an authorization, for one of its terms; its store is the one that it
    is shown with.
    """

    __tablename__ = "connect_links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    purpose: Mapped[LinkPurpose] = mapped_column(
        StoredEnum(LinkPurpose, 16), server_default="connect"
    )
    store_id: Mapped[UUID] = mapped_column(ForeignKey("stores.id"))
    authorization_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorizations.id"))
    term: Mapped[int | None]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    token_encrypted: Mapped[bytes]
    created_by: Mapped[str] = mapped_column(String(SLACK_ID))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    """When its page last asked in Slack for a new one."""

    __table_args__ = (
        partial_index(
            "uq_connect_links_open_of_store",
            "store_id",
            unique=True,
            where="closed_at IS NULL AND authorization_id IS NULL",
        ),
        partial_index(
            "uq_connect_links_open_of_seller",
            "authorization_id",
            unique=True,
            where="closed_at IS NULL AND authorization_id IS NOT NULL",
        ),
    )


class ConnectAttemptRow(Base):
    """One attempt from one browser; its state is spent by one callback from that browser.

    It belongs to a link, its workspace and its store, or to none of them in the Appstore workflow,
    where nobody knows yet which workspaces it concerns.
    """

    __tablename__ = "connect_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workspaces.id"))
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("connect_links.id"))
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))
    region: Mapped[Region | None] = mapped_column(StoredEnum(Region, 2))
    """The region of Amazon's address that the seller came from, if it has one."""
    state_hash: Mapped[bytes] = mapped_column(unique=True)
    cookie_hash: Mapped[bytes]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]
    end: Mapped[AttemptEnd | None] = mapped_column(StoredEnum(AttemptEnd, 32))
    ended_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]
    """What its page and message show along with the end."""

    __table_args__ = (
        partial_index("ix_connect_attempts_open", "expires_at", where='"end" IS NULL'),
        Index("ix_connect_attempts_link", "link_id", "end"),
        Index("ix_connect_attempts_store", "store_id", "started_at"),
        partial_index("ix_connect_attempts_ended", "ended_at", where="ended_at IS NOT NULL"),
    )


class GrantRow(Base):
    """What one consent brought to one workspace, durable from the moment of the exchange."""

    __tablename__ = "grants"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("connect_attempts.id"))
    application_id: Mapped[str] = mapped_column(String(128))
    region: Mapped[Region] = mapped_column(StoredEnum(Region, 2))
    seller_id: Mapped[str] = mapped_column(String(SELLER_ID))
    refresh_token_encrypted: Mapped[bytes | None]
    status: Mapped[GrantStatus] = mapped_column(StoredEnum(GrantStatus, 16))
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    """Until when nobody else may start proving the seller."""
    participations: Mapped[list[Any] | None]
    """Where Amazon said that the seller sells, until an operator has accepted it."""

    __table_args__ = (
        Index("uq_grants_concern", "attempt_id", "workspace_id", "region", unique=True),
        partial_index("ix_grants_unsettled", "received_at", where="settled_at IS NULL"),
        partial_index("ix_grants_settled", "settled_at", where="settled_at IS NOT NULL"),
    )
