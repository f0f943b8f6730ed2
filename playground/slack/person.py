"""A person in the local Slack: does by code what one does in the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playground.slack import commands, modals, presses
from playground.slack.block_kit.objects import offered
from playground.slack.core import Core
from playground.slack.events import Events
from playground.slack.finding import find, value_of
from playground.slack.messages import Message
from playground.slack.presses import NotThereError, Spot
from playground.slack.views import View
from playground.slack.wire import Json, SlackSays
from playground.slack.world import User

BY_OPTION = ("static_select", "external_select", "radio_buttons", "checkboxes", "overflow")


class Person:
    """Acts as one user. Messages and views are given as the JSON that the person sees."""

    def __init__(self, core: Core, events: Events, user_id: str) -> None:
        self._core = core
        self._events = events
        self.id = user_id

    @property
    def user(self) -> User:
        return self._core.world.users[self.id]

    @property
    def modal(self) -> Json | None:
        """See the top modal, with what was entered in `state.values`; None without one."""
        return self.modals[-1] if self.modals else None

    @property
    def modals(self) -> list[Json]:
        return [self._core.views.shown(view) for view in self._core.views.stack(self.id)]

    @property
    def home(self) -> Json | None:
        """See the Home tab as last published."""
        view = self._core.views.home(self.id)
        return self._core.views.shown(view) if view else None

    @property
    def notices(self) -> list[str]:
        """Read what Slack itself said to this person, oldest first."""
        return [notice.text for notice in self._core.notices if notice.user_id == self.id]

    def sees(self, channel: str) -> list[Json]:
        """See the messages of a channel, ephemeral ones too, oldest first."""
        seen = self._core.messages.seen_by(self.id, self._conversation(channel))
        return [self._core.messages.for_client(message) for message in seen]

    def _conversation(self, name: str) -> str:
        """Find a channel by name, or by id."""
        if name in self._core.world.conversations:
            return name
        return self._core.world.channel_named(name).id

    async def open_home(self) -> Json | None:
        """Open the Home tab; the bot is told. NotThereError where the app has none."""
        if not self._core.world.app.has_home:
            raise NotThereError("the app has no Home tab")
        await self._events.app_home_opened(self.id)
        return self.home

    async def command(self, typed: str, channel: str) -> Json | None:
        """Send a slash command; the answer if it has one. SlackSays where Slack steps in."""
        return await self.write(typed, channel)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Show what Slack says to open pages as well, before it is raised here."""
        try:
            yield
        except SlackSays as says:
            self._core.say(self.id, says)
            raise

    async def write(self, typed: str, channel: str) -> Json | None:
        place = commands.Place(self.id, self._conversation(channel))
        with self._told():
            message = await commands.send(self._core, self._events, place, typed)
        return self._core.messages.for_client(message) if message else None

    def _spot(self, surface: Json, called: str) -> Spot:
        there = self._surface(surface)
        block_id, action_id = find(there, called)
        return presses.find_spot(self.id, there, block_id, action_id)

    def _surface(self, surface: Json) -> Message | View:
        container = {"type": "view", "view_id": surface.get("id")}
        if "conversation" in surface:
            container = {**surface, "type": "message"}
        return presses.find_surface(self._core, self.id, container)

    async def press(self, surface: Json, called: str) -> str | None:
        """Press a button, called by its text, action_id or block_id/action_id.

        Its dialog, if it has one, is confirmed; the answer is the address that it opens.
        """
        spot = self._spot(surface, called)
        await self._use(spot, None)
        return spot.element.get("url")

    async def _use(self, spot: Spot, value: Any) -> None:
        with self._told():
            await presses.press(self._core, spot, value)

    async def choose(self, surface: Json, called: str, *choices: str | None) -> None:
        """Choose in a select, radio buttons, checkboxes, overflow menu or date picker.

        Choices are called by their text or value, people by first name, channels by name;
        None takes a choice back. An external select is asked with the choice's text, unless
        its options were asked for before.
        """
        spot = self._spot(surface, called)
        wanted = [choice for choice in choices if choice is not None]
        await self._offer(spot, wanted)
        values = [self._value(spot, choice) for choice in wanted]
        several = spot.element["type"] == "checkboxes" or spot.element["type"].startswith("multi_")
        one = values[0] if values else None
        await self._use(spot, values if several else one)

    async def _offer(self, spot: Spot, wanted: list[str]) -> None:
        """Type into an external select what is not among its options yet."""
        if not spot.element["type"].endswith("external_select"):
            return
        for choice in wanted:
            try:
                self._value(spot, choice)
            except NotThereError:
                await self._suggestions(spot, choice)

    def _value(self, spot: Spot, choice: str) -> str:
        kind = spot.element["type"].removeprefix("multi_")
        if kind in BY_OPTION:
            extra = self._core.entries.offered(spot.place, spot.field, spot.element)
            return str(value_of([*offered(spot.element), *extra], choice))
        if kind == "users_select" and choice not in self._core.world.users:
            return self._core.world.user_named(choice).id
        if kind in ("conversations_select", "channels_select"):
            return self._conversation(choice)
        return choice

    async def type(self, surface: Json, called: str, text: str) -> None:
        """Type into a text field, and press Enter where the field tells the app at once."""
        await self._use(self._spot(surface, called), text)

    async def options(self, surface: Json, called: str, query: str = "") -> Json:
        """Open an external select: `{options}` or `{option_groups}` as the bot gives them."""
        return await self._suggestions(self._spot(surface, called), query)

    async def _suggestions(self, spot: Spot, query: str) -> Json:
        with self._told():
            return await presses.options(self._core, spot, query)

    async def submit(self, view: Json | None = None) -> dict[str, str]:
        """Press the top modal's submit button; errors by block_id, empty where it was taken."""
        with self._told():
            return await modals.submit(self._core, self._top(view))

    async def close(self, view: Json | None = None) -> None:
        """Press the modal's close button."""
        await modals.close(self._core, self._top(view))

    def _top(self, view: Json | None) -> View:
        shown = view or self.modal
        if shown is None:
            raise NotThereError("no modal is open")
        found = self._surface(shown)
        if not isinstance(found, View):
            raise NotThereError("a message cannot be submitted")
        return found
