"""Layout blocks, field by field, and the surfaces that take them.

Source: docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.slack.block_kit.elements import (
    ACCESSORIES,
    ACTIONS,
    CONTEXT,
    ELEMENTS,
    ID,
    IMAGE,
    INPUTS,
    one_image,
)
from playground.slack.block_kit.objects import any_text, plain_text
from playground.slack.block_kit.rules import Characters, Flag, Items, Rule, Shape, Typed

BLOCK: Mapping[str, Rule] = {"block_id": ID}


@dataclass(frozen=True)
class Anything:
    """A part that is passed through unread, such as the inside of rich text."""

    def problems(self, value: Any, at: str) -> Iterator[str]:
        del value, at
        yield from ()


def _says_something(section: Mapping[str, Any]) -> str | None:
    if "text" in section or "fields" in section:
        return None
    return "must define either `text` or `fields`"


def _elements(allowed: frozenset[str], most: int) -> Items:
    return Items(Typed(ELEMENTS, allowed), most=most)


BLOCKS: Mapping[str, Shape] = {
    "actions": Shape({"elements": _elements(ACTIONS, 25)}, BLOCK),
    "context": Shape({"elements": _elements(CONTEXT, 10)}, BLOCK),
    "divider": Shape({}, BLOCK),
    "header": Shape({"text": plain_text(150)}, BLOCK),
    "image": Shape(
        IMAGE.required,
        {**IMAGE.optional, "title": plain_text(2000), **BLOCK},
        (one_image,),
    ),
    "input": Shape(
        {"label": plain_text(2000), "element": Typed(ELEMENTS, INPUTS)},
        {"hint": plain_text(2000), "optional": Flag(), "dispatch_action": Flag(), **BLOCK},
    ),
    "markdown": Shape({"text": Characters(12000)}, BLOCK),
    "rich_text": Shape({"elements": Items(Anything(), most=1000)}, BLOCK),
    "section": Shape(
        {},
        {
            "text": any_text(3000),
            "fields": Items(any_text(2000), most=10),
            "accessory": Typed(ELEMENTS, ACCESSORIES),
            "expand": Flag(),
            **BLOCK,
        },
        (_says_something,),
    ),
}

VIEW_BLOCKS = frozenset(BLOCKS) - {"markdown"}
MESSAGE_BLOCKS = frozenset(BLOCKS)
