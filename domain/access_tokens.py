"""Issuing access tokens: what is issued, and why one may be withheld."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from uuid import UUID

from domain.authorizations import AuthorizationStatus
from domain.errors import NotConnected

MARGIN = timedelta(minutes=5)
"""A token this close to its end is not issued while Amazon gives another."""
LAST_MINUTE = timedelta(seconds=30)
"""While Amazon gives none, a token is issued until this long before its end."""
RETRY = timedelta(seconds=10)
"""How long to wait before asking Amazon again after it gave no token."""
FRESH = timedelta(minutes=1)
"""A token younger than this is not replaced, even if it is reported as refused."""
YOUTH = timedelta(minutes=5)
"""A token younger than this lasts long enough for programs that cache one for most of an hour."""


class Want(Enum):
    """Which token is requested.

    `LASTING`: any that lasts. `YOUNG`: for programs that cache it for most of an hour without
    checking its expiry. `ANOTHER`: the previous one was refused.
    """

    LASTING = auto()
    YOUNG = auto()
    ANOTHER = auto()

    def since(self, now: datetime) -> datetime | None:
        """Return since when it must have been given; None where its age does not matter."""
        age = {Want.YOUNG: YOUTH, Want.ANOTHER: FRESH}.get(self)
        return None if age is None else now - age


class Withheld(StrEnum):
    """Why a store's token is withheld, in the order in which the reasons are checked."""

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
"""Reasons for which Amazon cannot even be asked whether it honours the connection."""


@dataclass(frozen=True, slots=True)
class MessageLink:
    """The message in Slack where somebody can act; `url` is the workspace's address."""

    url: str
    channel: str
    ts: str

    @property
    def permalink(self) -> str:
        """The message's address, as Slack builds it."""
        return f"{self.url.rstrip('/')}/archives/{self.channel}/p{self.ts.replace('.', '')}"


class TokenWithheld(NotConnected):
    """A store's token is not issued; `told_at` is where in Slack somebody can act."""

    def __init__(self, reason: Withheld, told_at: MessageLink | None = None) -> None:
        super().__init__(f"nothing is handed out: {reason}")
        self.reason = reason
        self.told_at = told_at


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a sync program needs for its calls; `endpoint` is SP-API's for the store's region."""

    access_token: str = field(repr=False)
    expires_at: datetime
    endpoint: str
    marketplace_id: str
    seller_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEligibility:
    """Everything that decides whether a store's token may be issued; without a seller, None."""

    suspended_because: str | None
    paused_at: datetime | None
    authorization_id: UUID | None
    status: AuthorizationStatus | None
    is_of_another_application: bool
    ownership_due_at: datetime | None
    gone_at: datetime | None


APP_UNINSTALLED = "app_uninstalled"
TOKEN_REVOKED = "token_revoked"  # noqa: S105 - Slack's word for an error
UNINSTALLED_BY = {APP_UNINSTALLED, "account_inactive", TOKEN_REVOKED}
"""Slack's words for an uninstalled app: its event, and its errors."""


def withheld(eligibility: TokenEligibility) -> Withheld | None:
    """Return why a token is withheld, or None; an estimated end is no reason."""
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
