"""What a person presses, chooses and types in messages and views.

Source: docs.slack.dev/reference/interaction-payloads/block_actions-payload and
block_suggestion-payload.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.slack import payloads
from playground.slack.block_kit.objects import OPTION_GROUPS, OPTIONS
from playground.slack.block_kit.surfaces import elements_of
from playground.slack.bot_line import BotUnreachableError
from playground.slack.core import Core
from playground.slack.messages import Message
from playground.slack.selectable import refuse_unoffered
from playground.slack.values import ACTION_KEYS
from playground.slack.views import View
from playground.slack.wire import Json, SlackSays

TROUBLE = "This app is not responding. Try again, or ask whoever runs it."
NO_OPTIONS = "The options could not be loaded."
COPIED = ("text", "value", "style", "placeholder", "url")


class NotThereError(LookupError):
    """Something pressed that is not, or no longer, on the person's screen."""


@dataclass(frozen=True)
class Spot:
    """An element on a person's screen: where, in which block."""

    user_id: str
    surface: Message | View
    block: Json
    element: Mapping[str, Any]

    @property
    def place(self) -> tuple[str, str]:
        return (self.user_id, container_id(self.surface))

    @property
    def field(self) -> tuple[str, str]:
        return (self.block["block_id"], self.element["action_id"])


def container_id(surface: Message | View) -> str:
    return surface.id if isinstance(surface, View) else surface.ts


def find_surface(core: Core, user_id: str, container: Json) -> Message | View:
    """Find a message or view that this person has before them."""
    found: Message | View | None
    if container.get("type") == "view":
        found = core.views.find(str(container.get("view_id")))
        ours = found is not None and found.user_id == user_id
    else:
        found = core.messages.find(str(container.get("conversation")), str(container.get("ts")))
        ours = found is not None and found.only_for in (None, user_id)
    if found is None or not ours:
        raise NotThereError(f"{container} is not on the screen")
    return found


def find_spot(
    user_id: str,
    surface: Message | View,
    block_id: str,
    action_id: str,
) -> Spot:
    for block in surface.blocks:
        for element in elements_of(block):
            if (block["block_id"], element.get("action_id")) == (block_id, action_id):
                return Spot(user_id, surface, block, element)
    raise NotThereError(f"{block_id}/{action_id} is not on the screen")


def enter(core: Core, spot: Spot, value: Any) -> Json:
    """Note what a person entered, without telling the bot; ValueError where it is not offered."""
    refuse_unoffered(core.world, spot.user_id, spot.element, value)
    return core.entries.enter(spot.place, spot.field, spot.element, value)


def dispatches(spot: Spot) -> bool:
    """Tell whether Slack tells the app at once: everywhere but in plain input blocks."""
    return spot.block["type"] != "input" or bool(spot.block.get("dispatch_action"))


async def press(core: Core, spot: Spot, value: Any) -> None:
    """Use an element; the bot learns of it where Slack would tell it.

    SlackSays where the bot does not take it.
    """
    chosen = enter(core, spot, value) if spot.element["type"] in ACTION_KEYS else {}
    if not dispatches(spot):
        return
    payload = _block_actions(core, spot, chosen)
    try:
        await core.line.payload(payload)
    except BotUnreachableError as failure:
        raise SlackSays(TROUBLE, f"{failure.code}: {failure.reason}") from failure


def installed_team(core: Core, surface: Message | View) -> str:
    if isinstance(surface, View):
        return surface.team_id
    return core.world.users[surface.author].team_id


def _interaction(core: Core, kind: str, spot: Spot) -> Json:
    surface = spot.surface
    user = core.world.users[spot.user_id]
    about = (
        payloads.in_view(core, surface)
        if isinstance(surface, View)
        else payloads.in_message(core, surface, spot.user_id)
    )
    team_id = installed_team(core, surface)
    return {**payloads.interaction(core, kind, user, team_id), **about}


def _block_actions(core: Core, spot: Spot, chosen: Json) -> Json:
    surface = spot.surface
    payload = _interaction(core, "block_actions", spot)
    modal_id = surface.id if isinstance(surface, View) and surface.kind == "modal" else None
    payload["trigger_id"] = core.tickets.trigger(
        spot.user_id,
        payload["team"]["id"],
        view_id=modal_id,
        conversation_id=surface.conversation if isinstance(surface, Message) else None,
    )
    payload["actions"] = [_action(core, spot, chosen)]
    if isinstance(surface, Message):
        token = core.tickets.response_url(spot.user_id, surface.conversation, surface.ts)
        payload["response_url"] = core.response_url(token)
    return payload


def _action(core: Core, spot: Spot, chosen: Json) -> Json:
    element = spot.element
    copied = {
        name: item
        for name, item in element.items()
        if name in COPIED or name.startswith("initial_")
    }
    return {
        **copied,
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": spot.block["block_id"],
        **chosen,
        "action_ts": core.messages.ts(),
    }


async def options(core: Core, spot: Spot, query: str) -> Json:
    """Ask the bot for an external select's options: `{options}` or `{option_groups}`.

    SlackSays where the answer is not one that Slack would show.
    """
    if len(query) < spot.element.get("min_query_length", 3):
        return {"options": []}
    payload = _interaction(core, "block_suggestion", spot)
    payload |= {"action_id": spot.field[1], "block_id": spot.field[0], "value": query}
    try:
        offered = _checked((await core.line.payload(payload)).json())
    except BotUnreachableError as failure:
        raise SlackSays(NO_OPTIONS, f"{failure.code}: {failure.reason}") from failure
    except ValueError as broken:
        raise SlackSays(NO_OPTIONS, str(broken)) from broken
    core.entries.offer(spot.place, spot.field, _flat(offered))
    return offered


def _flat(offered: Json) -> list[Json]:
    grouped = [item for group in offered.get("option_groups", []) for item in group["options"]]
    return [*offered.get("options", []), *grouped]


def _checked(answer: Any) -> Json:
    """Let an answer pass that has up to 100 well-formed options or groups; else ValueError."""
    rules = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
    if not isinstance(answer, dict) or len(rules.keys() & answer.keys()) != 1:
        raise ValueError("the answer must have either `options` or `option_groups`")
    name = next(iter(rules.keys() & answer.keys()))
    found = list(rules[name].problems(answer[name], f"/{name}")) if answer[name] else []
    if found:
        raise ValueError("; ".join(found))
    return {name: answer[name]}
