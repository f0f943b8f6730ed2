"""Revoke, its question and its checklist; and the way to another seller."""

from dataclasses import dataclass

from amazon.addresses import AmazonAddresses
from domain.application import Application
from domain.authorizations import AuthorizationStatus
from domain.endings import Revocable
from domain.errors import NothingThere
from domain.stores import Store
from handlers.addresses import Addresses
from handlers.identifiers import as_term_and_store, as_uuid
from handlers.slack.deadline import Deadline
from handlers.slack.form_values import values_of
from handlers.slack.middleware import SlackRequest
from services.connections.health_checks import CheckSellers
from services.connections.revoke import RevokeSellers
from services.oauth.links import ShareLinks
from services.stores.find import FindStores
from views.slack.block_kit import Message, section
from views.slack.ending import ending
from views.slack.links import switch_modal
from views.slack.revoke import (
    ONE_STORE,
    SCOPE,
    disconnected_modal,
    ending_asked,
    nothing_to_revoke,
    revoke_modal,
    revoked_modal,
)


@dataclass(frozen=True)
class EndingButtons:
    stores: FindStores
    revoking: RevokeSellers
    checks: CheckSellers
    links: ShareLinks
    addresses: Addresses
    amazon: AmazonAddresses
    application: Application
    patience: Deadline

    async def revoke(self, asked: SlackRequest) -> None:
        """Ask before a connection is ended, in a modal on top of the one that is open."""
        await asked.ack()
        form = await self.revoking.form(
            asked.person, Revocable(*as_term_and_store(asked.action["value"]))
        )
        show = asked.client.views_push if "view" in asked.body else asked.client.views_open
        await show(trigger_id=asked.trigger_id, view=revoke_modal(asked.say, form))

    async def revoke_store(self, asked: SlackRequest, store: Store) -> None:
        """Ask the same for a command; where it is under way, show the checklist instead."""
        card = await self.stores.card(asked.person.workspace_id, store.id)
        connection = card.connection
        if connection is None or connection.status is AuthorizationStatus.REVOKED:
            await asked.answer(nothing_to_revoke(asked.say, store))
        elif connection.status is AuthorizationStatus.REVOKING:
            await self._show_checklist(asked, store)
        else:
            what = Revocable(connection.authorization_id, connection.term, store.id)
            form = await self.revoking.form(asked.person, what)
            await asked.ack()
            modal = revoke_modal(asked.say, form)
            await asked.client.views_open(trigger_id=asked.trigger_id, view=modal)

    async def submit(self, asked: SlackRequest) -> None:
        """End the connection, or only that of the one store."""
        view = asked.body["view"]
        what = Revocable(*as_term_and_store(view["private_metadata"]))
        if values_of(view).get(SCOPE) == ONE_STORE:
            await self.revoking.disconnect_store(asked.person, what, asked.submit_key)
            store = await self.stores.get(asked.person.workspace_id, what.store_id)
            done = disconnected_modal(asked.say, store)
        else:
            await self.revoking.revoke(asked.person, what, asked.submit_key)
            done = revoked_modal(asked.say)
        await asked.ack(response_action="update", view=done.to_dict())

    async def check(self, asked: SlackRequest) -> None:
        """Ask Amazon now whether it still honours what is ending."""
        await asked.ack()
        ending_id = as_uuid(asked.action["value"])
        shown = await self.revoking.ending(asked.person.workspace_id, ending_id)
        found = await self.patience.wait(self.checks.check_ending(asked.person, ending_id))
        seller = shown.connection.seller
        await asked.tell_quietly(ending_asked(asked.say, seller, found))

    async def erase_now(self, asked: SlackRequest) -> None:
        await asked.ack()
        ending_id = as_uuid(asked.action["value"])
        await self.revoking.erase_now(asked.person, ending_id, asked.press_key)
        text = asked.say("The token is erased. The checklist tells what is left to do at Amazon.")
        await asked.tell_quietly(Message(text, [section(text)]))

    async def keep(self, asked: SlackRequest) -> None:
        await asked.ack()
        ending_id = as_uuid(asked.action["value"])
        await self.revoking.keep(asked.person, ending_id, asked.press_key)
        text = asked.say("The revoke is called off. The connection stays.")
        await asked.tell_quietly(Message(text, [section(text)]))

    async def switch(self, asked: SlackRequest) -> None:
        """Show the link with which a store gets another seller."""
        await asked.ack()
        store_id = as_uuid(asked.action["value"])
        link, seller = await self.links.switch(asked.person, store_id)
        store = await self.stores.get(asked.person.workspace_id, store_id)
        url = self.addresses.connect(link)
        modal = switch_modal(asked.say, store, seller, link, url)
        await asked.client.views_push(trigger_id=asked.trigger_id, view=modal)

    async def _show_checklist(self, asked: SlackRequest, store: Store) -> None:
        shown = await self.revoking.under_way(asked.person.workspace_id, store.id)
        if shown is None:
            raise NothingThere
        manage = self.amazon.manage_your_apps(shown.marketplace)
        application = shown.known_as(self.application)
        await asked.answer(ending(asked.say, shown, manage, application))
