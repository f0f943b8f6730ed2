"""Modals and Home tabs.

Source: docs.slack.dev/surfaces/modals and docs.slack.dev/reference/methods/views.open.
"""

from dataclasses import dataclass
from typing import Any

from playground.slack.block_kit import problems
from playground.slack.entries import Entries
from playground.slack.feed import Feed
from playground.slack.messages import Ids
from playground.slack.wire import Json, SlackError, invalid_arguments
from playground.slack.world import World

DEEPEST = 3
NAMES = ("callback_id", "private_metadata", "external_id")
PLAIN = ("title", "submit", "close")


@dataclass
class View:
    """`content` is what the app sent, with all ids filled in."""

    id: str
    user_id: str
    team_id: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def kind(self) -> str:
        return str(self.content["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.content["blocks"])


def checked(content: Any, kind: str) -> Json:
    """Let a view pass as Slack would; SlackError names what is wrong with it."""
    if not isinstance(content, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    if content.get("type") != kind:
        raise invalid_arguments(f"must be one of: {kind} [json-pointer:/view/type]")
    found = problems(kind, content)
    if any("250 KB" in fault for fault in found):
        raise SlackError("view_too_large")
    if found:
        raise invalid_arguments(*found)
    return content


class Views:
    """Each person's stack of modals, the top one last, and each person's Home tab."""

    def __init__(self, world: World, feed: Feed, ids: Ids, entries: Entries) -> None:
        self._world = world
        self._feed = feed
        self._ids = ids
        self._entries = entries
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        return list(self._stacks.get(user_id, []))

    def home(self, user_id: str) -> View | None:
        return self._homes.get(user_id)

    def open(self, user_id: str, team_id: str, content: Json, current: str | None = None) -> View:
        """Show a modal as the first of a new stack; `current` is the conversation behind it."""
        view = self._new(user_id, team_id, checked(content, "modal"), current)
        self._stacks[user_id] = [view]
        self._tell(view, "view_opened")
        return view

    def push(self, user_id: str, team_id: str, content: Json) -> View:
        stack = self._stacks.get(user_id) or []
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        view = self._new(user_id, team_id, checked(content, "modal"))
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._tell(view, "view_opened")
        return view

    def update(self, view: View, content: Json, hash_: str | None = None) -> View:
        """Replace a view's content; `hash_` has to be its present hash, where given."""
        checked(content, view.kind)
        if hash_ and hash_ != view.hash:
            raise SlackError("hash_conflict")
        self._refuse_double(content, view.team_id, besides=view)
        view.content = self._filled(content)
        view.hash = self._ids.next("1700000000.")
        self._entries.settle((view.user_id, view.id), view.blocks)
        self._tell(view, "home" if view.kind == "home" else "view_updated")
        return view

    def publish(self, user_id: str, team_id: str, content: Json, hash_: str | None) -> View:
        """Show a Home tab, in place of the one before."""
        checked(content, "home")
        known = self._homes.get(user_id)
        if known:
            return self.update(known, content, hash_)
        view = self._homes[user_id] = self._new(user_id, team_id, content)
        self._tell(view, "home")
        return view

    def close(self, view: View) -> list[View]:
        """Take a modal away, or its whole stack where it says `clear_on_close`; tell which."""
        stack = self._stacks[view.user_id]
        gone = list(stack) if view.content.get("clear_on_close") else [view]
        self._take_away(view, gone)
        return gone

    def dismiss(self, view: View) -> None:
        """Take a submitted modal away; the one below shows again."""
        self._take_away(view, [view])

    def clear(self, view: View) -> None:
        self._take_away(view, self.stack(view.user_id))

    def find(self, view_id: str) -> View | None:
        return next((view for view in self._everything() if view.id == view_id), None)

    def find_external(self, external_id: str, team_id: str) -> View | None:
        named = (v for v in self._everything() if v.content.get("external_id") == external_id)
        return next((view for view in named if view.team_id == team_id), None)

    def _everything(self) -> list[View]:
        modals = [view for stack in self._stacks.values() for view in stack]
        return [*modals, *self._homes.values()]

    def _new(
        self,
        user_id: str,
        team_id: str,
        content: Json,
        current: str | None = None,
    ) -> View:
        self._refuse_double(content, team_id)
        view_id = self._ids.next("V0")
        mark = self._ids.next("1700000000.")
        view = View(view_id, user_id, team_id, self._filled(content), mark, view_id)
        self._entries.settle((user_id, view_id), view.blocks, current)
        return view

    def _filled(self, content: Json) -> Json:
        return {**content, "blocks": self._ids.fill_in(content["blocks"])}

    def _refuse_double(self, content: Json, team_id: str, besides: View | None = None) -> None:
        external_id = content.get("external_id")
        found = self.find_external(external_id, team_id) if external_id else None
        if found and found is not besides:
            raise SlackError("duplicate_external_id")

    def _take_away(self, view: View, gone: list[View]) -> None:
        left = [item for item in self._stacks[view.user_id] if item not in gone]
        self._stacks[view.user_id] = left
        self._tell(view, "view_closed")

    def _tell(self, view: View, kind: str) -> None:
        stack = [self.shown(item) for item in self.stack(view.user_id)]
        event = {"type": kind, "view_id": view.id, "view": self.shown(view), "stack": stack}
        self._feed.publish([view.user_id], event)

    def shown(self, view: View) -> Json:
        """Shape a view as in answers and payloads, with what the person entered."""
        content = view.content
        place = (view.user_id, view.id)
        return {
            "id": view.id,
            "team_id": view.team_id,
            "type": view.kind,
            "blocks": view.blocks,
            **{name: content.get(name, "") for name in NAMES},
            **{name: content.get(name) for name in PLAIN},
            "state": {"values": self._entries.state(place, view.blocks)},
            "hash": view.hash,
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self._world.app.id,
            "app_installed_team_id": view.team_id,
            "bot_id": self._world.answering(view.team_id).bot_id,
        }
