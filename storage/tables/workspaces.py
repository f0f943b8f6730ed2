"""The tables of workspaces, handled requests and the history."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import SLACK_ID, Base


class WorkspaceRow(Base):
    """A Slack team that installed the bot."""

    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slack_team_id: Mapped[str] = mapped_column(String(SLACK_ID), unique=True)
    name: Mapped[str]
    url: Mapped[str]
    language: Mapped[str] = mapped_column(String(35))
    bot_id: Mapped[str] = mapped_column(String(SLACK_ID))
    bot_user_id: Mapped[str] = mapped_column(String(SLACK_ID))
    admin_channel: Mapped[str | None] = mapped_column(String(SLACK_ID))
    """The Slack channel for what a store's own people cannot settle."""
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    """When the bot last came, or came back: what Slack says of an earlier time is out of date."""
    delivery_suspended_at: Mapped[datetime | None]
    """Since when Slack has refused the bot's token; what is owed is kept meanwhile."""
    suspended_because: Mapped[str | None]
    """Slack's own word for why it refuses the token."""


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


class HandledRequestRow(Base):
    """A request that was carried out, so that it is not repeated."""

    __tablename__ = "handled_requests"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(512), primary_key=True)
    handled_at: Mapped[datetime] = mapped_column(index=True)
