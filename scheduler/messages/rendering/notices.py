"""Render alarms, disabled webhooks, and changes in where a seller sells."""

from dataclasses import dataclass

from domain.application import Application
from domain.errors import NothingThere
from domain.messages import MessageKind, OwedMessage
from domain.participations import Selling
from scheduler.messages.rendering.render import Renderers
from services.operations.alarms import Alarms
from services.stores.find import FindStores
from views.language import Translator
from views.slack.alarms import alarm
from views.slack.block_kit import Message
from views.slack.participation import selling_changed
from views.slack.webhooks import webhook_disabled


@dataclass(frozen=True)
class NoticeMessages:
    """Renders what the bot noticed by itself, for `Render`."""

    stores: FindStores
    alarms: Alarms
    application: Application

    @property
    def renderers(self) -> Renderers:
        return {
            MessageKind.SELLING_CHANGED: self._selling_changed,
            MessageKind.ALARM: self._alarm,
            MessageKind.WEBHOOK_DISABLED: self._webhook_disabled,
        }

    async def _selling_changed(self, t: Translator, owed: OwedMessage) -> Message:
        """Render the stores that are still the seller's; raises `NothingThere` without any."""
        connection, stores = await self.stores.of_seller(owed.workspace_id, owed.authorization)
        changed = {
            selling: [store for store in stores if str(store.id) in owed.facts["stores"][selling]]
            for selling in Selling
        }
        if not any(changed.values()):
            raise NothingThere
        return selling_changed(t, connection, changed)

    async def _alarm(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.alarms.of_message(owed.workspace_id, owed.id)
        return alarm(t, shown, self.application)

    async def _webhook_disabled(self, t: Translator, owed: OwedMessage) -> Message:
        return webhook_disabled(t, owed.facts)
