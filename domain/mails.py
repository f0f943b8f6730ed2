"""E-mails to a store's contact: what is owed, and for how long it is tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MAIL_LEASE = timedelta(seconds=60)
"""How long nobody else sends a leased mail; one send takes less."""
MAIL_TRIED_FOR = timedelta(days=3)
"""How long until a mail that the server does not accept is given up."""
MAIL_AGAIN = timedelta(minutes=10)
"""How long a mailed link is not mailed again."""
MAILS_KEPT = timedelta(days=30)


class MailKind(StrEnum):
    """Why a mail is sent: `REMINDER` asks for a renewal, `LINK` passes on a link."""

    REMINDER = "reminder"
    LINK = "link"


class MailOvertaken(Exception):
    """The mail is no longer needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMail:
    """A mail leased to one sender; `lease` identifies the lease.

    `term` is the one that a reminder is about, `by` the Slack user who sends a link.
    """

    id: UUID
    lease: UUID
    workspace_id: UUID
    store_id: UUID
    kind: MailKind
    term: int | None
    by: str | None
    tries: int
    created_at: datetime
