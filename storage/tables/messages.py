"""Messages owed to Slack, and their lanes."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.messages import MessageKind
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum


class LaneRow(Base):
    """The order and pace of messages to one Slack channel or person.

    `due_at` is when its next message may be sent; NULL when nothing is owed.
    """

    __tablename__ = "lanes"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    target: Mapped[str] = mapped_column(String(SLACK_ID), primary_key=True)
    last_position: Mapped[int]
    due_at: Mapped[datetime | None]
    free_at: Mapped[datetime | None]
    """When Slack accepts the next message here: a second after the last, or its Retry-After."""
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]

    __table_args__ = (partial_index("ix_lanes_due", "due_at", where="due_at IS NOT NULL"),)


class MessageRow(Base):
    """One Slack message: where it was posted, its shown version and its wanted version.

    It is about a store or an authorization, or what its history entry or reminders say.
    """

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))
    authorization_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorizations.id"))
    history_id: Mapped[UUID | None] = mapped_column(ForeignKey("history.id"))
    kind: Mapped[MessageKind] = mapped_column(StoredEnum(MessageKind, 40))
    target: Mapped[str] = mapped_column(String(SLACK_ID))
    position: Mapped[int]
    wanted_version: Mapped[int]
    shown_version: Mapped[int]
    channel: Mapped[str | None] = mapped_column(String(SLACK_ID))
    ts: Mapped[str | None] = mapped_column(String(SLACK_ID))
    in_thread_of: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    instead_of: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    """The undeliverable message that this one stands in for."""
    tries: Mapped[int]
    unclear_since: Mapped[datetime | None]
    """Since when it may have been posted without our knowing, after an unclear send."""
    skipped_because: Mapped[str | None]
    """Why the wanted version will not be sent."""
    undelivered_at: Mapped[datetime | None]
    """When there was nobody left to tell."""
    owed_since: Mapped[datetime | None]
    """When a version newer than the shown one was first wanted."""
    created_at: Mapped[datetime]

    __table_args__ = (
        partial_index(
            "ix_messages_owed",
            "workspace_id",
            "target",
            "position",
            where="shown_version < wanted_version",
        ),
        partial_index(
            "ix_messages_oldest_owed", "owed_since", where="shown_version < wanted_version"
        ),
        Index("ix_messages_store", "store_id", "kind"),
        Index("ix_messages_authorization", "authorization_id", "kind"),
        partial_index("ix_messages_history", "history_id", where="history_id IS NOT NULL"),
        partial_index(
            "uq_messages_instead_of",
            "instead_of",
            "target",
            unique=True,
            where="instead_of IS NOT NULL",
        ),
        partial_index(
            "ix_messages_undelivered", "undelivered_at", where="undelivered_at IS NOT NULL"
        ),
    )
