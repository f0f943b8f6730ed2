"""The tables of stores. Everything belongs to a workspace, and every query names it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.pre_setup import PreSetupTask
from domain.stores import ProductIdType
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum


class PreSetupTickRow(Base):
    """A pre-setup task that a workspace has ticked."""

    __tablename__ = "pre_setup_ticks"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    task: Mapped[PreSetupTask] = mapped_column(StoredEnum(PreSetupTask, 40), primary_key=True)
    ticked_by: Mapped[str] = mapped_column(String(SLACK_ID))
    ticked_at: Mapped[datetime]


class StoreRow(Base):
    """An Amazon sales channel as its team named it."""

    __tablename__ = "stores"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(80))
    folded_name: Mapped[str] = mapped_column(String(320))
    website_connection: Mapped[str]
    website_code: Mapped[str]
    website_name: Mapped[str]
    email: Mapped[str] = mapped_column(String(320))
    marketplace_id: Mapped[str] = mapped_column(String(20))
    product_id_type: Mapped[ProductIdType | None] = mapped_column(StoredEnum(ProductIdType, 16))
    attribute_code: Mapped[str | None]
    channel: Mapped[str] = mapped_column(String(SLACK_ID))
    owner: Mapped[str] = mapped_column(String(SLACK_ID))
    backup: Mapped[str | None] = mapped_column(String(SLACK_ID))
    authorization_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorizations.id"))
    created_by: Mapped[str] = mapped_column(String(SLACK_ID))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    mails_contact: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether its contact gets reminders by e-mail as well."""
    waits_since: Mapped[datetime | None]
    """Since when it waits for its connection; NULL once it is connected."""
    nudges: Mapped[int] = mapped_column(server_default="0")
    """How many nudges were sent or skipped while it waits."""
    next_nudge_at: Mapped[datetime | None]
    """When its next nudge is planned; NULL when there is none."""
    paused_at: Mapped[datetime | None]
    """Since when it is paused: no token is issued for it."""

    __table_args__ = (
        Index("uq_stores_seller_marketplace", "authorization_id", "marketplace_id", unique=True),
        Index("uq_stores_workspace_name", "workspace_id", "folded_name", unique=True),
        Index(
            "uq_stores_website_marketplace",
            "workspace_id",
            "website_connection",
            "website_code",
            "marketplace_id",
            unique=True,
        ),
        Index("ix_stores_channel", "workspace_id", "channel", "created_at"),
        Index("ix_stores_owner", "workspace_id", "owner"),
        Index("ix_stores_backup", "workspace_id", "backup"),
        partial_index("ix_stores_nudge_due", "next_nudge_at", where="next_nudge_at IS NOT NULL"),
    )
