"""What a message shows, made from what is true at the moment it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.links import ConnectLink
from domain.messages import MessageKind, OwedMessage
from domain.stores import Store
from services.delivering import DeliverMessages
from services.finding import FindStores
from services.linking import ShareLinks
from services.owning import OwnSellers
from services.people import People
from services.workspaces import Workspaces
from views.card import card, card_delivered, card_undeliverable, link_sent
from views.connected import (
    attempt_ended,
    connected,
    disconnected,
    held,
    let_go,
    new_link_asked,
    was_connected,
)
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
    owning: OwnSellers
    messages: DeliverMessages
    languages: Languages
    amazon: AmazonAddresses
    is_test: bool
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
            MessageKind.CONNECTED: self._connected,
            MessageKind.HELD: self._held,
            MessageKind.ATTEMPT_ENDED: self._attempt_ended,
            MessageKind.NEW_LINK_ASKED: self._new_link_asked,
            MessageKind.DISCONNECTED: self._disconnected,
        }

    async def _language(self, owed: OwedMessage) -> Language:
        if owed.target.startswith(_PERSON_PREFIXES):
            person = await self.people.remembered(owed.workspace_id, owed.target)
            if person is not None:
                return self.languages.of(person.locale)
        workspace = await self.workspaces.get(owed.workspace_id)
        return self.languages.of(workspace.language)

    async def _card(self, say: Language, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store_id)
        asker = shown.store.created_by
        url = await self._connect_url(owed, asker) if shown.waits else ""
        return card(say, shown, url, is_test=self.is_test)

    async def _connected(self, say: Language, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store_id)
        if shown.connection is None and owed.is_newest:
            return let_go(say, shown.store, self._manage(shown.store))
        if shown.waits or not owed.is_newest:
            return was_connected(say, shown.store)
        return connected(say, shown)

    async def _held(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        is_held = await self.owning.is_held(owed.workspace_id, UUID(owed.facts["grant"]))
        return held(say, store, owed.facts, is_held=is_held)

    async def _attempt_ended(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        return attempt_ended(say, store, owed.facts, self._manage(store))

    async def _new_link_asked(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        return new_link_asked(say, store)

    async def _disconnected(self, say: Language, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store_id)
        url = await self._connect_url(owed, shown.store.owner) if shown.waits else ""
        return disconnected(say, shown, str(owed.facts["seller"]), url)

    def _manage(self, store: Store) -> str:
        return self.amazon.manage_your_apps(store.marketplace)

    async def _card_undeliverable(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        stands_in = await self.messages.card_stands_in(owed.workspace_id, owed.store_id)
        if stands_in is not None:
            return card_delivered(say, store, stands_in)
        return card_undeliverable(say, store, owed.facts["channel"], owed.facts["reason"])

    async def _link_sent(self, say: Language, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store_id)
        sender = owed.facts["by"]
        return link_sent(say, store, sender, await self._connect_url(owed, sender))

    async def _connect_url(self, owed: OwedMessage, asker: str) -> str:
        link = await self.links.show(owed.workspace_id, owed.store_id, asker)
        return self.connect_address(link)
