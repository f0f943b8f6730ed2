"""Problem documents for sync programs (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.access_tokens import TokenWithheld, Withheld
from domain.authorizations import GONE_TWICE


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem document. `kind` is the last part of its type and stable; `members` are facts."""

    status: int
    kind: str
    title: str
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)
    retry_after: int | None = None
    """Seconds."""

    def json(self, documents: str) -> Mapping[str, Any]:
        """Return the JSON; `documents` is the page that describes every kind."""
        return {
            "type": f"{documents}#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }


UNAUTHORIZED = Problem(
    401,
    "unauthorized",
    "The key is not known",
    "Send the sync program's key as “Authorization: Bearer …”. It may be mistyped, have expired or "
    "have been revoked; `amazon-store-bot workers list` shows which keys count.",
)
NOT_FOUND = Problem(
    404,
    "not-found",
    "There is nothing here for this key",
    "What was asked for does not exist, or this key may not know it.",
)
TOO_LARGE = Problem(
    413, "too-large", "The request is too large", "A request's body may have 16 KB."
)
NO_JSON = Problem(
    415,
    "unsupported-media-type",
    "The body is not JSON",
    "Send the body as application/json, or none.",
)

_WITHHELD = {
    Withheld.UNINSTALLED: (
        "The app is no longer in this Slack workspace",
        "Slack refuses the app's token. The connection is kept for 30 days; add the app again.",
    ),
    Withheld.NOT_CONNECTED: (
        "The store is not connected",
        "No seller has signed in for this store yet. Its card in Slack has the link.",
    ),
    Withheld.PAUSED: (
        "The store is paused",
        "Its team has let the store rest; the connection is kept. Activate the store in Slack.",
    ),
    Withheld.OTHER_APPLICATION: (
        "The store was connected with another application",
        "The bot runs with another SP-API application now, so the store has to be connected again.",
    ),
    Withheld.DISCONNECTED: (
        "The store is disconnected",
        "The connection has ended and its token was erased. Connect the store again in Slack.",
    ),
    Withheld.ENDING: (
        "The connection is being ended",
        "Somebody ended access in Slack. Until the token is erased they can still keep it.",
    ),
    Withheld.NOT_YET_OURS: (
        "Nobody has confirmed the seller yet",
        "Tokens are handed out once somebody has answered Yes to “Is this yours?” in Slack.",
    ),
    Withheld.DOUBTED: (
        "Amazon no longer honours the connection",
        "Amazon refused it once, and is asked again within 15 minutes before anything is ended.",
    ),
}


def withheld_problem(told: TokenWithheld) -> Problem:
    """Explain why a store's token is withheld, and where in Slack that can be settled."""
    title, detail = _WITHHELD[told.reason]
    at = told.told_at
    slack = None if at is None else {"channel": at.channel, "url": at.permalink}
    wait = int(GONE_TWICE.total_seconds()) if told.reason is Withheld.DOUBTED else None
    return Problem(409, told.reason.replace("_", "-"), title, detail, {"slack": slack}, wait)


def bad_request(name: str, fault: str) -> Problem:
    """Explain what is wrong with one parameter or body member."""
    return Problem(
        400,
        "bad-request",
        "The request cannot be read",
        f"{name} {fault}. Nothing was done.",
        {"parameter": name},
    )


def scope_missing(scope: str) -> Problem:
    return Problem(
        403,
        "scope-missing",
        "The key may not do that",
        f"This needs the scope {scope}, which was not given to the sync program.",
        {"scope": scope},
    )


def too_many(seconds: int) -> Problem:
    return Problem(
        429,
        "too-many-requests",
        "Too many requests",
        f"Wait {seconds} s before the next one; a token that was handed out goes on to work.",
        retry_after=seconds,
    )


def amazon_unavailable(seconds: int) -> Problem:
    return Problem(
        503,
        "amazon-unavailable",
        "Amazon gives no token just now",
        f"Nothing has changed. Ask again in {seconds} s; the connection is kept.",
        retry_after=seconds,
    )


def wrong_method(allowed: str) -> Problem:
    return Problem(
        405,
        "method-not-allowed",
        "The method is not known here",
        f"Use {allowed}.",
        {"allow": allowed},
    )


def failed(reference: str) -> Problem:
    return Problem(
        500,
        "internal",
        "Something went wrong on our side",
        f"Nothing was handed out. The log of the bot has the reference {reference}.",
        {"reference": reference},
    )
