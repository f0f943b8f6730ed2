"""Render any message in its reader's language."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.messages import MessageKind, OwedMessage, is_person
from services.workspace.people import People
from services.workspace.workspaces import Workspaces
from views.language import Translator, Translators
from views.slack.block_kit import Message
from views.slack.fallback import elsewhere

Renderer = Callable[[Translator, OwedMessage], Awaitable[Message]]
Renderers = Mapping[MessageKind, Renderer]


@dataclass(frozen=True)
class Render:
    """Dispatches by kind; the delivery calls it. `renderers` has one for each kind of message."""

    workspaces: Workspaces
    people: People
    languages: Translators
    renderers: Renderers

    async def __call__(self, owed: OwedMessage) -> Message:
        """Render a message in the language of the person or workspace it goes to."""
        t = await self._language(owed)
        message = await self.renderers[owed.kind](t, owed.original)
        if owed.missed is None:
            return message
        return elsewhere(t, message, owed.missed.target, owed.missed.reason)

    async def _language(self, owed: OwedMessage) -> Translator:
        if is_person(owed.target):
            person = await self.people.remembered(owed.workspace_id, owed.target)
            if person is not None:
                return self.languages.of(person.locale)
        workspace = await self.workspaces.get(owed.workspace_id)
        return self.languages.of(workspace.language)
