"""The form "Add Amazon store": opened, updated after each choice, submitted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from slack_sdk.models.views import View

from commerce.port import Commerce, WebsiteOffer
from domain.errors import AlreadyHandled
from domain.forms import Field, FormRefused
from domain.marketplaces import Marketplace, marketplace
from domain.messages import Posted
from domain.stores import NewStore, Store
from handlers.addresses import permalink
from handlers.slack.directory import Directory
from handlers.slack.form_values import block_ids_of, fields_of, seller_of
from handlers.slack.middleware import SlackRequest
from handlers.slack.reuse_seller import SellerChoices
from services.stores.add import Added, AddStores
from services.stores.form_checks import CheckForms, FilledForm, website_value
from views.slack.answers import added_modal
from views.slack.store_form import StoreForm, WebsiteChoice, form_modal
from views.words import problem

WhenPosted = Callable[[UUID], Awaitable[Posted | None]]
"""Waits briefly for a message to be posted; returns None where that takes longer."""


@dataclass(frozen=True)
class StoreForms:
    """Opens, updates and submits the store form, for commands, buttons and the pre-setup tasks."""

    stores: AddStores
    checks: CheckForms
    choices: SellerChoices
    directory: Directory
    commerce: Commerce | None
    when_posted: WhenPosted

    async def empty(self, request: SlackRequest, channel: str | None = None) -> View:
        """Build the empty form.

        Without a `channel`, Slack prefills the one that the user is looking at.
        """
        offers = await self.offers()
        only = choice_of(offers[0]) if len(offers) == 1 else None
        return form_modal(request.t, replace(self._form(request, "", only), channel=channel))

    async def like(
        self, request: SlackRequest, store: Store, place: Marketplace, seller: str
    ) -> View:
        """Build the form for another marketplace of a store's seller, prefilled from that store."""
        website = await self._chosen_website(website_value(store.website))
        form = self._form(request, seller, website, suggested_for=place)
        filled = replace(
            form,
            channel=store.channel,
            owner=store.owner,
            backup=store.backup,
            email=store.email,
            marketplace=place,
            mapping=store.mapping,
        )
        return form_modal(request.t, filled)

    async def redraw(self, request: SlackRequest) -> None:
        """Update the form after a choice of website or country; what was typed stays."""
        await request.ack()
        view = request.body["view"]
        filled = fields_of(view)
        form = self._form(
            request,
            seller_of(view),
            await self._chosen_website(filled.get(Field.WEBSITE, "")),
            _suggestion(filled, block_ids_of(view)[Field.NAME]),
        )
        redrawn = form_modal(request.t, form)
        await request.client.views_update(view_id=view["id"], hash=view["hash"], view=redrawn)

    async def submit(self, request: SlackRequest) -> None:
        """Add the store, or show next to each field what is wrong with it."""
        view = request.body["view"]
        try:
            new = await self._check(request, FilledForm(fields_of(view)))
            added = await self.stores.add(request.person, request.submit_key, new)
        except FormRefused as refused:
            ids = block_ids_of(view)
            errors = {ids[f]: problem(request.t, p) for f, p in refused.problems.items()}
            await request.ack(response_action="errors", errors=errors)
        except AlreadyHandled:
            await request.ack(response_action="clear")
        else:
            await self._confirm(request, added, seller_of(view))

    async def _confirm(self, request: SlackRequest, added: Added, seller: str) -> None:
        """Connect the store while its card is being posted, and confirm both."""
        using = self.choices.connect(request, added.store, seller)
        posted, _ = await asyncio.gather(self.when_posted(added.card), using)
        address = permalink(request.installation.workspace, posted) if posted else None
        card = await self.choices.stores.card(added.store.workspace_id, added.store.id)
        confirmed = added_modal(request.t, card, address, was_chosen=bool(seller))
        await request.ack(response_action="update", view=confirmed.to_dict())

    async def offers(self) -> list[WebsiteOffer]:
        return list(await self.commerce.websites()) if self.commerce else []

    async def _check(self, request: SlackRequest, filled: FilledForm) -> NewStore:
        named = {field: filled[field] for field in (Field.OWNER, Field.BACKUP)}
        workspace = request.installation.workspace
        people = await self.directory.not_members(request.client, workspace, named)
        try:
            new = await self.checks.check(filled)
        except FormRefused as refused:
            raise FormRefused(people | refused.problems) from None
        if people:
            raise FormRefused(people)
        return new

    async def _chosen_website(self, value: str) -> WebsiteChoice | None:
        choices = (choice_of(offer) for offer in await self.offers())
        return next((choice for choice in choices if choice.value == value), None)

    def _form(
        self,
        request: SlackRequest,
        seller: str,
        website: WebsiteChoice | None,
        suggested_for: Marketplace | None = None,
    ) -> StoreForm:
        return StoreForm(
            owner=request.person.slack_user_id,
            by_hand=self.commerce is None,
            website=website,
            suggested_for=suggested_for,
            seller=seller,
        )


def _suggestion(filled: Mapping[Field, str], name_block: str) -> Marketplace | None:
    """Return the marketplace to name the store after, unless people gave it a name of their own.

    The suffix of the name's block id remembers the last one: as long as it stays, so does the text.
    """
    before, chosen = name_block.partition(":")[2], filled.get(Field.MARKETPLACE, "")
    last = marketplace(before) if before else None
    name = filled.get(Field.NAME, "")
    is_their_own = name and (last is None or name != last.store_name)
    return last if is_their_own or not chosen else marketplace(chosen)


def choice_of(offer: WebsiteOffer) -> WebsiteChoice:
    return WebsiteChoice(
        group=offer.website.connection,
        name=offer.website.name,
        value=website_value(offer.website),
        orders_go_into=offer.orders_go_into,
    )
