"""The tables of sellers: authorizations, their terms and participations."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorizations import AuthorizationStatus, EndedBy, SellerProof
from domain.marketplaces import Region
from storage.tables.base import Base, partial_index
from storage.tables.types import StoredEnum

SELLER_ID = 64
"""Characters; Amazon's own seller ids have about 14."""


class AuthorizationRow(Base):
    """A seller's standing permission to one application in one region, for one workspace."""

    __tablename__ = "authorizations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    application_id: Mapped[str] = mapped_column(String(128))
    region: Mapped[Region] = mapped_column(StoredEnum(Region, 2))
    seller_id: Mapped[str] = mapped_column(String(SELLER_ID))
    seller_name: Mapped[str | None]
    proof: Mapped[SellerProof] = mapped_column(StoredEnum(SellerProof, 16))
    status: Mapped[AuthorizationStatus] = mapped_column(StoredEnum(AuthorizationStatus, 16))
    term: Mapped[int]
    """The number of the current term."""
    refresh_token_encrypted: Mapped[bytes | None]
    token_version: Mapped[int]
    """Counts the tokens so far; a response of Amazon's counts for its own version only."""
    ownership_due_at: Mapped[datetime | None] = mapped_column("ours_due_at")
    """Until when the workspace must confirm the seller; NULL once it has."""
    checked_at: Mapped[datetime | None]
    """When Amazon last said where the seller sells."""
    gone_at: Mapped[datetime | None]
    """When Amazon first said `invalid_grant`; no token is issued from then on."""
    ended_by: Mapped[EndedBy | None] = mapped_column(StoredEnum(EndedBy, 16))
    unwell_since: Mapped[datetime | None]
    """Since when Amazon has not answered about it; NULL while it does."""
    next_check_at: Mapped[datetime | None]
    """When Amazon is next asked whether it still honours the token."""
    next_reminder_at: Mapped[datetime | None]
    """When its reminders are planned next; NULL while there is nothing to remind of."""
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
        partial_index(
            "ix_authorizations_check_due", "next_check_at", where="next_check_at IS NOT NULL"
        ),
        partial_index(
            "ix_authorizations_held",
            "application_id",
            "region",
            "seller_id",
            where="status <> 'revoked'",
        ),
        partial_index(
            "ix_authorizations_reminder_due",
            "next_reminder_at",
            where="next_reminder_at IS NOT NULL",
        ),
        partial_index("ix_authorizations_ours_due", "ours_due_at", where="ours_due_at IS NOT NULL"),
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
    """Where a seller sells, as Amazon last said."""

    __tablename__ = "participations"

    authorization_id: Mapped[UUID] = mapped_column(
        ForeignKey("authorizations.id"), primary_key=True
    )
    marketplace_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    store_name: Mapped[str]
    is_participating: Mapped[bool]
    has_suspended_listings: Mapped[bool]
