"""Finding an element on a screen as a person does: by what it says."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.slack.block_kit.objects import offered
from playground.slack.block_kit.surfaces import elements_of
from playground.slack.messages import Message
from playground.slack.presses import NotThereError
from playground.slack.views import View
from playground.slack.wire import Json


def text_of(part: Any) -> str:
    """Read a text object or a string; nothing else says anything."""
    if isinstance(part, dict):
        part = part.get("text", "")
    return part if isinstance(part, str) else ""


def names_of(block: Json, element: Mapping[str, Any]) -> Iterator[str]:
    """All by which an element may be called: ids, own text, label, the block's text."""
    action_id = str(element.get("action_id"))
    yield f"{block['block_id']}/{action_id}"
    yield action_id
    yield text_of(element.get("text"))
    yield text_of(block.get("label"))
    if block["type"] == "section":
        yield text_of(block.get("text"))
    yield text_of(element.get("placeholder"))
    yield from (text_of(option["text"]) for option in offered(element))


def find(surface: Message | View, called: str) -> tuple[str, str]:
    """Find block_id and action_id of the one element that is called so.

    NotThereError where there is none, or more than one by the same kind of name.
    """
    named = [
        (rank, block["block_id"], str(element["action_id"]))
        for block in surface.blocks
        for element in elements_of(block)
        if "action_id" in element
        for rank, name in enumerate(names_of(block, element))
        if name == called
    ]
    if not named:
        raise NotThereError(f"nothing is called {called!r} among {list(everything(surface))}")
    best = min(named)[0]
    found = {(block_id, action_id) for rank, block_id, action_id in named if rank == best}
    if len(found) > 1:
        raise NotThereError(f"several are called {called!r}: {sorted(found)}")
    return found.pop()


def everything(surface: Message | View) -> Iterator[str]:
    """Tell each element's full name and what it says, for a developer who missed it."""
    for block in surface.blocks:
        for element in elements_of(block):
            if "action_id" in element:
                said = [name for name in names_of(block, element) if name]
                yield " | ".join(dict.fromkeys([said[0], *said[2:]]))


def value_of(options: list[Json], called: str) -> Any:
    """Find an option's value by its text, or by the value itself."""
    for option in options:
        if called in (text_of(option["text"]), option["value"]):
            return option["value"]
    raise NotThereError(f"{called!r} is not among {[text_of(o['text']) for o in options]}")
