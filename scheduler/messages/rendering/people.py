"""Render messages to the people who look after stores."""

from dataclasses import dataclass

from amazon.addresses import AmazonAddresses
from domain.errors import NothingThere
from domain.messages import MessageKind, OwedMessage
from domain.stores import StoreStatus
from scheduler.messages.rendering.render import Renderers
from scheduler.messages.rendering.stores import ConnectAddress
from services.oauth.links import ConnectLinks
from services.reminders.nudges import Nudges
from services.stores.find import FindStores
from services.workspace.reassign import ReassignStores
from views.language import Translator
from views.slack.block_kit import Message
from views.slack.contact_mails import mail_refused
from views.slack.nudge import nudge
from views.slack.reassign import left, reassigned


@dataclass(frozen=True)
class PeopleMessages:
    """Renders nudges and messages about leavers and reassigned stores, for `Render`."""

    stores: FindStores
    nudges: Nudges
    reassign_stores: ReassignStores
    links: ConnectLinks
    amazon: AmazonAddresses
    connect_address: ConnectAddress

    @property
    def renderers(self) -> Renderers:
        return {
            MessageKind.NUDGE: self._nudge,
            MessageKind.LEFT: self._left,
            MessageKind.MAIL_REFUSED: self._mail_refused,
            MessageKind.REASSIGNED: self._reassigned,
        }

    async def _nudge(self, t: Translator, owed: OwedMessage) -> Message:
        """Render a nudge; raises `NothingThere` where an unsent one has been overtaken."""
        waiting = await self.nudges.waiting(owed.workspace_id, owed.store)
        if owed.ts is None and (waiting.is_overtaken or not owed.is_newest):
            raise NothingThere
        store, connect_url = waiting.store, ""
        if store.status is StoreStatus.NOT_CONNECTED:
            link = await self.links.show(owed.workspace_id, store.id, store.created_by)
            connect_url = self.connect_address(link)
        return nudge(t, waiting, connect_url, self.amazon.manage_your_apps(store.marketplace))

    async def _left(self, t: Translator, owed: OwedMessage) -> Message:
        person = str(owed.facts["person"])
        return left(t, await self.reassign_stores.looked_after(owed.workspace_id, person))

    async def _reassigned(self, t: Translator, owed: OwedMessage) -> Message:
        return reassigned(t, owed.facts)

    async def _mail_refused(self, t: Translator, owed: OwedMessage) -> Message:
        store = await self.stores.get(owed.workspace_id, owed.store)
        return mail_refused(t, store, owed.facts)
