"""Menus whose choices do what buttons do elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.errors import NothingThere
from handlers.slack.middleware import Handler, SlackRequest


@dataclass(frozen=True)
class Menu:
    """`presses` are the handlers of the buttons, by their action ids."""

    presses: Mapping[str, Handler]

    async def choose(self, request: SlackRequest) -> None:
        """Do what was chosen, as the button would that its value names first."""
        chosen = (request.action.get("selected_option") or {}).get("value", "")
        name, _, value = chosen.partition(":")
        if name not in self.presses:
            raise NothingThere
        pressed = {**request.action, "value": value, "selected_option": {"value": value}}
        await self.presses[name](replace(request, body={**request.body, "actions": [pressed]}))
