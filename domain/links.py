"""Connect links: addresses to hand to whoever can sign in at Amazon."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LINK_LIFE = timedelta(days=14)
RENEWABLE_AFTER_END = timedelta(days=28)
"""How long after a term's end its renewal link works."""
ASK_EVERY = timedelta(hours=1)
"""How often the page of a closed link may tell in Slack that a new one is wanted."""


class LinkPurpose(StrEnum):
    """What a link is for.

    `CONNECT` a store for the first time; `RENEW` a connection, by the same seller, for all its
    stores; `SWITCH` a store to another seller, whoever that is.
    """

    CONNECT = "connect"
    RENEW = "renew"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class ConnectLink:
    """A capability to start an attempt; `token` is the last part of its address."""

    id: UUID
    token: str
    expires_at: datetime
