"""Connect links: addresses to hand to whoever can sign in at Amazon."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

FIRST_LINK_LIFE = timedelta(days=14)
ASK_EVERY = timedelta(hours=1)
"""How often the page of a closed link may tell in Slack that a new one is wanted."""


@dataclass(frozen=True, slots=True)
class ConnectLink:
    """A capability to start an attempt; `token` is the last part of its address."""

    id: UUID
    token: str
    expires_at: datetime
