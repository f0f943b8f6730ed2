"""Buttons about one store, and about the list of stores."""

from dataclasses import dataclass
from uuid import UUID

from amazon.addresses import AmazonAddresses
from domain.history import Actor
from domain.store_search import parse
from domain.stores import Store
from handlers.addresses import Addresses
from handlers.identifiers import as_uuid
from handlers.slack.directory import Directory
from handlers.slack.form_values import values_of
from handlers.slack.middleware import SlackRequest
from services.oauth.links import ConnectLinks
from services.stores.card_channel import PlaceCards
from services.stores.find import FindStores
from views.slack.answers import list_message, store_modal
from views.slack.block_kit import Message, section
from views.slack.links import COLLEAGUE, channel_modal, placed_modal, send_link_modal, sent_modal


@dataclass(frozen=True)
class StoreButtons:
    """Handles the presses about stores and their cards. `can_mail`: there is a mail server."""

    stores: FindStores
    links: ConnectLinks
    cards: PlaceCards
    addresses: Addresses
    amazon: AmazonAddresses
    directory: Directory
    can_mail: bool

    async def view(self, request: SlackRequest) -> None:
        await request.ack()
        await self.open_store(request, as_uuid(request.action["value"]))

    async def open_store(self, request: SlackRequest, store_id: UUID) -> None:
        """Open a modal with all details of a store."""
        workspace_id = request.person.workspace_id
        card = await self.stores.card(workspace_id, store_id)
        connect_url = ""
        if card.wants_link:
            link = await self.links.show(workspace_id, store_id, Actor.BOT)
            connect_url = self.addresses.connect(link)
        central = self.amazon.seller_central(card.store.marketplace)
        modal = store_modal(request.t, card, connect_url, central, can_mail=self.can_mail)
        await request.client.views_open(trigger_id=request.trigger_id, view=modal)

    async def turn_page(self, request: SlackRequest) -> None:
        """Replace the page that is shown."""
        await request.ack()
        page, _, words = request.action["value"].partition(":")
        search = parse(words, request.t.country)
        found = await self.stores.page(request.person, search, int(page))
        shown = list_message(request.t, found).payload()
        await request.respond(replace_original=True, response_type="ephemeral", **shown)

    async def offer_link(self, request: SlackRequest) -> None:
        """Ask who should get the connect link."""
        await request.ack()
        store = await self._store(request, request.action["value"])
        asker = request.person.slack_user_id
        offered = await self.links.offer(store.workspace_id, store.id, asker)
        address = self.addresses.connect(offered.link)
        modal = send_link_modal(request.t, store, offered, address, can_mail=self.can_mail)
        in_modal = "view" in request.body
        show = request.client.views_push if in_modal else request.client.views_open
        await show(trigger_id=request.trigger_id, view=modal)

    async def send_link(self, request: SlackRequest) -> None:
        store_id, colleague = _submitted(request, COLLEAGUE)
        workspace = request.installation.workspace
        person = await self.directory.find(request.client, workspace, colleague)
        if person is None or person.is_bot or person.is_stranger or person.is_deactivated:
            wrong = request.t("Please choose a colleague in this workspace.")
            await request.ack(response_action="errors", errors={COLLEAGUE: wrong})
            return
        await self.links.send(request.person, request.submit_key, store_id, colleague)
        sent = sent_modal(request.t, colleague)
        await request.ack(response_action="update", view=sent.to_dict())

    async def try_card_again(self, request: SlackRequest) -> None:
        await request.ack()
        store_id = as_uuid(request.action["value"])
        await self.cards.try_again(request.person, request.press_key, store_id)
        text = request.t("I am posting the card once more.")
        await request.tell_quietly(Message(text, [section(text)]))

    async def choose_channel(self, request: SlackRequest) -> None:
        await request.ack()
        store = await self._store(request, request.action["value"])
        modal = channel_modal(request.t, store)
        await request.client.views_open(trigger_id=request.trigger_id, view=modal)

    async def place_card(self, request: SlackRequest) -> None:
        store_id, channel = _submitted(request, "channel")
        await self.cards.choose(request.person, request.submit_key, store_id, channel)
        placed = placed_modal(request.t, channel)
        await request.ack(response_action="update", view=placed.to_dict())

    async def _store(self, request: SlackRequest, store_id: str) -> Store:
        """Return the workspace's store, or raise `NothingThere`."""
        return await self.stores.get(request.person.workspace_id, as_uuid(store_id))


def _submitted(request: SlackRequest, block: str) -> tuple[UUID, str]:
    view = request.body["view"]
    return as_uuid(view["private_metadata"]), values_of(view)[block]
