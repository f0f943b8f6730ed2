"""What whoever runs the bot is told about its state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_AFTER = timedelta(hours=1)
"""How long after its moment something has to be that nobody has come to yet."""


@dataclass(frozen=True, slots=True)
class Owed:
    """How much is owed to Slack; `oldest` is since when, None where nothing is."""

    messages: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that nobody could be told: for whom it was meant, and Slack's word for why."""

    workspace: str
    target: str
    kind: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suspended:
    """A workspace in which Slack refuses the bot's token."""

    workspace: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DisabledEndpoint:
    """A receiver of webhooks that gets nothing any more."""

    host: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """How many checks, reminders, Slack channels, webhooks have waited longer than they may."""

    checks: int
    reminders: int
    lanes: int
    webhooks: int


@dataclass(frozen=True, slots=True)
class Secrets:
    """How many secrets were tried, and of which those could not be opened.

    `key_ids` are the keys that are missing, as far as the ciphertexts tell.
    """

    tried: int
    sellers: tuple[str, ...]
    links: int
    endpoints: int
    key_ids: tuple[str, ...]
