"""The tables. Everything belongs to a workspace, and every query names it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import UtcDateTime

SLACK_ID = 32
"""Characters; Slack's own ids have about 11 and may grow."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: UtcDateTime,
        UUID: Uuid(),
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class WorkspaceRow(Base):
    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slack_team_id: Mapped[str] = mapped_column(String(SLACK_ID), unique=True)
    name: Mapped[str]
    url: Mapped[str]
    language: Mapped[str] = mapped_column(String(35))
    bot_id: Mapped[str] = mapped_column(String(SLACK_ID))
    bot_user_id: Mapped[str] = mapped_column(String(SLACK_ID))
    admin_channel: Mapped[str | None] = mapped_column(String(SLACK_ID))
    """The Slack channel that is told what no store's own people can deal with."""
    created_at: Mapped[datetime]
    delivery_suspended_at: Mapped[datetime | None]
    """Since when Slack has refused the bot's token; what is owed is kept meanwhile."""
    suspended_because: Mapped[str | None]
    """Slack's own word for why it refuses the token."""


class PreSetupTickRow(Base):
    """A pre-setup task that a workspace has ticked off."""

    __tablename__ = "pre_setup_ticks"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    task: Mapped[str] = mapped_column(String(40), primary_key=True)
    ticked_by: Mapped[str] = mapped_column(String(SLACK_ID))
    ticked_at: Mapped[datetime]


class StoreRow(Base):
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
    product_id_type: Mapped[str | None] = mapped_column(String(16))
    attribute_code: Mapped[str | None]
    channel: Mapped[str] = mapped_column(String(SLACK_ID))
    owner: Mapped[str] = mapped_column(String(SLACK_ID))
    backup: Mapped[str | None] = mapped_column(String(SLACK_ID))
    authorization_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorizations.id"))
    created_by: Mapped[str] = mapped_column(String(SLACK_ID))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    mails_contact: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether its contact is mailed as well when a renewal is due."""
    waits_since: Mapped[datetime | None]
    """Since when it waits for its connection; NULL once it is connected."""
    nudges: Mapped[int] = mapped_column(server_default="0")
    """How many nudges have been told, or passed over, while it waits."""
    next_nudge_at: Mapped[datetime | None]
    """When it is to be looked at whether somebody has to be nudged; NULL when nobody has."""
    paused_at: Mapped[datetime | None]
    """Since when its team has it rest: nothing is handed out for it."""

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
        Index(
            "ix_stores_nudge_due",
            "next_nudge_at",
            postgresql_where=text("next_nudge_at IS NOT NULL"),
            sqlite_where=text("next_nudge_at IS NOT NULL"),
        ),
    )


class ConnectLinkRow(Base):
    """An address to hand on: its token as a hash to look it up, encrypted to show it again.

    One that renews is an authorization's, for one of its terms; its store is the one it is shown
    with.
    """

    __tablename__ = "connect_links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    purpose: Mapped[str] = mapped_column(String(16), server_default="connect")
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
        Index(
            "uq_connect_links_open_of_store",
            "store_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL AND authorization_id IS NULL"),
            sqlite_where=text("closed_at IS NULL AND authorization_id IS NULL"),
        ),
        Index(
            "uq_connect_links_open_of_seller",
            "authorization_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL AND authorization_id IS NOT NULL"),
            sqlite_where=text("closed_at IS NULL AND authorization_id IS NOT NULL"),
        ),
    )


class HistoryRow(Base):
    """One change: who made it (a Slack user id, or `Actor`), and its facts."""

    __tablename__ = "history"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(SLACK_ID))
    event: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_history_store", "workspace_id", "store_id", "at"),)


class LaneRow(Base):
    """The order of what is owed to one Slack channel or person, and its pace.

    `due_at` is when its next message may be sent; NULL when nothing is owed.
    """

    __tablename__ = "lanes"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    target: Mapped[str] = mapped_column(String(SLACK_ID), primary_key=True)
    last_position: Mapped[int]
    due_at: Mapped[datetime | None]
    free_at: Mapped[datetime | None]
    """When Slack takes the next message here: a second after the last, or its Retry-After."""
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_lanes_due",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
            sqlite_where=text("due_at IS NOT NULL"),
        ),
    )


class MessageRow(Base):
    """One Slack message: where it stands, which version is shown, which is wanted.

    It is about a store, or an authorization, or what its history entry or reminders tell.
    """

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))
    authorization_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorizations.id"))
    history_id: Mapped[UUID | None] = mapped_column(ForeignKey("history.id"))
    kind: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(SLACK_ID))
    position: Mapped[int]
    wanted_version: Mapped[int]
    shown_version: Mapped[int]
    channel: Mapped[str | None] = mapped_column(String(SLACK_ID))
    ts: Mapped[str | None] = mapped_column(String(SLACK_ID))
    in_thread_of: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    instead_of: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    """The message that could not be delivered where it belongs, and that this one stands for."""
    tries: Mapped[int]
    unclear_since: Mapped[datetime | None]
    """Since when it may stand in Slack without our knowing: a send came to an unknown end."""
    skipped_because: Mapped[str | None]
    """Why the wanted version will not be sent."""
    undelivered_at: Mapped[datetime | None]
    """When nobody was left who could be told of it."""
    owed_since: Mapped[datetime | None]
    """When a version was first wanted after the one that was shown last."""
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(
            "ix_messages_owed",
            "workspace_id",
            "target",
            "position",
            postgresql_where=text("shown_version < wanted_version"),
            sqlite_where=text("shown_version < wanted_version"),
        ),
        Index(
            "ix_messages_oldest_owed",
            "owed_since",
            postgresql_where=text("shown_version < wanted_version"),
            sqlite_where=text("shown_version < wanted_version"),
        ),
        Index("ix_messages_store", "store_id", "kind"),
        Index("ix_messages_authorization", "authorization_id", "kind"),
        Index(
            "ix_messages_history",
            "history_id",
            postgresql_where=text("history_id IS NOT NULL"),
            sqlite_where=text("history_id IS NOT NULL"),
        ),
        Index(
            "uq_messages_instead_of",
            "instead_of",
            "target",
            unique=True,
            postgresql_where=text("instead_of IS NOT NULL"),
            sqlite_where=text("instead_of IS NOT NULL"),
        ),
        Index(
            "ix_messages_undelivered",
            "undelivered_at",
            postgresql_where=text("undelivered_at IS NOT NULL"),
            sqlite_where=text("undelivered_at IS NOT NULL"),
        ),
    )


class HandledRequestRow(Base):
    """A request of Slack's that has been carried out, so that its double is not."""

    __tablename__ = "handled_requests"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(512), primary_key=True)
    handled_at: Mapped[datetime] = mapped_column(index=True)
