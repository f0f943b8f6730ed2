"""What a message shows, made from what is true at the moment it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.history import Actor
from domain.links import ConnectLink
from domain.messages import MessageKind, OwedMessage
from services.finding import FindStores
from services.linking import ShareLinks
from services.people import People
from services.workspaces import Workspaces
from views.card import card, card_undeliverable, link_sent
from views.language import Language, Languages
from views.slack import Message

_PERSON_PREFIXES = ("U", "W")
ConnectAddress = Callable[[ConnectLink], str]
"""Tells the address of a connect link's page."""
Renderer = Callable[[Language, OwedMessage], Awaitable[Message]]


@dataclass(frozen=True)
class Render:
    workspaces: Workspaces
    people: People
    stores: FindStores
    links: ShareLinks
    languages: Languages
    connect_address: ConnectAddress

    async def __call__(self, owed: OwedMessage) -> Message:
        """Render a message in the language of the person, or of the workspace, it goes to."""
        say = await self._language(owed)
        return await self._renderers[owed.kind](say, owed)

    @property
    def _renderers(
        self,
    ) -> dict[MessageKind, Callable[[Language, OwedMessage], Awaitable[Message]]]:
        return {
            MessageKind.CARD: self._card,
            MessageKind.CARD_UNDELIVERABLE: self._card_undeliverable,
            MessageKind.LINK_SENT: self._link_sent,
        }

    async def _language(self, owed: OwedMessage) -> Language:
        if owed.target.startswith(_PERSON_PREFIXES):
            person = await self.people.remembered(owed.workspace_id, owed.target)
            if person is not None:
                return self.languages.of(person.locale)
        workspace = await self.workspaces.get(owed.workspace_id)
        return self.languages.of(workspace.language)

    async def _card(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        return card(say, store, await self._connect_url(owed, Actor.BOT))

    async def _card_undeliverable(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        return card_undeliverable(say, store, owed.facts["channel"], owed.facts["reason"])

    async def _link_sent(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        sender = owed.facts["by"]
        return link_sent(say, store, sender, await self._connect_url(owed, sender))

    async def _connect_url(self, owed: OwedMessage, asker: str) -> str:
        link = await self.links.show(owed.workspace_id, owed.store_id, asker)
        return self.connect_address(link)
