"""Short ways to write Block Kit in tests."""

from typing import Any

Json = dict[str, Any]


def text(said: str) -> Json:
    return {"type": "plain_text", "text": said}


def option(said: str, value: str | None = None) -> Json:
    return {"text": text(said), "value": value or said.lower()}


def button(said: str, **more: Any) -> Json:
    return {"type": "button", "text": text(said), "action_id": said.lower(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def field(said: str, element: Json, **more: Any) -> Json:
    """Make an input block whose ids are its label, in small letters."""
    name = said.lower()
    return {
        "type": "input",
        "block_id": name,
        "label": text(said),
        "element": {"action_id": name, **element},
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": text("A form"),
        "submit": text("Save"),
        "blocks": list(blocks),
        **more,
    }


def name_field(**more: Any) -> Json:
    return field("Name", {"type": "plain_text_input"}, **more)


def message(*blocks: Json, said: str = "fallback") -> Json:
    return {"text": said, "blocks": list(blocks)}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def section(said: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": said}, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "a", **more}


def options(count: int) -> list[Json]:
    return [option(f"Option {number}") for number in range(count)]


def groups(count: int) -> list[Json]:
    return [{"label": text(f"Group {n}"), "options": [option(f"Only {n}")]} for n in range(count)]


CONTEXT = {"type": "mrkdwn", "text": "x"}
