"""Render messages about sellers who came through the Appstore workflow."""

from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.marketplaces import MARKETPLACES
from domain.messages import MessageKind, OwedMessage
from scheduler.messages.rendering.render import Renderers
from services.oauth.ownership import Ownership
from services.stores.find import FindStores
from views.language import Translator
from views.slack.appstore import held_from_appstore, refused_from_appstore
from views.slack.block_kit import Message


@dataclass(frozen=True)
class AppstoreMessages:
    """Renders held and refused grants of the Appstore workflow, for `Render`."""

    stores: FindStores
    ownership: Ownership
    amazon: AmazonAddresses

    @property
    def renderers(self) -> Renderers:
        return {
            MessageKind.HELD_FROM_APPSTORE: self._held,
            MessageKind.REFUSED_FROM_APPSTORE: self._refused,
        }

    async def _held(self, t: Translator, owed: OwedMessage) -> Message:
        connection, stores = await self.stores.of_seller(owed.workspace_id, owed.authorization)
        is_held = await self.ownership.is_held(owed.workspace_id, UUID(owed.facts["grant"]))
        return held_from_appstore(t, connection, stores, owed.facts, is_held=is_held)

    async def _refused(self, t: Translator, owed: OwedMessage) -> Message:
        connection, stores = await self.stores.of_seller(owed.workspace_id, owed.authorization)
        place = next(place for place in MARKETPLACES if place.region is connection.region)
        manage = self.amazon.manage_your_apps(stores[0].marketplace if stores else place)
        return refused_from_appstore(t, connection, stores, owed.facts, manage)
