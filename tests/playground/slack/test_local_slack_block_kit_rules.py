"""What Slack refuses in Block Kit beyond lengths, and how it says so."""

from typing import Any

import pytest
from block_makers import (
    CONTEXT,
    Json,
    actions,
    button,
    field,
    groups,
    home,
    message,
    modal,
    name_field,
    option,
    options,
    section,
    select,
    text,
)

from playground.slack.block_kit import problems

REFUSALS: dict[str, tuple[str, Json, str]] = {
    "a message needs a fallback text": (
        "message",
        {"blocks": [section()]},
        "missing required field: text",
    ),
    "inputs need a submit button": (
        "modal",
        {"type": "modal", "title": text("A form"), "blocks": [name_field()]},
        "`submit` is required",
    ),
    "a modal needs a title": (
        "modal",
        {"type": "modal", "blocks": []},
        "missing required field: title [json-pointer:/view]",
    ),
    "Home has no title": (
        "home",
        {**home(), "title": text("No")},
        "invalid additional property: title",
    ),
    "a block_id is there once": (
        "message",
        message(section(block_id="one"), section(block_id="one")),
        "`block_id` already exists: one",
    ),
    "an action_id is there once in its block": (
        "message",
        message(actions(button("Go"), button("Go"))),
        "`action_id` already exists: go [json-pointer:/blocks/0]",
    ),
    "an initial option is one of the options": (
        "modal",
        modal(field("S", select(options=options(2), initial_option=option("Another")))),
        "initial option must exactly match",
    ),
    "initial options are all among the options": (
        "modal",
        modal(
            field(
                "C",
                {
                    "type": "checkboxes",
                    "options": options(2),
                    "initial_options": [*options(1), option("Another")],
                },
            ),
        ),
        "initial option must exactly match",
    ),
    "a select has options or groups, not both": (
        "modal",
        modal(field("S", select(options=options(1), option_groups=groups(1)))),
        "must define either `options` or `option_groups`",
    ),
    "a select has at least one option": (
        "modal",
        modal(field("S", select(options=[]))),
        "no less than 1 items allowed",
    ),
    "option values differ": (
        "modal",
        modal(field("S", select(options=[option("One", "v"), option("Two", "v")]))),
        "option values must be unique",
    ),
    "an overflow menu has at least two options": (
        "message",
        message(section(accessory={"type": "overflow", "options": options(1)})),
        "no less than 2 items allowed",
    ),
    "a section says something": (
        "message",
        message({"type": "section"}),
        "must define either `text` or `fields`",
    ),
    "mrkdwn takes no emoji flag": (
        "message",
        message({"type": "section", "text": {**CONTEXT, "emoji": True}}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "a header is plain text": (
        "message",
        message({"type": "header", "text": CONTEXT}),
        "unsupported type: mrkdwn",
    ),
    "a button's text is plain text": (
        "message",
        message(actions({"type": "button", "text": CONTEXT})),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
    ),
    "a button's text is not empty": (
        "message",
        message(actions(button(""))),
        "must be more than 0 characters",
    ),
    "a text field stands in an input block only": (
        "modal",
        modal(section(accessory={"type": "plain_text_input"})),
        "unsupported type: plain_text_input",
    ),
    "a multi-select does not stand among actions": (
        "message",
        message(actions({"type": "multi_users_select"})),
        "unsupported type: multi_users_select",
    ),
    "a markdown block is for messages": (
        "modal",
        modal({"type": "markdown", "text": "x"}),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    "a block that nobody knows": ("home", home({"type": "sparkle"}), "unsupported type: sparkle"),
    "an option's url is for overflow menus": (
        "modal",
        modal(field("S", select(options=[option("One") | {"url": "https://x.test"}]))),
        "invalid additional property: url",
    ),
    "a date is a date": (
        "modal",
        modal(field("D", {"type": "datepicker", "initial_date": "2026-13-01"})),
        "must be of the form YYYY-MM-DD",
    ),
    "the shortest is not longer than the longest": (
        "modal",
        modal(field("N", {"type": "plain_text_input", "min_length": 9, "max_length": 3})),
        "min_length must not be greater than max_length",
    ),
    "one field has the focus": (
        "modal",
        modal(
            field("A", {"type": "plain_text_input", "focus_on_load": True}),
            field("B", {"type": "plain_text_input", "focus_on_load": True}),
        ),
        "only one element can set `focus_on_load`",
    ),
    "a filter says something": (
        "modal",
        modal(field("C", {"type": "conversations_select", "filter": {}})),
        "must define at least one field",
    ),
    "a view has 250 KB": (
        "modal",
        modal(*[section("x" * 3000) for _ in range(90)]),
        "less than 250 KB",
    ),
    "a style is primary or danger": (
        "message",
        message(actions(button("Go", style="default"))),
        "must be one of: primary, danger",
    ),
    "blocks are a list": ("message", {"text": "x", "blocks": "no"}, "must provide an array"),
    "a block is an object": ("message", {"text": "x", "blocks": [7]}, "must provide an object"),
}


@pytest.mark.parametrize("rule", REFUSALS)
def test_what_breaks_a_rule_is_named_with_its_place(rule: str) -> None:
    surface, payload, expected = REFUSALS[rule]
    assert any(expected in problem for problem in problems(surface, payload))


def test_a_form_with_every_kind_of_field_passes() -> None:
    kinds: list[Json] = [
        {"type": "plain_text_input", "multiline": True, "max_length": 80},
        {"type": "email_text_input"},
        {"type": "url_text_input"},
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
        {"type": "static_select", "options": options(2), "initial_option": options(1)[0]},
        {"type": "static_select", "option_groups": groups(3)},
        {"type": "external_select", "min_query_length": 0, "initial_option": option("One")},
        {"type": "users_select", "initial_user": "U0ANNA0001"},
        {"type": "conversations_select", "filter": {"include": ["public", "private"]}},
        {"type": "channels_select"},
        {"type": "multi_static_select", "options": options(2), "max_selected_items": 1},
        {"type": "checkboxes", "options": options(2), "initial_options": options(1)},
        {"type": "radio_buttons", "options": options(2)},
        {"type": "datepicker", "initial_date": "2026-03-02"},
        {"type": "timepicker", "initial_time": "09:30"},
        {"type": "datetimepicker", "initial_date_time": 1_772_442_000},
    ]
    fields = [field(f"Field {number}", kind) for number, kind in enumerate(kinds)]
    assert problems("modal", modal(*fields)) == []


def test_nothing_that_is_sent_makes_the_checks_stumble() -> None:
    oddities: list[Any] = [None, 7, "x", [], {}, [[]], {"type": []}, {"type": "section", "text": 1}]
    for odd in oddities:
        for payload in (message(odd), message(actions(odd)), modal(field("F", {"type": odd}))):
            assert problems("message", payload)
        assert problems("modal", {"type": "modal", "title": odd, "blocks": odd})
