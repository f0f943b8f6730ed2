"""Composition objects: text, options, confirmation dialogs.

Source: docs.slack.dev/reference/block-kit/composition-objects.
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.block_kit.rules import Characters, Flag, Items, OneOf, Shape, Typed


def _texts(most: int) -> dict[str, Shape]:
    return {
        "plain_text": Shape({"text": Characters(most)}, {"emoji": Flag()}),
        "mrkdwn": Shape({"text": Characters(most)}, {"verbatim": Flag()}),
    }


def plain_text(most: int) -> Typed:
    return Typed(_texts(most), frozenset({"plain_text"}))


def any_text(most: int) -> Typed:
    return Typed(_texts(most), frozenset({"plain_text", "mrkdwn"}))


def option(text: Typed, *, with_url: bool = False) -> Shape:
    """One choice; only those of an overflow menu may carry a `url`."""
    extra = {"url": Characters(3000)} if with_url else {}
    return Shape(
        {"text": text, "value": Characters(150)},
        {"description": any_text(75), **extra},
    )


PLAIN_OPTION = option(plain_text(75))
RICH_OPTION = option(any_text(75))
OVERFLOW_OPTION = option(plain_text(75), with_url=True)
OPTIONS = Items(PLAIN_OPTION, most=100)
OPTION_GROUPS = Items(Shape({"label": plain_text(75), "options": OPTIONS}), most=100)

CONFIRM = Shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": OneOf(("primary", "danger"))},
)

DISPATCH_CONFIG = Shape(
    {},
    {
        "trigger_actions_on": Items(
            OneOf(("on_enter_pressed", "on_character_entered")),
            most=2,
        ),
    },
)

CONVERSATION_FILTER = Shape(
    {},
    {
        "include": Items(OneOf(("im", "mpim", "private", "public")), most=4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    also=(lambda value: None if value else "must define at least one field",),
)


def offered(element: Mapping[str, Any]) -> list[Any]:
    """All options that an element brings along, those in groups too."""
    groups = element.get("option_groups") or []
    grouped = [item for group in groups for item in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def one_source_of_options(element: Mapping[str, Any]) -> str | None:
    if ("options" in element) != ("option_groups" in element):
        return None
    return "must define either `options` or `option_groups`"


def initial_among_options(element: Mapping[str, Any]) -> str | None:
    """Want every initial option to equal one that is offered, in every field."""
    chosen = [element["initial_option"]] if "initial_option" in element else []
    chosen += element.get("initial_options") or []
    options = offered(element)
    if all(item in options for item in chosen):
        return None
    return "initial option must exactly match one of the provided options"


def distinct_values(element: Mapping[str, Any]) -> str | None:
    values = [item.get("value") for item in offered(element) if isinstance(item, dict)]
    return None if len(values) == len(set(values)) else "option values must be unique"
