"""What Slack's Web API says when it takes no message, and what that means."""

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
"""Where nobody is reached. Sources: the errors of chat.postMessage, chat.update and
conversations.open at docs.slack.dev/reference/methods."""
_UNFIT = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "metadata_too_large",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
}
"""What Slack would refuse again and again, wherever it is sent."""
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
_SECONDS = re.compile(r"[0-9]{1,5}", re.ASCII)
_GONE = {"message_not_found", "cant_update_message"}


class Verdict(Enum):
    """What a refusal of Slack's means for the message."""

    LATER = auto()
    UNKNOWN = auto()
    UNREACHABLE = auto()
    UNFIT = auto()
    UNSHOWABLE = auto()
    SUSPENDED = auto()
    DELETED = auto()


@dataclass(frozen=True)
class Refused(Exception):
    """Slack did not take a message; `after` is how long to wait.

    `unclear` tells that it may have taken the message all the same.
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
    """Return what an answer means that is not Slack's own, or lacks what it should hold."""
    return Refused(Verdict.LATER, "unreadable", unclear=True)


def timed_out() -> Refused:
    """Return what no answer means: Slack may be at work on it still, so it is left some time.

    What is looked up at once would not be found.
    """
    return Refused(Verdict.LATER, "timeout", timedelta(seconds=30), unclear=True)


def read_refusal(refusal: SlackApiError) -> Refused:
    """Tell what an answer means; one without Slack's JSON comes from something in between."""
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


def _wish(retry_after: str) -> timedelta | None:
    """Read how long Slack wants us to wait; None where it does not say it in whole seconds."""
    return timedelta(seconds=int(retry_after)) if _SECONDS.fullmatch(retry_after) else None
