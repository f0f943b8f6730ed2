"""Each limit that Slack publishes: at the limit a payload passes, one beyond it does not."""

from typing import Any

import pytest
from toy_bot import Json, actions, button, field, modal, name_field, option, text

from playground.slack.block_kit import problems


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


def confirm(**more: Any) -> Json:
    return {"title": text("Sure?"), "text": text("It ends."), "confirm": text("Yes")} | {
        "deny": text("No"),
        **more,
    }


CONTEXT = {"type": "mrkdwn", "text": "x"}
LIMITS: dict[str, tuple[str, Any, int]] = {
    "a message has 50 blocks": ("message", lambda n: message(*[section()] * n), 50),
    "a modal has 100 blocks": ("modal", lambda n: modal(*[section()] * n), 100),
    "Home has 100 blocks": ("home", lambda n: home(*[section()] * n), 100),
    "a title has 24 characters": ("modal", lambda n: modal(title=text("x" * n)), 24),
    "a submit button has 24 characters": ("modal", lambda n: modal(submit=text("x" * n)), 24),
    "a close button has 24 characters": ("modal", lambda n: modal(close=text("x" * n)), 24),
    "private_metadata has 3000": ("modal", lambda n: modal(private_metadata="x" * n), 3000),
    "callback_id has 255": ("modal", lambda n: modal(callback_id="x" * n), 255),
    "external_id has 255": ("modal", lambda n: modal(external_id="x" * n), 255),
    "block_id has 255": ("message", lambda n: message(section(block_id="x" * n)), 255),
    "action_id has 255": (
        "message",
        lambda n: message(actions(button("Go", action_id="x" * n))),
        255,
    ),
    "a section's text has 3000": ("message", lambda n: message(section("x" * n)), 3000),
    "a section has 10 fields": ("message", lambda n: message(section(fields=[CONTEXT] * n)), 10),
    "a section's field has 2000": (
        "message",
        lambda n: message(section(fields=[{"type": "mrkdwn", "text": "x" * n}])),
        2000,
    ),
    "a header has 150": (
        "message",
        lambda n: message({"type": "header", "text": text("x" * n)}),
        150,
    ),
    "a context has 10 elements": (
        "message",
        lambda n: message({"type": "context", "elements": [CONTEXT] * n}),
        10,
    ),
    "actions hold 25 elements": (
        "message",
        lambda n: message(actions(*[button("Go", action_id=f"a{i}") for i in range(n)])),
        25,
    ),
    "a button's text has 75": ("message", lambda n: message(actions(button("x" * n))), 75),
    "a button's value has 2000": (
        "message",
        lambda n: message(actions(button("Go", value="x" * n))),
        2000,
    ),
    "a button's url has 3000": (
        "message",
        lambda n: message(actions(button("Go", url="x" * n))),
        3000,
    ),
    "an option's text has 75": (
        "modal",
        lambda n: modal(field("S", select(options=[option("x" * n, "v")]))),
        75,
    ),
    "an option's value has 150": (
        "modal",
        lambda n: modal(field("S", select(options=[option("One", "v" * n)]))),
        150,
    ),
    "an option's description has 75": (
        "modal",
        lambda n: modal(
            field("S", select(options=[option("One") | {"description": text("x" * n)}])),
        ),
        75,
    ),
    "a select has 100 options": (
        "modal",
        lambda n: modal(field("S", select(options=options(n)))),
        100,
    ),
    "a select has 100 groups": (
        "modal",
        lambda n: modal(field("S", select(option_groups=groups(n)))),
        100,
    ),
    "a group's label has 75": (
        "modal",
        lambda n: modal(
            field(
                "S",
                select(option_groups=[{"label": text("x" * n), "options": options(1)}]),
            ),
        ),
        75,
    ),
    "an overflow menu has 5 options": (
        "message",
        lambda n: message(section(accessory={"type": "overflow", "options": options(n)})),
        5,
    ),
    "checkboxes have 10 options": (
        "modal",
        lambda n: modal(field("C", {"type": "checkboxes", "options": options(n)})),
        10,
    ),
    "radio buttons have 10 options": (
        "modal",
        lambda n: modal(field("R", {"type": "radio_buttons", "options": options(n)})),
        10,
    ),
    "a dialog's title has 100": (
        "message",
        lambda n: message(actions(button("Go", confirm=confirm(title=text("x" * n))))),
        100,
    ),
    "a dialog's text has 300": (
        "message",
        lambda n: message(actions(button("Go", confirm=confirm(text=text("x" * n))))),
        300,
    ),
    "a dialog's confirm button has 30": (
        "message",
        lambda n: message(actions(button("Go", confirm=confirm(confirm=text("x" * n))))),
        30,
    ),
    "a dialog's deny button has 30": (
        "message",
        lambda n: message(actions(button("Go", confirm=confirm(deny=text("x" * n))))),
        30,
    ),
    "an input's label has 2000": (
        "modal",
        lambda n: modal(name_field(label=text("x" * n))),
        2000,
    ),
    "an input's hint has 2000": ("modal", lambda n: modal(name_field(hint=text("x" * n))), 2000),
    "a placeholder has 150": (
        "modal",
        lambda n: modal(field("N", {"type": "plain_text_input", "placeholder": text("x" * n)})),
        150,
    ),
    "an image's alt text has 2000": (
        "message",
        lambda n: message({"type": "image", "image_url": "https://x.test/i", "alt_text": "x" * n}),
        2000,
    ),
    "a message's text has 40000": ("message", lambda n: message(said="x" * n), 40_000),
}


@pytest.mark.parametrize("rule", LIMITS)
def test_a_limit_is_kept_to_the_last_character(rule: str) -> None:
    surface, make, limit = LIMITS[rule]
    assert problems(surface, make(limit)) == []
    assert problems(surface, make(limit + 1)) != []


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
