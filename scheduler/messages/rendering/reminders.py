"""Render messages about a connection as a whole: reminders and renewals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.history import Actor
from domain.links import ConnectLink
from domain.marketplaces import Marketplace
from domain.messages import MessageKind, OwedMessage
from domain.reminders import ReminderShown
from scheduler.messages.rendering.render import Renderers
from services.oauth.links import ConnectLinks
from services.reminders.announce import Announce
from services.stores.find import FindStores
from views.language import Translator
from views.slack.block_kit import Message
from views.slack.digest import digest
from views.slack.reminder import reminder, sent_again
from views.slack.renewed import renewed


@dataclass(frozen=True)
class ReminderMessages:
    """Renders reminders, digests and renewals, for `Render`."""

    stores: FindStores
    links: ConnectLinks
    announce: Announce
    amazon: AmazonAddresses
    connect_address: Callable[[ConnectLink], str]

    @property
    def renderers(self) -> Renderers:
        return {
            MessageKind.RENEWED: self._renewed,
            MessageKind.REMINDER: self._reminder,
            MessageKind.DIGEST: self._digest,
        }

    async def _renewed(self, t: Translator, owed: OwedMessage) -> Message:
        connection, stores = await self.stores.of_seller(owed.workspace_id, owed.authorization)
        return renewed(t, connection, stores)

    async def _reminder(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.announce.reminder(owed.workspace_id, owed.id)
        if shown is None:
            return sent_again(t)
        if shown.ended is not None:
            return reminder(t, shown, "", {})
        url = await self._url(owed.workspace_id, shown.stores[0].id)
        return reminder(t, shown, url, self._manage([shown]))

    async def _digest(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.announce.digest(owed.workspace_id, owed.id)
        urls = {
            each.id: await self._url(owed.workspace_id, each.stores[0].id) for each in shown.waiting
        }
        return digest(t, shown, urls, self._manage(shown.waiting))

    async def _url(self, workspace_id: UUID, store_id: UUID) -> str:
        return self.connect_address(await self.links.show(workspace_id, store_id, Actor.BOT))

    def _manage(self, waiting: Sequence[ReminderShown]) -> Mapping[str, Marketplace]:
        """Return the addresses of Manage Your Apps, each with its first marketplace."""
        marketplaces = [each.stores[0].marketplace for each in reversed(waiting)]
        return {self.amazon.manage_your_apps(each): each for each in marketplaces}
