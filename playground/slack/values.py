"""What a person entered, as the page says it and as Slack tells it to the app.

Source of the shapes: docs.slack.dev/reference/interaction-payloads.
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.block_kit.objects import offered
from playground.slack.block_kit.surfaces import elements_of
from playground.slack.wire import Json

STATE_KEYS: Mapping[str, str] = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
ACTION_KEYS: Mapping[str, str] = {**STATE_KEYS, "overflow": "selected_option"}


def blank(element: Mapping[str, Any], current: str | None = None) -> Json:
    """Make an element's state before anybody touched it; `current` is the conversation behind."""
    if current and element.get("default_to_current_conversation"):
        chosen: Any = [current] if element["type"].startswith("multi_") else current
        return {"type": element["type"], STATE_KEYS[element["type"]]: chosen}
    key = STATE_KEYS[element["type"]]
    initially = key.replace("selected_", "initial_") if key != "value" else "initial_value"
    empty: Any = [] if key.endswith("s") else None
    return {"type": element["type"], key: element.get(initially, empty)}


def entered(element: Mapping[str, Any], value: Any, extra_options: list[Json]) -> Json:
    """Make an element's state from the page's value; `extra_options` came from the app.

    ValueError where the value is not among the options.
    """
    key = ACTION_KEYS[element["type"]]
    options = {item["value"]: item for item in [*offered(element), *extra_options]}
    if key == "selected_option":
        chosen = _option(options, value) if value else None
        return {"type": element["type"], key: chosen}
    if key == "selected_options":
        return {"type": element["type"], key: [_option(options, v) for v in _listed(value)]}
    if key.endswith("s"):
        return {"type": element["type"], key: _listed(value)}
    return {"type": element["type"], key: value or None}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _option(options: Mapping[str, Json], value: Any) -> Json:
    if value not in options:
        raise ValueError(f"{value!r} is not among the options {sorted(options)}")
    return options[value]


def content_of(state: Json) -> Any:
    """Take what was entered out of an element's state; None or an empty list where nothing."""
    return state[STATE_KEYS[state["type"]]]


def stateful(blocks: list[Json]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Find the elements that hold a value, by block_id and action_id."""
    return {
        (block["block_id"], element["action_id"]): element
        for block in blocks
        for element in elements_of(block)
        if element["type"] in STATE_KEYS
    }
