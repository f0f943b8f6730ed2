"""Render the checklists of connections that are ending."""

from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.application import Application
from domain.messages import MessageKind, OwedMessage
from scheduler.messages.rendering.render import Renderers
from services.connections.revoke import RevokeSellers
from views.language import Translator
from views.slack.block_kit import Message
from views.slack.ending import ending


@dataclass(frozen=True)
class EndingMessages:
    """Renders the checklist of an ending, for `Render`."""

    revocation: RevokeSellers
    amazon: AmazonAddresses
    application: Application

    @property
    def renderers(self) -> Renderers:
        return {MessageKind.ENDING: self._ending}

    async def _ending(self, t: Translator, owed: OwedMessage) -> Message:
        shown = await self.revocation.ending(owed.workspace_id, UUID(owed.facts["ending"]))
        manage = self.amazon.manage_your_apps(shown.marketplace)
        return ending(t, shown, manage, shown.known_as(self.application))
