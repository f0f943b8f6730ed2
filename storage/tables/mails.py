"""The table of owed e-mails."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.mails import MailKind
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum


class MailRow(Base):
    """One mail to a store's contact, rendered when it is sent.

    A reminder's is unique for its term and rung. `due_at` is when it may be sent, or when its
    sender's lease ends; NULL once it was sent or skipped.
    """

    __tablename__ = "mails"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    store_id: Mapped[UUID] = mapped_column(ForeignKey("stores.id"))
    kind: Mapped[MailKind] = mapped_column(StoredEnum(MailKind, 16))
    term: Mapped[int | None]
    rung: Mapped[int | None]
    by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    due_at: Mapped[datetime | None]
    lease: Mapped[UUID | None]
    tries: Mapped[int]
    sent_at: Mapped[datetime | None]
    skipped_because: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        Index("uq_mails_rung", "store_id", "term", "rung", unique=True),
        partial_index("ix_mails_due", "due_at", where="due_at IS NOT NULL"),
    )
