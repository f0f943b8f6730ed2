"""Handing out access tokens: what is handed out, and what keeps it from being so."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from uuid import UUID

from domain.authorizations import AuthorizationStatus
from domain.errors import NotConnected

MARGIN = timedelta(minutes=5)
"""A token this near its end is not handed out while Amazon gives another."""
LAST_MINUTE = timedelta(seconds=30)
"""While Amazon gives none, a token is handed out up to so long before its end."""
RETRY = timedelta(seconds=10)
"""How long Amazon is left alone after it gave no token."""
FRESH = timedelta(minutes=1)
"""A token younger than this is not replaced, whoever says that it was refused."""
YOUTH = timedelta(minutes=5)
"""A token younger than this lasts as long as those who keep one for most of an hour expect."""


class Want(Enum):
    """Which token is asked for.

    `LASTING`: any that lasts. `YOUNG`: for programs that keep it for most of an hour without
    looking when it ends. `ANOTHER`: the one they had was refused.
    """

    LASTING = auto()
    YOUNG = auto()
    ANOTHER = auto()

    def since(self, now: datetime) -> datetime | None:
        """Tell since when it has to have been given; None where its age says nothing."""
        age = {Want.YOUNG: YOUTH, Want.ANOTHER: FRESH}.get(self)
        return None if age is None else now - age


class Withheld(StrEnum):
    """Why a store has no token to hand out, in the order in which it is looked at."""

    UNINSTALLED = "app_uninstalled"
    NOT_CONNECTED = "not_connected"
    PAUSED = "paused"
    DISCONNECTED = "disconnected"
    OTHER_APPLICATION = "other_application"
    ENDING = "ending"
    NOT_YET_OURS = "not_yet_ours"
    DOUBTED = "doubted"


NOBODY_TO_ASK = {
    Withheld.UNINSTALLED,
    Withheld.NOT_CONNECTED,
    Withheld.DISCONNECTED,
    Withheld.OTHER_APPLICATION,
}
"""Where Amazon cannot even be asked whether it honours the connection."""


@dataclass(frozen=True, slots=True)
class MessageLink:
    """The message in Slack at which somebody can act; `url` is the workspace's address."""

    url: str
    channel: str
    ts: str

    @property
    def permalink(self) -> str:
        """The message's address, as Slack builds it."""
        return f"{self.url.rstrip('/')}/archives/{self.channel}/p{self.ts.replace('.', '')}"


class TokenWithheld(NotConnected):
    """A store's token is not handed out; `told_at` is where in Slack it is being dealt with."""

    def __init__(self, reason: Withheld, told_at: MessageLink | None = None) -> None:
        super().__init__(f"nothing is handed out: {reason}")
        self.reason = reason
        self.told_at = told_at


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a program needs for its calls; `endpoint` is SP-API's for the store's region."""

    access_token: str = field(repr=False)
    expires_at: datetime
    endpoint: str
    marketplace_id: str
    seller_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEligibility:
    """All that decides whether a store's token may be handed out; None where it has no seller."""

    suspended_because: str | None
    paused_at: datetime | None
    authorization_id: UUID | None
    status: AuthorizationStatus | None
    is_of_another_application: bool
    ownership_due_at: datetime | None
    gone_at: datetime | None


APP_UNINSTALLED = "app_uninstalled"
UNINSTALLED_BY = {APP_UNINSTALLED, "account_inactive", "token_revoked"}
"""Slack's words for an app that was taken out of the workspace: its event, and its refusals."""


def withheld(eligibility: TokenEligibility) -> Withheld | None:
    """Tell what stops a hand-out; an estimated end does not."""
    reasons = {
        Withheld.UNINSTALLED: eligibility.suspended_because in UNINSTALLED_BY,
        Withheld.NOT_CONNECTED: eligibility.status is None,
        Withheld.PAUSED: eligibility.paused_at is not None,
        Withheld.DISCONNECTED: eligibility.status is AuthorizationStatus.REVOKED,
        Withheld.OTHER_APPLICATION: eligibility.is_of_another_application,
        Withheld.ENDING: eligibility.status is AuthorizationStatus.REVOKING,
        Withheld.NOT_YET_OURS: eligibility.ownership_due_at is not None,
        Withheld.DOUBTED: eligibility.gone_at is not None,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
