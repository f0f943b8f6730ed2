"""What travels: JSON objects, Slack's refusals to the app, Slack's sentences to a person."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal to the app: Slack's error name and what stands beside it in the answer."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details

    def answer(self) -> Json:
        return {"ok": False, "error": self.error, **self.details}


class RateLimitedError(SlackError):
    """HTTP 429; `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class SlackSays(Exception):
    """What Slack itself tells the person; `reason` is for the developer."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text} ({reason})")
        self.text = text
        self.reason = reason


def invalid_arguments(*messages: str) -> SlackError:
    told = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_arguments", response_metadata={"messages": told})
