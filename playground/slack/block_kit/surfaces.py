"""The three surfaces: a message, a modal, the Home tab.

Sources: docs.slack.dev/surfaces and docs.slack.dev/reference/views.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playground.slack.block_kit.blocks import BLOCKS, MESSAGE_BLOCKS, VIEW_BLOCKS
from playground.slack.block_kit.objects import plain_text
from playground.slack.block_kit.rules import (
    Characters,
    Flag,
    Items,
    OneOf,
    Rule,
    Shape,
    Typed,
    problem,
)

VIEW_BYTES = 250 * 1024
MESSAGE_TEXT = 40_000


def _blocks(allowed: frozenset[str], most: int) -> Items:
    return Items(Typed(BLOCKS, allowed), most=most, least=0)


VIEW: Mapping[str, Rule] = {
    "type": OneOf(("modal", "home")),
    "blocks": _blocks(VIEW_BLOCKS, 100),
}
VIEW_NAMES: Mapping[str, Rule] = {
    "callback_id": Characters(255, least=0),
    "external_id": Characters(255, least=0),
    "private_metadata": Characters(3000, least=0),
}
MODAL = Shape(
    {**VIEW, "title": plain_text(24)},
    {
        **VIEW_NAMES,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
)
HOME = Shape(VIEW, VIEW_NAMES)
MESSAGE = Shape(
    {"text": Characters(MESSAGE_TEXT)},
    {"blocks": _blocks(MESSAGE_BLOCKS, 50)},
)


def elements_of(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Find the elements of a block, wherever that kind of block keeps them.

    What rich text is made of does not count.
    """
    if block.get("type") == "rich_text":
        return []
    several = block.get("elements")
    places = [*(several if isinstance(several, list) else [])]
    places += [block.get("accessory"), block.get("element")]
    return [item for item in places if isinstance(item, dict)]


def _doubled(names: list[Any]) -> list[Any]:
    return [
        name for name, count in Counter(n for n in names if isinstance(n, str)).items() if count > 1
    ]


def _ids(blocks: list[Any], at: str) -> Iterator[str]:
    """`block_id` is unique in a payload, `action_id` in its block."""
    for name in _doubled([block.get("block_id") for block in blocks]):
        yield problem(f"`block_id` already exists: {name}", at)
    for number, block in enumerate(blocks):
        for name in _doubled([element.get("action_id") for element in elements_of(block)]):
            yield problem(f"`action_id` already exists: {name}", f"{at}/{number}")


def _one_focus(blocks: list[Any], at: str) -> Iterator[str]:
    focused = [e for block in blocks for e in elements_of(block) if e.get("focus_on_load")]
    if len(focused) > 1:
        yield problem("only one element can set `focus_on_load`", at)


def _message(payload: Mapping[str, Any]) -> Iterator[str]:
    told = {name: payload[name] for name in ("text", "blocks") if payload.get(name) is not None}
    yield from MESSAGE.problems(told, "")


def _modal(payload: Mapping[str, Any]) -> Iterator[str]:
    yield from MODAL.problems(payload, "/view")
    kinds = [block.get("type") for block in _dicts(payload)]
    if "input" in kinds and not payload.get("submit"):
        yield problem("`submit` is required when an input block is within blocks", "/view")


def _home(payload: Mapping[str, Any]) -> Iterator[str]:
    yield from HOME.problems(payload, "/view")


def _dicts(payload: Mapping[str, Any]) -> list[Any]:
    blocks = payload.get("blocks")
    return (
        [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    )


SURFACES: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "message": _message,
    "modal": _modal,
    "home": _home,
}


def _size(payload: Mapping[str, Any], at: str) -> Iterator[str]:
    if len(json.dumps(payload).encode()) > VIEW_BYTES:
        yield problem("view must be less than 250 KB", at)


def problems(surface: str, payload: Mapping[str, Any]) -> list[str]:
    """All faults of a message (`text`, `blocks`) or view, each naming its JSON pointer.

    `surface` is `message`, `modal` or `home`; an empty list means that Slack would take it.
    """
    at = "/blocks" if surface == "message" else "/view/blocks"
    blocks = _dicts(payload)
    found = [*SURFACES[surface](payload), *_ids(blocks, at), *_one_focus(blocks, at)]
    if surface != "message":
        found += _size(payload, "/view")
    return found
