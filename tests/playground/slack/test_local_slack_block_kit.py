"""Each limit that Slack publishes: at the limit a payload passes, one beyond it does not."""

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


def confirm(**more: Any) -> Json:
    return {"title": text("Sure?"), "text": text("It ends."), "confirm": text("Yes")} | {
        "deny": text("No"),
        **more,
    }


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
