"""The list of all connections that can be renewed."""

from dataclasses import dataclass

from handlers.addresses import Addresses
from handlers.slack.middleware import SlackRequest
from services.oauth.renewal_links import RenewConnections
from views.slack.block_kit import Message
from views.slack.renewals import renewals_message


@dataclass(frozen=True)
class RenewalList:
    renewing: RenewConnections
    addresses: Addresses

    async def show(self, asked: SlackRequest) -> None:
        await asked.answer(await self._page(asked, 0))

    async def turn_page(self, asked: SlackRequest) -> None:
        """Put another page in the place of the one that is shown."""
        await asked.ack()
        page = int(asked.action["value"].partition(":")[0])
        shown = (await self._page(asked, page)).payload()
        await asked.respond(replace_original=True, response_type="ephemeral", **shown)

    async def _page(self, asked: SlackRequest, page: int) -> Message:
        found = await self.renewing.page(asked.person, page)
        urls = [self.addresses.connect(offered.link) for offered in found.offers]
        return renewals_message(asked.say, found, urls)
