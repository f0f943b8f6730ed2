"""Read the values of a form's fields, whatever kind of element each is."""

from collections.abc import Mapping
from typing import Any

from domain.forms import Field


def seller_of(view: Mapping[str, Any]) -> str:
    """Return the seller with whom the form's store is connected at once, where there is one."""
    return str(view.get("private_metadata") or "")


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """Return the value of each block of a view, without the suffix after `:`.

    An empty element gives an empty string.
    """
    blocks = view.get("state", {}).get("values", {})
    return {
        block_id.partition(":")[0]: _value(element)
        for block_id, elements in blocks.items()
        for element in elements.values()
    }


def block_ids_of(view: Mapping[str, Any]) -> dict[Field, str]:
    """Return the block ids of the fields as Slack knows them, suffixes included."""
    ids = (block["block_id"] for block in view["blocks"])
    return {Field(name): i for i in ids if (name := i.partition(":")[0]) in set(Field)}


def fields_of(view: Mapping[str, Any]) -> dict[Field, str]:
    return {Field(name): text for name, text in values_of(view).items() if name in set(Field)}


def _value(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option")
    found = (
        chosen["value"]
        if chosen
        else element.get("value")
        or element.get("selected_user")
        or element.get("selected_conversation")
    )
    return found or ""
