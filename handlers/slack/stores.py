"""One store, and the list of them, at the press of a button."""

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
from services.oauth.links import ShareLinks
from services.stores.card_channel import PlaceCards
from services.stores.find import FindStores
from views.slack.answers import list_message, store_modal
from views.slack.block_kit import Message, section
from views.slack.links import COLLEAGUE, channel_modal, placed_modal, send_link_modal, sent_modal


@dataclass(frozen=True)
class StoreButtons:
    """`can_mail` tells whether there is a mail server."""

    stores: FindStores
    links: ShareLinks
    cards: PlaceCards
    addresses: Addresses
    amazon: AmazonAddresses
    directory: Directory
    can_mail: bool

    async def view(self, asked: SlackRequest) -> None:
        await asked.ack()
        await self.open_store(asked, as_uuid(asked.action["value"]))

    async def open_store(self, asked: SlackRequest, store_id: UUID) -> None:
        """Open a modal with all that is known of a store."""
        workspace_id = asked.person.workspace_id
        card = await self.stores.card(workspace_id, store_id)
        connect_url = ""
        if card.wants_link:
            link = await self.links.show(workspace_id, store_id, Actor.BOT)
            connect_url = self.addresses.connect(link)
        central = self.amazon.seller_central(card.store.marketplace)
        modal = store_modal(asked.say, card, connect_url, central, can_mail=self.can_mail)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=modal)

    async def turn_page(self, asked: SlackRequest) -> None:
        """Put another page in the place of the one that is shown."""
        await asked.ack()
        page, _, words = asked.action["value"].partition(":")
        search = parse(words, asked.say.country)
        found = await self.stores.page(asked.person, search, int(page))
        shown = list_message(asked.say, found).payload()
        await asked.respond(replace_original=True, response_type="ephemeral", **shown)

    async def offer_link(self, asked: SlackRequest) -> None:
        """Ask to whom the connect link should go."""
        await asked.ack()
        store = await self._store(asked, asked.action["value"])
        asker = asked.person.slack_user_id
        offered = await self.links.offer(store.workspace_id, store.id, asker)
        address = self.addresses.connect(offered.link)
        modal = send_link_modal(asked.say, store, offered, address, can_mail=self.can_mail)
        in_modal = "view" in asked.body
        show = asked.client.views_push if in_modal else asked.client.views_open
        await show(trigger_id=asked.trigger_id, view=modal)

    async def send_link(self, asked: SlackRequest) -> None:
        store_id, colleague = _submitted(asked, COLLEAGUE)
        workspace = asked.installation.workspace
        person = await self.directory.person(asked.client, workspace, colleague)
        if person.is_bot or person.is_stranger or person.is_deactivated:
            wrong = asked.say("Please choose a colleague in this workspace.")
            await asked.ack(response_action="errors", errors={COLLEAGUE: wrong})
            return
        await self.links.send(asked.person, store_id, colleague, asked.submit_key)
        sent = sent_modal(asked.say, colleague)
        await asked.ack(response_action="update", view=sent.to_dict())

    async def try_card_again(self, asked: SlackRequest) -> None:
        await asked.ack()
        store_id = as_uuid(asked.action["value"])
        await self.cards.try_again(asked.person, store_id, asked.press_key)
        text = asked.say("I am posting the card once more.")
        await asked.tell_quietly(Message(text, [section(text)]))

    async def choose_channel(self, asked: SlackRequest) -> None:
        await asked.ack()
        store = await self._store(asked, asked.action["value"])
        modal = channel_modal(asked.say, store)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=modal)

    async def place_card(self, asked: SlackRequest) -> None:
        store_id, channel = _submitted(asked, "channel")
        await self.cards.choose(asked.person, store_id, channel, asked.submit_key)
        placed = placed_modal(asked.say, channel)
        await asked.ack(response_action="update", view=placed.to_dict())

    async def _store(self, asked: SlackRequest, store_id: str) -> Store:
        """Return the workspace's own store, or raise `NothingThere`."""
        return await self.stores.get(asked.person.workspace_id, as_uuid(store_id))


def _submitted(asked: SlackRequest, block: str) -> tuple[UUID, str]:
    view = asked.body["view"]
    return as_uuid(view["private_metadata"]), values_of(view)[block]
