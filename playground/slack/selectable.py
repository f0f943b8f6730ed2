"""Whom and what Slack's own selects offer a person.

Source: docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object.
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.world import Conversation, World

EVERY_KIND = ("im", "mpim", "private", "public")


def refuse_unoffered(world: World, user_id: str, element: Mapping[str, Any], value: Any) -> None:
    """Let pass what the select would offer; ValueError otherwise."""
    if not offers(world, user_id, element, value):
        raise ValueError(f"{value} is not among what {element['type']} offers")


def offers(world: World, user_id: str, element: Mapping[str, Any], value: Any) -> bool:
    """Tell whether a person could choose this; nothing chosen is always possible."""
    kind = str(element["type"]).removeprefix("multi_")
    chosen = [one for one in (value if isinstance(value, list) else [value]) if one]
    if kind == "users_select":
        return all(_offers_user(world, user_id, item) for item in chosen)
    if kind == "conversations_select":
        return all(_offers_place(world, user_id, element, item) for item in chosen)
    if kind == "channels_select":
        return all(_offers_channel(world, user_id, item) for item in chosen)
    return True


def _offers_user(world: World, user_id: str, chosen: str) -> bool:
    user = world.users.get(chosen)
    return bool(user and not user.deleted and world.meets(world.users[user_id].team_id, user))


def _offers_channel(world: World, user_id: str, chosen: str) -> bool:
    return _offers_place(world, user_id, {"filter": {"include": ["public"]}}, chosen)


def _offers_place(world: World, user_id: str, element: Mapping[str, Any], chosen: str) -> bool:
    place = world.conversations.get(chosen)
    if place is None or place.is_archived or not world.sees(user_id, place):
        return False
    wanted = element.get("filter") or {}
    if place.is_ext_shared and wanted.get("exclude_external_shared_channels"):
        return False
    return _kind(place) in wanted.get("include", EVERY_KIND)


def _kind(place: Conversation) -> str:
    if place.kind == "im":
        return "im"
    return "private" if place.is_private else "public"
