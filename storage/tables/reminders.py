"""The table of reminders."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.reminders import ReminderEnd
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum


class ReminderRow(Base):
    """One rung of one term, told once in one Slack channel or to one person.

    It is open until it is closed; its message shows which. Several of one day may share a digest.
    """

    __tablename__ = "reminders"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    authorization_id: Mapped[UUID] = mapped_column(ForeignKey("authorizations.id"))
    term: Mapped[int]
    rung: Mapped[int]
    target: Mapped[str] = mapped_column(String(SLACK_ID))
    day: Mapped[date]
    """The day on which it was opened, in its people's time zone."""
    opened_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    snoozed_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[ReminderEnd | None] = mapped_column(StoredEnum(ReminderEnd, 16))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    """The message that shows it; NULL until there is one."""

    __table_args__ = (
        Index("uq_reminders_rung", "authorization_id", "term", "rung", "target", unique=True),
        Index("ix_reminders_day", "workspace_id", "target", "day"),
        partial_index("ix_reminders_message", "message_id", where="message_id IS NOT NULL"),
        partial_index("ix_reminders_open", "authorization_id", where="closed_at IS NULL"),
        partial_index(
            "ix_reminders_untold",
            "workspace_id",
            "target",
            "day",
            where="message_id IS NULL AND closed_at IS NULL",
        ),
    )
