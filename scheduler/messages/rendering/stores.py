"""Render messages about one store: its card, its links, its connection."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.authorizations import AuthorizationStatus, EndedBy
from domain.links import ConnectLink
from domain.messages import MessageKind, OwedMessage
from domain.store_card import StoreCard
from domain.stores import Store
from scheduler.messages.rendering.render import Renderers
from services.messages.delivery import DeliverMessages
from services.oauth.links import ConnectLinks
from services.oauth.ownership import Ownership
from services.stores.find import FindStores
from views.language import Translator
from views.slack.block_kit import Message
from views.slack.card import card, card_delivered, card_undeliverable
from views.slack.connected import (
    attempt_ended,
    connected,
    disconnected,
    held,
    let_go,
    new_link_asked,
    was_connected,
)
from views.slack.links import link_sent, link_used

ConnectAddress = Callable[[ConnectLink], str]
"""Returns the address of a connect link's page."""


@dataclass(frozen=True)
class StoreMessages:
    """Renders a store's card and the messages around it, for `Render`."""

    stores: FindStores
    links: ConnectLinks
    ownership: Ownership
    messages: DeliverMessages
    amazon: AmazonAddresses
    is_test: bool
    connect_address: ConnectAddress

    @property
    def renderers(self) -> Renderers:
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

    async def _card(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store)
        asker = shown.store.created_by
        url = await self._connect_url(owed, asker) if shown.wants_link else ""
        return card(t, shown, url, is_test=self.is_test)

    async def _connected(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store)
        if owed.is_newest and shown.connection is None and await self._is_not_ours(owed):
            return let_go(t, shown.store, self._manage(shown.store))
        is_live = shown.connection and shown.connection.status is AuthorizationStatus.LIVE
        if not is_live or not owed.is_newest:
            return was_connected(t, shown.store)
        return connected(t, shown)

    async def _is_not_ours(self, owed: OwedMessage) -> bool:
        """Return whether a message's seller was rejected as not the team's own."""
        seller = UUID(owed.facts["authorization"])
        connection, _ = await self.stores.of_seller(owed.workspace_id, seller)
        return connection.ended_by is EndedBy.NOT_OURS

    async def _held(self, t: Translator, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store)
        is_held = await self.ownership.is_held(owed.workspace_id, UUID(owed.facts["grant"]))
        return held(t, store, owed.facts, is_held=is_held)

    async def _attempt_ended(self, t: Translator, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store)
        return attempt_ended(t, store, owed.facts, self._manage(store))

    async def _new_link_asked(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store)
        store = shown.store
        if _is_done(shown, owed):
            return link_used(t, store)
        return new_link_asked(t, store)

    async def _disconnected(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store)
        asks = owed.is_newest and shown.is_lost
        url = await self._connect_url(owed, shown.store.owner) if asks else ""
        return disconnected(t, shown.store, str(owed.facts["seller"]), url)

    def _manage(self, store: Store) -> str:
        return self.amazon.manage_your_apps(store.marketplace)

    async def _card_undeliverable(self, t: Translator, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store)
        stands_in = await self.messages.card_stands_in(owed.workspace_id, owed.store)
        if stands_in is not None:
            return card_delivered(t, store, stands_in)
        return card_undeliverable(t, store, owed.facts["channel"], owed.facts["reason"])

    async def _link_sent(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.stores.card(owed.workspace_id, owed.store)
        store = shown.store
        if _is_done(shown, owed):
            return link_used(t, store)
        sender = owed.facts["by"]
        offered = await self.links.offer(owed.workspace_id, owed.store, sender)
        return link_sent(t, store, offered, sender, self.connect_address(offered.link))

    async def _connect_url(self, owed: OwedMessage, asker: str) -> str:
        link = await self.links.show(owed.workspace_id, owed.store, asker)
        return self.connect_address(link)


def _is_done(shown: StoreCard, owed: OwedMessage) -> bool:
    """Return whether a message's link has served its purpose since."""
    connection = shown.connection
    return (
        connection is not None
        and connection.status is AuthorizationStatus.LIVE
        and connection.connected_at >= owed.created_at
    )
