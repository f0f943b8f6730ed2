"""Block elements, field by field.

Source: docs.slack.dev/reference/block-kit/block-elements.
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.block_kit.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    OPTION_GROUPS,
    OPTIONS,
    OVERFLOW_OPTION,
    PLAIN_OPTION,
    RICH_OPTION,
    distinct_values,
    initial_among_options,
    one_source_of_options,
    plain_text,
)
from playground.slack.block_kit.rules import (
    Characters,
    Flag,
    Items,
    OneOf,
    Pattern,
    Rule,
    Shape,
    Whole,
)

ID = Characters(255)
SLACK_ID = Pattern(r"[CDGUW][A-Z0-9]+", "C0123456789")
URL = Characters(3000)
PLACEHOLDER = {"placeholder": plain_text(150)}
ACTION: Mapping[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": Flag()}
DISPATCHING: Mapping[str, Rule] = {
    "action_id": ID,
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH_CONFIG,
    **PLACEHOLDER,
}
MANY: Mapping[str, Rule] = {"max_selected_items": Whole(1, 100)}
STATIC = (one_source_of_options, initial_among_options, distinct_values)


def _in_order(low: str, high: str) -> Any:
    def check(element: Mapping[str, Any]) -> str | None:
        if low not in element or high not in element:
            return None
        ordered = float(element[low]) <= float(element[high])
        return None if ordered else f"{low} must not be greater than {high}"

    return check


def one_image(image: Mapping[str, Any]) -> str | None:
    if ("image_url" in image) != ("slack_file" in image):
        return None
    return "must define either `image_url` or `slack_file`"


def _menu(**extra: Rule) -> Shape:
    return Shape({}, {**ACTION, **PLACEHOLDER, **extra})


def _choice(option: Shape, **extra: Rule) -> Shape:
    also = (initial_among_options, distinct_values)
    return Shape({"options": Items(option, most=10)}, {**ACTION, **extra}, also)


IMAGE = Shape(
    {"alt_text": Characters(2000)},
    {"image_url": URL, "slack_file": Shape({}, {"id": ID, "url": URL})},
    (one_image,),
)
DATE = Pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "YYYY-MM-DD")
NUMBER = Pattern(r"-?\d{1,18}(\.\d{1,18})?", "12.5")
TIME = Pattern(r"([01]\d|2[0-3]):[0-5]\d", "HH:mm")
WHICH_CONVERSATION: Mapping[str, Rule] = {
    "default_to_current_conversation": Flag(),
    "filter": CONVERSATION_FILTER,
}
STYLE = OneOf(("primary", "danger"))

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        {"text": plain_text(75)},
        {
            "action_id": ID,
            "confirm": CONFIRM,
            "url": URL,
            "value": Characters(2000),
            "style": STYLE,
            "accessibility_label": Characters(75),
        },
    ),
    "checkboxes": _choice(RICH_OPTION, initial_options=Items(RICH_OPTION, most=10)),
    "radio_buttons": _choice(RICH_OPTION, initial_option=RICH_OPTION),
    "overflow": Shape(
        {"options": Items(OVERFLOW_OPTION, most=5, least=2)},
        {"action_id": ID, "confirm": CONFIRM},
        (distinct_values,),
    ),
    "static_select": Shape(
        {},
        {
            **ACTION,
            **PLACEHOLDER,
            "options": OPTIONS,
            "option_groups": OPTION_GROUPS,
            "initial_option": PLAIN_OPTION,
        },
        STATIC,
    ),
    "multi_static_select": Shape(
        {},
        {
            **ACTION,
            **PLACEHOLDER,
            **MANY,
            "options": OPTIONS,
            "option_groups": OPTION_GROUPS,
            "initial_options": Items(PLAIN_OPTION, most=100),
        },
        STATIC,
    ),
    "external_select": _menu(initial_option=PLAIN_OPTION, min_query_length=Whole(0, 3000)),
    "multi_external_select": _menu(
        initial_options=Items(PLAIN_OPTION, most=100),
        min_query_length=Whole(0, 3000),
        **MANY,
    ),
    "users_select": _menu(initial_user=SLACK_ID),
    "multi_users_select": _menu(initial_users=Items(SLACK_ID, most=100), **MANY),
    "conversations_select": _menu(
        initial_conversation=SLACK_ID,
        response_url_enabled=Flag(),
        **WHICH_CONVERSATION,
    ),
    "multi_conversations_select": _menu(
        initial_conversations=Items(SLACK_ID, most=100),
        **WHICH_CONVERSATION,
        **MANY,
    ),
    "channels_select": _menu(initial_channel=SLACK_ID, response_url_enabled=Flag()),
    "multi_channels_select": _menu(initial_channels=Items(SLACK_ID, most=100), **MANY),
    "datepicker": _menu(initial_date=DATE),
    "timepicker": _menu(initial_time=TIME, timezone=Characters(100)),
    "datetimepicker": Shape({}, {**ACTION, "initial_date_time": Whole(10**9, 10**10 - 1)}),
    "plain_text_input": Shape(
        {},
        {
            **DISPATCHING,
            "initial_value": Characters(3000, least=0),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
        (_in_order("min_length", "max_length"),),
    ),
    "email_text_input": Shape({}, {**DISPATCHING, "initial_value": Characters(3000)}),
    "url_text_input": Shape({}, {**DISPATCHING, "initial_value": Characters(3000)}),
    "number_input": Shape(
        {"is_decimal_allowed": Flag()},
        {
            **DISPATCHING,
            "initial_value": NUMBER,
            "min_value": NUMBER,
            "max_value": NUMBER,
        },
        (_in_order("min_value", "max_value"),),
    ),
    "image": IMAGE,
    **{
        kind: Shape(
            {"text": Characters(3000)},
            {flag: Flag()},
        )
        for kind, flag in (("plain_text", "emoji"), ("mrkdwn", "verbatim"))
    },
}

SELECTS = frozenset(
    f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")
)
MULTI_SELECTS = frozenset(f"multi_{kind}" for kind in SELECTS)
CHOICES = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
INPUTS = SELECTS | MULTI_SELECTS | CHOICES | TYPED | {"datetimepicker"}
ACTIONS = SELECTS | CHOICES | {"button", "overflow", "datetimepicker"}
ACCESSORIES = SELECTS | MULTI_SELECTS | CHOICES | {"button", "overflow", "image"}
CONTEXT = frozenset({"image", "plain_text", "mrkdwn"})
