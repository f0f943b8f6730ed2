"""The table of people, as Slack described them, and when it is asked again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import SLACK_ID, Base, partial_index


class PersonRow(Base):
    """What Slack's `users.info` said about a member, and when."""

    __tablename__ = "people"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    slack_user_id: Mapped[str] = mapped_column(String(SLACK_ID), primary_key=True)
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(String(35))
    timezone: Mapped[str] = mapped_column(String(64))
    is_admin: Mapped[bool]
    is_guest: Mapped[bool]
    is_stranger: Mapped[bool]
    is_bot: Mapped[bool]
    is_deactivated: Mapped[bool]
    asked_at: Mapped[datetime]
    ask_at: Mapped[datetime | None]
    """When Slack is next asked by a sweep; NULL for those who look after no store."""
    left_id: Mapped[UUID | None] = mapped_column(ForeignKey("history.id"))
    """The history entry that reported their leaving, while they are gone."""

    __table_args__ = (partial_index("ix_people_ask_due", "ask_at", where="ask_at IS NOT NULL"),)
