"""The tables of the SP-API application itself, and of the alarms."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.alarms import AlarmKind
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum

APPLICATION_ID = 128


class ApplicationRow(Base):
    """An SP-API application that the bot runs with, or has run with."""

    __tablename__ = "applications"

    id: Mapped[str] = mapped_column(String(APPLICATION_ID), primary_key=True)
    is_running: Mapped[bool] = mapped_column(default=False)
    """Whether it is the one in the settings; true for one at a time."""
    ladder: Mapped[str] = mapped_column(String(256), default="")
    """The reminder days by which the next reminders were planned."""


class ClientSecretRow(Base):
    """When the bot first saw a client secret, known by a keyed fingerprint only."""

    __tablename__ = "client_secrets"

    application_id: Mapped[str] = mapped_column(String(APPLICATION_ID), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(primary_key=True)
    first_seen_at: Mapped[datetime]


class AlarmRow(Base):
    """An alarm: one is open for each kind and subject."""

    __tablename__ = "alarms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[AlarmKind] = mapped_column(StoredEnum(AlarmKind, 24))
    about: Mapped[str] = mapped_column(String(APPLICATION_ID))
    """The application, or a Slack channel with its workspace."""
    workspace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workspaces.id"))
    target: Mapped[str | None] = mapped_column(String(SLACK_ID))
    """Where it is posted; NULL where no Slack channel is named for it."""
    step: Mapped[int]
    """Its progress: the step that was told, or how many stores it concerns."""
    facts: Mapped[dict[str, Any]]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    """When to check whether it is over; NULL where that is checked all the time."""
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))

    __table_args__ = (
        partial_index("uq_alarms_open", "kind", "about", unique=True, where="until IS NULL"),
        partial_index(
            "ix_alarms_look_due", "look_at", where="until IS NULL AND look_at IS NOT NULL"
        ),
        Index("ix_alarms_message", "message_id"),
    )
