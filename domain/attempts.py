"""One attempt, from one browser, to connect a store."""

from datetime import timedelta
from enum import StrEnum

ATTEMPT_LIFE = timedelta(minutes=10)
MOST_OPEN = 5
"""The most attempts that one link may have open."""


class AttemptEnd(StrEnum):
    """How an attempt ended."""

    SUCCEEDED = "succeeded"
    EXPIRED = "expired"
    DENIED = "denied"
    WRONG_ACCOUNT = "wrong_account"
    OTHER_ACCOUNT = "other_account"
    ALREADY_CONNECTED = "already_connected"
    NOT_IN_MARKETPLACE = "not_in_marketplace"
    SELLER_UNPROVED = "seller_unproved"
    HELD = "held"
    CODE_REFUSED = "code_refused"
    APPLICATION_REFUSED = "application_refused"
    AMAZON_UNAVAILABLE = "amazon_unavailable"
    INTERRUPTED = "interrupted"
    STORE_GONE = "store_gone"
    WORKSPACE_GONE = "workspace_gone"
    UNKNOWN_SELLER = "unknown_seller"
    ENDED_BY_TEAM = "ended_by_team"


ONLY_FROM_APPSTORE = frozenset({AttemptEnd.UNKNOWN_SELLER, AttemptEnd.ENDED_BY_TEAM})
"""Ends of the Appstore workflow only; in the website workflow they mean something else."""

_FROM_APPSTORE = (
    AttemptEnd.SUCCEEDED,
    AttemptEnd.HELD,
    AttemptEnd.ENDED_BY_TEAM,
    AttemptEnd.SELLER_UNPROVED,
    AttemptEnd.INTERRUPTED,
)
"""Ends of a grant of the Appstore workflow, the best first."""


def better_of(before: AttemptEnd | None, now: AttemptEnd) -> AttemptEnd:
    """Return the better end, for an attempt that concerns several workspaces."""
    return now if before is None else min(before, now, key=_FROM_APPSTORE.index)


TOLD_IN_SLACK = frozenset(
    {
        AttemptEnd.WRONG_ACCOUNT,
        AttemptEnd.OTHER_ACCOUNT,
        AttemptEnd.ALREADY_CONNECTED,
        AttemptEnd.NOT_IN_MARKETPLACE,
        AttemptEnd.SELLER_UNPROVED,
        AttemptEnd.HELD,
        AttemptEnd.APPLICATION_REFUSED,
        AttemptEnd.INTERRUPTED,
        AttemptEnd.DENIED,
    }
)
"""Ends that somebody in Slack has to act on."""


class CallbackRefusal(StrEnum):
    """Why a callback changed no attempt."""

    UNKNOWN = "unknown"
    REPLAYED = "replayed"
    OTHER_BROWSER = "other_browser"
    MALFORMED = "malformed"


class GrantStatus(StrEnum):
    """What became of one consent's token."""

    RECEIVED = "received"
    APPLIED = "applied"
    HELD = "held"
    REFUSED = "refused"
