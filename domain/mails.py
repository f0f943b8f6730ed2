"""E-mails to a store's contact: what is owed, and how long it is tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MAIL_LEASE = timedelta(seconds=60)
"""For which nobody else sends a mail; one send takes less."""
MAIL_TRIED_FOR = timedelta(days=3)
"""After that a mail that the server has not taken is given up."""
MAIL_AGAIN = timedelta(minutes=10)
"""For which a link that was mailed is not mailed once more."""
MAILS_KEPT = timedelta(days=30)


class MailKind(StrEnum):
    """`REMINDER` asks for a renewal, `LINK` hands on the link that somebody sends."""

    REMINDER = "reminder"
    LINK = "link"


class MailOvertaken(Exception):
    """There is nothing left to mail about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMail:
    """A mail that is leased to one sender; `lease` names the lease.

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
