"""What an operator of the bot is told about its state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_AFTER = timedelta(hours=1)
"""How long after its due time something counts as late."""


@dataclass(frozen=True, slots=True)
class Owed:
    """How many messages are owed; `oldest` is since when, None where none are."""

    messages: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that could not be delivered: its recipient, and Slack's error."""

    workspace: str
    target: str
    kind: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suspended:
    """A workspace where Slack refuses the bot's token."""

    workspace: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DisabledEndpoint:
    """A webhook endpoint that was disabled."""

    host: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """How many checks, reminders, Slack channels and webhooks are late."""

    checks: int
    reminders: int
    lanes: int
    webhooks: int


@dataclass(frozen=True, slots=True)
class Secrets:
    """How many secrets were tried, and how many could not be decrypted.

    `key_ids` are the missing keys, as far as the ciphertexts name them.
    """

    tried: int
    sellers: tuple[str, ...]
    links: int
    endpoints: int
    key_ids: tuple[str, ...]
