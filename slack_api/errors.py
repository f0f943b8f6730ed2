"""Slack's errors, and what each means for the message."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

_UNREACHABLE = {
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "restricted_action",
    "messages_tab_disabled",
    "user_not_found",
    "users_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "user_disabled",
}
"""Errors that mean nobody can be reached. Sources: the errors of chat.postMessage, chat.update
and conversations.open at docs.slack.dev/reference/methods.
"""
_UNFIT = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "metadata_too_large",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
}
"""Errors of the message itself, which Slack would refuse anywhere, again and again."""
_TOKEN_REFUSED = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "team_access_not_granted",
}
_UNCLEAR = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
"""After which a message may stand all the same. Source: as above, "some aspect of the operation
succeeded before the error was raised"."""
_TOO_LATE = {
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_trigger_id",
    "trigger_exchanged",
    "trigger_expired",
    "push_limit_reached",
    "view_not_found",
    "not_found",
    "hash_conflict",
}
"""What views.open, views.push and views.update say to a person who was quick, slow or elsewhere."""
_UNKNOWN_PERSON = {"user_not_found", "users_not_found", "user_not_visible"}
_SECONDS = re.compile(r"[0-9]{1,5}", re.ASCII)
_GONE = {"message_not_found", "cant_update_message"}


class Verdict(Enum):
    """What an error means for the message."""

    LATER = auto()
    UNKNOWN = auto()
    UNREACHABLE = auto()
    UNFIT = auto()
    UNSHOWABLE = auto()
    SUSPENDED = auto()
    DELETED = auto()


@dataclass(frozen=True)
class Refused(Exception):
    """Slack did not accept a message; `after` is how long to wait.

    `unclear`: it may have posted the message all the same.
    """

    verdict: Verdict
    reason: str
    after: timedelta | None = None
    unclear: bool = False


_WORDS = {
    Verdict.UNREACHABLE: _UNREACHABLE,
    Verdict.UNFIT: _UNFIT,
    Verdict.SUSPENDED: _TOKEN_REFUSED,
    Verdict.DELETED: _GONE,
}


def unreadable() -> Refused:
    """Classify a response that is not Slack's own, or is incomplete."""
    return Refused(Verdict.LATER, "unreadable", unclear=True)


def timed_out() -> Refused:
    """Classify a missing response: Slack may still be at work, so it is left some time.

    It would be too early to look the message up.
    """
    return Refused(Verdict.LATER, "timeout", timedelta(seconds=30), unclear=True)


def read_refusal(refusal: SlackApiError) -> Refused:
    """Classify an error response; one without Slack's JSON comes from a proxy in between."""
    answer = refusal.response
    if not isinstance(answer, AsyncSlackResponse):
        return unreadable()
    if answer.status_code == 429:
        return Refused(Verdict.LATER, "ratelimited", _wish(answer.headers.get("Retry-After", "")))
    said = answer.data.get("error") if isinstance(answer.data, dict) else None
    reason = str(said or answer.status_code)
    known = next((verdict for verdict, words in _WORDS.items() if reason in words), None)
    if known is not None:
        return Refused(known, reason)
    if answer.status_code != 200 or said is None or reason in _UNCLEAR:
        return Refused(Verdict.LATER, reason, unclear=True)
    return Refused(Verdict.UNKNOWN, reason)


def is_too_late(fault: Exception) -> bool:
    """Tell whether the dialog or its moment has passed; nobody's fault, and worth another try."""
    return isinstance(fault, SlackApiError) and read_refusal(fault).reason in _TOO_LATE


def is_of_nobody(refusal: SlackApiError) -> bool:
    """Tell whether Slack knows nobody by the id that was asked about."""
    return read_refusal(refusal).reason in _UNKNOWN_PERSON


def _wish(retry_after: str) -> timedelta | None:
    """Read `Retry-After`; None where it is not in whole seconds."""
    return timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
