"""Decisions about a seller: confirm it, accept its grant, add another of its marketplaces."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from domain.errors import NothingThere
from domain.marketplaces import marketplace
from domain.people import Person
from domain.stores import Store
from handlers.identifiers import as_uuid
from handlers.slack.deadline import Deadline
from handlers.slack.middleware import SlackRequest
from handlers.slack.store_form import StoreForms
from services.connections.health_checks import HealthChecks
from services.oauth.ownership import Ownership
from services.stores.find import FindStores
from views.slack.block_kit import Message, section
from views.slack.connected import health

Answer = Callable[[Person, str, UUID], Awaitable[None]]
AnswerAboutTerm = Callable[[Person, str, UUID, int], Awaitable[None]]


@dataclass(frozen=True)
class SellerButtons:
    """Handles the presses that confirm, accept or refuse a seller, or check one at Amazon."""

    stores: FindStores
    ownership: Ownership
    forms: StoreForms
    checks: HealthChecks
    deadline: Deadline

    async def check(self, request: SlackRequest, store: Store) -> Message:
        """Ask Amazon about a store's seller now, and show the result."""
        found = await self.deadline.wait(self.checks.check(request.person.workspace_id, store.id))
        return health(request.t, store, found)

    async def check_store(self, request: SlackRequest) -> None:
        await request.ack()
        store = await self.stores.get(request.person.workspace_id, as_uuid(request.action["value"]))
        await request.tell_quietly(await self.check(request, store))

    async def confirm_ownership(self, request: SlackRequest) -> None:
        thanks = request.t("Thank you. Sync programs may now use this connection.")
        await _answer_about_term(request, self.ownership.confirm_ownership, thanks)

    async def deny_ownership(self, request: SlackRequest) -> None:
        gone = request.t("The token is erased. The store waits for another connection.")
        await _answer_about_term(request, self.ownership.deny_ownership, gone)

    async def accept(self, request: SlackRequest) -> None:
        """Apply a held grant, unless its store has been ended or taken meanwhile."""
        await request.ack()
        grant_id = as_uuid(request.action["value"])
        is_applied = await self.ownership.accept(request.person, request.press_key, grant_id)
        refused = request.t(
            "It was not accepted: things have changed meanwhile. The Slack channel tells why."
        )
        told = request.t("Accepted.") if is_applied else refused
        await request.tell_quietly(Message(told, [section(told)]))

    async def refuse(self, request: SlackRequest) -> None:
        refused = request.t("Refused. The token is erased, and nothing else was changed.")
        await _answer(request, self.ownership.refuse, refused)

    async def add_marketplace(self, request: SlackRequest) -> None:
        """Open the form for another marketplace of the same seller."""
        await request.ack()
        store_id, _, place = request.action["value"].partition(":")
        card = await self.stores.card(request.person.workspace_id, as_uuid(store_id))
        if card.connection is None or place not in card.addable:
            raise NothingThere
        seller = f"{card.connection.authorization_id}:{card.connection.term}"
        view = await self.forms.like(request, card.store, marketplace(place), seller)
        await request.client.views_open(trigger_id=request.trigger_id, view=view)


async def _answer(request: SlackRequest, carry_out: Answer, thanks: str) -> None:
    """Carry out a decision; the button's value is the id that it concerns."""
    await request.ack()
    await carry_out(request.person, request.press_key, as_uuid(request.action["value"]))
    await request.tell_quietly(Message(thanks, [section(thanks)]))


async def _answer_about_term(
    request: SlackRequest, carry_out: AnswerAboutTerm, thanks: str
) -> None:
    """Carry out a decision about one term of an authorization."""
    await request.ack()
    subject, _, term = request.action["value"].partition(":")
    if not term.isdecimal():
        raise NothingThere
    await carry_out(request.person, request.press_key, as_uuid(subject), int(term))
    await request.tell_quietly(Message(thanks, [section(thanks)]))
