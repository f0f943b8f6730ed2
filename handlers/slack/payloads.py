"""What every request from Slack contains, by its kind; anything less is not from Slack.

Source: Slack, "Slash commands", "Interaction payloads", "Events API".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_FAR_FUTURE = 2**33
"""Seconds since 1970; in the year 2242."""


def is_slacks(body: Mapping[str, Any]) -> bool:
    """Return whether this is a complete request of a kind that our manifest asks for."""
    match body:
        case {"type": "url_verification", "challenge": str()}:
            return True
        case {"type": "event_callback", "team_id": str(), "event": {"type": str()} as event}:
            return _is_moment(body.get("event_time")) and _is_event(event)
        case {"command": str(), "team_id": str(), "user_id": str(), "trigger_id": str()}:
            return True
        case {"type": str(kind), "team": {"id": str()}, "user": {"id": str()}}:
            return _is_interaction(kind, body)
    return False


def event_time(body: Mapping[str, Any]) -> datetime:
    """Return when an event happened, which may be long before it is sent."""
    return datetime.fromtimestamp(body["event_time"], UTC)


def _is_moment(seconds: object) -> bool:
    return isinstance(seconds, int) and 0 < seconds < _FAR_FUTURE


def _is_interaction(kind: str, body: Mapping[str, Any]) -> bool:
    match kind, body:
        case "block_actions", {"trigger_id": str(), "actions": [{"action_id": str()}, *_]}:
            return True
        case "block_suggestion", {"action_id": str(), "block_id": str()}:
            return True
        case "view_submission", {"view": {"type": "modal", "id": str(), "callback_id": str()}}:
            return True
    return False


def _is_event(event: Mapping[str, Any]) -> bool:
    match event:
        case {"type": "user_change"}:
            return isinstance(event.get("user"), dict) and isinstance(event["user"].get("id"), str)
        case {"type": "app_home_opened"}:
            return isinstance(event.get("user"), str)
    return True
