"""Revoke a connection: the confirmation, the checklist, and switching to another seller."""

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
from services.connections.health_checks import HealthChecks
from services.connections.revoke import RevokeSellers
from services.oauth.links import ConnectLinks
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
    """Handles every press that ends a connection, calls that off or switches its seller."""

    stores: FindStores
    revocation: RevokeSellers
    checks: HealthChecks
    links: ConnectLinks
    addresses: Addresses
    amazon: AmazonAddresses
    application: Application
    deadline: Deadline

    async def revoke(self, request: SlackRequest) -> None:
        """Ask for confirmation, in a modal on top of the open one."""
        await request.ack()
        form = await self.revocation.form(
            request.person, Revocable(*as_term_and_store(request.action["value"]))
        )
        show = request.client.views_push if "view" in request.body else request.client.views_open
        await show(trigger_id=request.trigger_id, view=revoke_modal(request.t, form))

    async def revoke_store(self, request: SlackRequest, store: Store) -> None:
        """Ask the same for a command; if an ending is under way, show its checklist instead."""
        card = await self.stores.card(request.person.workspace_id, store.id)
        connection = card.connection
        if connection is None or connection.status is AuthorizationStatus.REVOKED:
            await request.answer(nothing_to_revoke(request.t, store))
        elif connection.status is AuthorizationStatus.REVOKING:
            await self._show_checklist(request, store)
        else:
            what = Revocable(connection.authorization_id, connection.term, store.id)
            form = await self.revocation.form(request.person, what)
            await request.ack()
            modal = revoke_modal(request.t, form)
            await request.client.views_open(trigger_id=request.trigger_id, view=modal)

    async def submit(self, request: SlackRequest) -> None:
        """End the connection, or only that of one store."""
        view = request.body["view"]
        what = Revocable(*as_term_and_store(view["private_metadata"]))
        if values_of(view).get(SCOPE) == ONE_STORE:
            await self.revocation.disconnect_store(request.person, request.submit_key, what)
            store = await self.stores.get(request.person.workspace_id, what.store_id)
            done = disconnected_modal(request.t, store)
        else:
            await self.revocation.revoke(request.person, request.submit_key, what)
            done = revoked_modal(request.t)
        await request.ack(response_action="update", view=done.to_dict())

    async def check(self, request: SlackRequest) -> None:
        """Ask Amazon now whether it still honours a connection that is ending."""
        await request.ack()
        ending_id = as_uuid(request.action["value"])
        shown = await self.revocation.ending(request.person.workspace_id, ending_id)
        found = await self.deadline.wait(self.checks.check_ending(request.person, ending_id))
        seller = shown.connection.seller
        await request.tell_quietly(ending_asked(request.t, seller, found))

    async def erase_now(self, request: SlackRequest) -> None:
        await request.ack()
        ending_id = as_uuid(request.action["value"])
        await self.revocation.erase_now(request.person, request.press_key, ending_id)
        text = request.t("The token is erased. The checklist tells what is left to do at Amazon.")
        await request.tell_quietly(Message(text, [section(text)]))

    async def keep(self, request: SlackRequest) -> None:
        await request.ack()
        ending_id = as_uuid(request.action["value"])
        await self.revocation.keep(request.person, request.press_key, ending_id)
        text = request.t("The revoke is called off. The connection stays.")
        await request.tell_quietly(Message(text, [section(text)]))

    async def switch(self, request: SlackRequest) -> None:
        """Show the link that connects a store to another seller."""
        await request.ack()
        store_id = as_uuid(request.action["value"])
        link, seller = await self.links.switch(request.person, store_id)
        store = await self.stores.get(request.person.workspace_id, store_id)
        url = self.addresses.connect(link)
        modal = switch_modal(request.t, store, seller, link, url)
        await request.client.views_push(trigger_id=request.trigger_id, view=modal)

    async def _show_checklist(self, request: SlackRequest, store: Store) -> None:
        shown = await self.revocation.under_way(request.person.workspace_id, store.id)
        if shown is None:
            raise NothingThere
        manage = self.amazon.manage_your_apps(shown.marketplace)
        application = shown.known_as(self.application)
        await request.answer(ending(request.t, shown, manage, application))
