"""Overflow menus whose choices act like buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.errors import NothingThere
from handlers.slack.middleware import Handler, SlackRequest


@dataclass(frozen=True)
class Menu:
    """Dispatches a choice to a button's handler. `presses` are the handlers by action id."""

    presses: Mapping[str, Handler]

    async def choose(self, request: SlackRequest) -> None:
        """Run the handler of the button that the chosen value names first."""
        chosen = (request.action.get("selected_option") or {}).get("value", "")
        name, _, value = chosen.partition(":")
        if name not in self.presses:
            raise NothingThere
        pressed = {**request.action, "value": value, "selected_option": {"value": value}}
        await self.presses[name](replace(request, body={**request.body, "actions": [pressed]}))
