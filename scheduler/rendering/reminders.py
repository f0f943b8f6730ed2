"""Messages about a connection as a whole: its reminders and renewals."""

from dataclasses import dataclass

from domain.messages import MessageKind, OwedMessage
from scheduler.rendering.render import Renderers
from services.finding import FindStores
from views.language import Language
from views.renewal import renewed
from views.slack import Message


@dataclass(frozen=True)
class ReminderMessages:
    stores: FindStores

    @property
    def renderers(self) -> Renderers:
        return {MessageKind.RENEWED: self._renewed}

    async def _renewed(self, say: Language, owed: OwedMessage) -> Message:
        connection, stores = await self.stores.of_seller(owed.workspace_id, owed.authorization)
        return renewed(say, connection, stores)
