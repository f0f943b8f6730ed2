"""Messages about a connection as a whole: its reminders and renewals."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.history import Actor
from domain.links import ConnectLink
from domain.messages import MessageKind, OwedMessage
from domain.reminders import ReminderShown
from scheduler.rendering.render import Renderers
from services.announcing import Announce
from services.finding import FindStores
from services.linking import ShareLinks
from views.language import Language
from views.reminder import digest, reminder, sent_again
from views.renewal import renewed
from views.slack import Message


@dataclass(frozen=True)
class ReminderMessages:
    stores: FindStores
    links: ShareLinks
    announcing: Announce
    amazon: AmazonAddresses
    connect_address: Callable[[ConnectLink], str]

    @property
    def renderers(self) -> Renderers:
        return {
            MessageKind.RENEWED: self._renewed,
            MessageKind.REMINDER: self._reminder,
            MessageKind.DIGEST: self._digest,
        }

    async def _renewed(self, say: Language, owed: OwedMessage) -> Message:
        connection, stores = await self.stores.of_seller(owed.workspace_id, owed.authorization)
        return renewed(say, connection, stores)

    async def _reminder(self, say: Language, owed: OwedMessage) -> Message:
        shown = await self.announcing.reminder(owed.workspace_id, owed.id)
        if shown is None:
            return sent_again(say)
        if shown.ended is not None or not shown.stores:
            return reminder(say, shown, "", "")
        url = await self._url(owed.workspace_id, shown.stores[0].id)
        return reminder(say, shown, url, self._manage(shown))

    async def _digest(self, say: Language, owed: OwedMessage) -> Message:
        shown = await self.announcing.digest(owed.workspace_id, owed.id)
        urls = {
            line.store.id: await self._url(owed.workspace_id, line.store.id)
            for line in shown.waiting
        }
        return digest(say, shown, lambda line: urls[line.store.id])

    async def _url(self, workspace_id: UUID, store_id: UUID) -> str:
        return self.connect_address(await self.links.show(workspace_id, store_id, Actor.BOT))

    def _manage(self, shown: ReminderShown) -> str:
        return self.amazon.manage_your_apps(shown.stores[0].marketplace)
