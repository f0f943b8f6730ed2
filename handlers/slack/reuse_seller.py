"""Connect a store with one of the team's existing sellers."""

from dataclasses import dataclass
from typing import Any

from domain.errors import Refusal
from domain.stores import Store
from domain.usable_sellers import Choice
from handlers.identifiers import as_term_and_store
from handlers.slack.deadline import Deadline
from handlers.slack.middleware import SlackRequest
from services.oauth.reuse_seller import ReuseSellers
from services.stores.find import FindStores
from views.slack.reuse_seller import seller_used


@dataclass(frozen=True)
class SellerChoices:
    """Connects stores with existing sellers, for the card's buttons and for the store form."""

    reuse_sellers: ReuseSellers
    stores: FindStores
    deadline: Deadline

    async def use(self, request: SlackRequest) -> None:
        """Connect the store that a button or select names."""
        await request.ack()
        choice = Choice(*as_term_and_store(_chosen(request.action)))
        await self._connect(request, choice, request.press_key)
        card = await self.stores.card(request.person.workspace_id, choice.store_id)
        await request.tell_quietly(seller_used(request.t, card))

    async def connect(self, request: SlackRequest, store: Store, seller: str) -> None:
        """Connect a newly added store; where that cannot be done now, it stays as it is.

        `seller` is an authorization's id and its term, or empty.
        """
        if not seller:
            return
        try:
            choice = Choice(*as_term_and_store(f"{seller}:{store.id}"))
            await self._connect(request, choice, f"{request.submit_key}:use")
        except Refusal:
            return

    async def _connect(self, request: SlackRequest, choice: Choice, key: str) -> None:
        await self.deadline.wait(self.reuse_sellers.use(request.person, key, choice))


def _chosen(action: dict[str, Any]) -> str:
    option = action.get("selected_option")
    return str(option["value"] if option else action["value"])
