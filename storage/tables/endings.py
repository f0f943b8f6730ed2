"""The table of endings: connections that somebody revoked, or whose last store left."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.endings import EndingOutcome
from storage.tables.base import SLACK_ID, Base, partial_index
from storage.tables.types import StoredEnum


class EndingRow(Base):
    """One ending of a connection, which has at most one open at a time."""

    __tablename__ = "endings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    authorization_id: Mapped[UUID] = mapped_column(ForeignKey("authorizations.id"))
    term: Mapped[int]
    store_ids: Mapped[list[Any]]
    """The stores that it affected at the beginning, oldest first."""
    history_id: Mapped[UUID] = mapped_column(ForeignKey("history.id"))
    """The history entry of its beginning, which its messages report."""
    begun_by: Mapped[str] = mapped_column(String(SLACK_ID))
    begun_at: Mapped[datetime]
    erase_at: Mapped[datetime]
    """When the token is erased at the latest, whatever Amazon says."""
    honoured_at: Mapped[datetime | None]
    """When Amazon last still honoured the token; NULL until it was asked."""
    outcome: Mapped[EndingOutcome | None] = mapped_column(StoredEnum(EndingOutcome, 16))
    """`confirmed` where Amazon itself has shown that its side is gone."""
    ended_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        partial_index("uq_endings_open", "authorization_id", unique=True, where="ended_at IS NULL"),
        partial_index("ix_endings_due", "erase_at", where="ended_at IS NULL"),
        Index("ix_endings_authorization", "authorization_id", "begun_at"),
    )
