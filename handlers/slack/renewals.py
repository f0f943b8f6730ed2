"""The list of connections that can be renewed."""

from dataclasses import dataclass

from handlers.addresses import Addresses
from handlers.slack.middleware import SlackRequest
from services.oauth.renewal_links import RenewalLinks
from views.slack.block_kit import Message
from views.slack.renewals import renewals_message


@dataclass(frozen=True)
class RenewalList:
    """Shows the renewals page by page, for `/amazon-store renew` and its buttons."""

    renewal_links: RenewalLinks
    addresses: Addresses

    async def show(self, request: SlackRequest) -> None:
        await request.answer(await self._page(request, 0))

    async def turn_page(self, request: SlackRequest) -> None:
        """Replace the page that is shown."""
        await request.ack()
        page = int(request.action["value"].partition(":")[0])
        shown = (await self._page(request, page)).payload()
        await request.respond(replace_original=True, response_type="ephemeral", **shown)

    async def _page(self, request: SlackRequest, page: int) -> Message:
        found = await self.renewal_links.page(request.person, page)
        urls = [self.addresses.connect(offered.link) for offered in found.offers]
        return renewals_message(request.t, found, urls)
