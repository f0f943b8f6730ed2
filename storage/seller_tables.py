"""The tables around a seller: attempts, grants, authorizations and their terms."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base

SELLER_ID = 64
"""Characters; Amazon's own seller ids have about 14."""


class AuthorizationRow(Base):
    """A seller's standing permission to one application in one region, for one workspace."""

    __tablename__ = "authorizations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    application_id: Mapped[str] = mapped_column(String(128))
    region: Mapped[str] = mapped_column(String(2))
    seller_id: Mapped[str] = mapped_column(String(SELLER_ID))
    seller_name: Mapped[str | None]
    proof: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    term: Mapped[int]
    """The number of the current term."""
    refresh_token_encrypted: Mapped[bytes | None]
    token_version: Mapped[int]
    """Counts the tokens that were here; an answer of Amazon's counts for its own version only."""
    ours_due_at: Mapped[datetime | None]
    """Until when the workspace has to say that the seller is its own; NULL once it has."""
    checked_at: Mapped[datetime | None]
    """When Amazon last told where the seller sells."""
    gone_at: Mapped[datetime | None]
    """When Amazon first said `invalid_grant`; hand-outs stop from then on."""
    ended_by: Mapped[str | None] = mapped_column(String(16))
    unwell_since: Mapped[datetime | None]
    """Since when Amazon has not answered about it; NULL while it does."""
    next_check_at: Mapped[datetime | None]
    """When Amazon is to be asked next whether it still honours the token."""
    next_reminder_at: Mapped[datetime | None]
    """When its reminders are to be looked at next; NULL while there is nothing to remind of."""
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(
            "uq_authorizations_seller",
            "workspace_id",
            "application_id",
            "region",
            "seller_id",
            unique=True,
        ),
        Index("ix_authorizations_seller", "seller_id", "application_id"),
        Index(
            "ix_authorizations_check_due",
            "next_check_at",
            postgresql_where=text("next_check_at IS NOT NULL"),
            sqlite_where=text("next_check_at IS NOT NULL"),
        ),
        Index(
            "ix_authorizations_held",
            "application_id",
            "region",
            "seller_id",
            postgresql_where=text("status <> 'revoked'"),
            sqlite_where=text("status <> 'revoked'"),
        ),
        Index(
            "ix_authorizations_reminder_due",
            "next_reminder_at",
            postgresql_where=text("next_reminder_at IS NOT NULL"),
            sqlite_where=text("next_reminder_at IS NOT NULL"),
        ),
        Index(
            "ix_authorizations_ours_due",
            "ours_due_at",
            postgresql_where=text("ours_due_at IS NOT NULL"),
            sqlite_where=text("ours_due_at IS NOT NULL"),
        ),
    )


class TermRow(Base):
    """One run of an authorization; `ends_at` is an estimate, NULL where no end is known."""

    __tablename__ = "terms"

    authorization_id: Mapped[UUID] = mapped_column(
        ForeignKey("authorizations.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class ParticipationRow(Base):
    """Where a seller sells, as Amazon last told."""

    __tablename__ = "participations"

    authorization_id: Mapped[UUID] = mapped_column(
        ForeignKey("authorizations.id"), primary_key=True
    )
    marketplace_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    store_name: Mapped[str]
    is_participating: Mapped[bool]
    has_suspended_listings: Mapped[bool]


class ConnectAttemptRow(Base):
    """One try from one browser; its state is spent by one callback from that browser.

    It belongs to a link, its workspace and its store; or to none of them where Amazon began it,
    for then nobody knows yet whom it concerns.
    """

    __tablename__ = "connect_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workspaces.id"))
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("connect_links.id"))
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))
    region: Mapped[str | None] = mapped_column(String(2))
    """The region of the address from which Amazon sent the seller, where that tells one."""
    state_hash: Mapped[bytes] = mapped_column(unique=True)
    cookie_hash: Mapped[bytes]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]
    end: Mapped[str | None] = mapped_column(String(32))
    ended_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]
    """What its page and its message tell beside the end."""

    __table_args__ = (
        Index(
            "ix_connect_attempts_open",
            "expires_at",
            postgresql_where=text('"end" IS NULL'),
            sqlite_where=text('"end" IS NULL'),
        ),
        Index("ix_connect_attempts_link", "link_id", "end"),
        Index("ix_connect_attempts_store", "store_id", "started_at"),
        Index(
            "ix_connect_attempts_ended",
            "ended_at",
            postgresql_where=text("ended_at IS NOT NULL"),
            sqlite_where=text("ended_at IS NOT NULL"),
        ),
    )


class GrantRow(Base):
    """What one consent brought to one workspace, durable from the moment of the exchange."""

    __tablename__ = "grants"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("connect_attempts.id"))
    application_id: Mapped[str] = mapped_column(String(128))
    region: Mapped[str] = mapped_column(String(2))
    seller_id: Mapped[str] = mapped_column(String(SELLER_ID))
    refresh_token_encrypted: Mapped[bytes | None]
    status: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    """While somebody proves the seller, nobody else begins to."""
    participations: Mapped[list[Any] | None]
    """Where Amazon said that the seller sells, while an operator has not yet accepted."""

    __table_args__ = (
        Index("uq_grants_concern", "attempt_id", "workspace_id", "region", unique=True),
        Index(
            "ix_grants_unsettled",
            "received_at",
            postgresql_where=text("settled_at IS NULL"),
            sqlite_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_grants_settled",
            "settled_at",
            postgresql_where=text("settled_at IS NOT NULL"),
            sqlite_where=text("settled_at IS NOT NULL"),
        ),
    )
