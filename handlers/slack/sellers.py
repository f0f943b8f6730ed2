"""Answers about a seller: is it ours, accept it, add another of its marketplaces."""

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
from services.connections.health_checks import CheckSellers
from services.oauth.ownership import OwnSellers
from services.stores.find import FindStores
from views.slack.block_kit import Message, section
from views.slack.connected import health

Answer = Callable[[Person, UUID, str], Awaitable[None]]
AnswerAboutTerm = Callable[[Person, UUID, int, str], Awaitable[None]]


@dataclass(frozen=True)
class SellerButtons:
    stores: FindStores
    owning: OwnSellers
    forms: StoreForms
    checks: CheckSellers
    patience: Deadline

    async def check(self, asked: SlackRequest, store: Store) -> Message:
        """Ask Amazon about a store's seller now, and answer with what it says."""
        found = await self.patience.wait(self.checks.check(asked.person.workspace_id, store.id))
        return health(asked.say, store, found)

    async def check_store(self, asked: SlackRequest) -> None:
        await asked.ack()
        store = await self.stores.get(asked.person.workspace_id, as_uuid(asked.action["value"]))
        await asked.tell_quietly(await self.check(asked, store))

    async def say_ours(self, asked: SlackRequest) -> None:
        thanks = asked.say("Thank you. Sync programs may now use this connection.")
        await _answer_about_term(asked, self.owning.say_ours, thanks)

    async def say_not_ours(self, asked: SlackRequest) -> None:
        gone = asked.say("The token is erased. The store waits for another connection.")
        await _answer_about_term(asked, self.owning.say_not_ours, gone)

    async def accept(self, asked: SlackRequest) -> None:
        """Apply a held permission, unless what it was for has been ended or taken meanwhile."""
        await asked.ack()
        grant_id = as_uuid(asked.action["value"])
        is_applied = await self.owning.accept(asked.person, grant_id, asked.press_key)
        refused = asked.say(
            "It was not accepted: things have changed meanwhile. The Slack channel tells why."
        )
        told = asked.say("Accepted.") if is_applied else refused
        await asked.tell_quietly(Message(told, [section(told)]))

    async def refuse(self, asked: SlackRequest) -> None:
        refused = asked.say("Refused. The token is erased, and nothing else was changed.")
        await _answer(asked, self.owning.refuse, refused)

    async def add_marketplace(self, asked: SlackRequest) -> None:
        """Open the form for another marketplace of the same seller."""
        await asked.ack()
        store_id, _, place = asked.action["value"].partition(":")
        card = await self.stores.card(asked.person.workspace_id, as_uuid(store_id))
        if card.connection is None or place not in card.addable:
            raise NothingThere
        seller = f"{card.connection.authorization_id}:{card.connection.term}"
        view = await self.forms.like(asked, card.store, marketplace(place), seller)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=view)


async def _answer(asked: SlackRequest, carry_out: Answer, thanks: str) -> None:
    """Carry out an answer; its button's value is the id of what it is about."""
    await asked.ack()
    await carry_out(asked.person, as_uuid(asked.action["value"]), asked.press_key)
    await asked.tell_quietly(Message(thanks, [section(thanks)]))


async def _answer_about_term(asked: SlackRequest, carry_out: AnswerAboutTerm, thanks: str) -> None:
    """Carry out an answer about one term of an authorization."""
    await asked.ack()
    subject, _, term = asked.action["value"].partition(":")
    if not term.isdecimal():
        raise NothingThere
    await carry_out(asked.person, as_uuid(subject), int(term), asked.press_key)
    await asked.tell_quietly(Message(thanks, [section(thanks)]))
