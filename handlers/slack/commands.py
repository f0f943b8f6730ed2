"""The words of `/amazon-store`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.store_search import parse
from domain.stores import Store
from handlers.addresses import Addresses
from handlers.slack.middleware import SlackRequest
from handlers.slack.pre_setup import PreSetup
from handlers.slack.renewals import RenewalList
from handlers.slack.revoke import EndingButtons
from handlers.slack.sellers import SellerButtons
from handlers.slack.stores import StoreButtons
from services.oauth.links import ShareLinks
from services.stores.find import FindStores
from views.slack.answers import help_message, list_message
from views.slack.block_kit import unescape
from views.slack.links import link_message

Verb = Callable[[SlackRequest, str], Awaitable[None]]


@dataclass(frozen=True)
class Commands:
    tasks: PreSetup
    stores: FindStores
    links: ShareLinks
    addresses: Addresses
    buttons: StoreButtons
    sellers: SellerButtons
    endings: EndingButtons
    renewals: RenewalList

    async def __call__(self, asked: SlackRequest) -> None:
        """Carry out the first word, or show help where there is none or it is not known."""
        verb, _, rest = unescape(asked.body.get("text", "")).strip().partition(" ")
        known = self._verbs.get(verb.lower())
        if known is None:
            await asked.answer(help_message(asked.say, verb))
        else:
            await known(asked, rest.strip())

    @property
    def _verbs(self) -> Mapping[str, Verb]:
        return {
            "add": self._add,
            "check": self._check,
            "connect": self._show_link,
            "help": self._help,
            "list": self._list,
            "renew": self._renew,
            "revoke": self._revoke,
            "setup": self._setup,
            "view": self._view,
        }

    async def _add(self, asked: SlackRequest, _rest: str) -> None:
        await self.tasks.add_store(asked)

    async def _setup(self, asked: SlackRequest, _rest: str) -> None:
        await self.tasks.show(asked)

    async def _help(self, asked: SlackRequest, _rest: str) -> None:
        await asked.answer(help_message(asked.say))

    async def _list(self, asked: SlackRequest, rest: str) -> None:
        found = await self.stores.page(asked.person, parse(rest, asked.say.country))
        await asked.answer(list_message(asked.say, found))

    async def _renew(self, asked: SlackRequest, rest: str) -> None:
        if rest:
            await self._show_link(asked, rest)
        else:
            await self.renewals.show(asked)

    async def _show_link(self, asked: SlackRequest, rest: str) -> None:
        """Show the link that connects a store, or that renews its connection."""
        store = await self._store(asked, rest)
        if store is None:
            return
        asker = asked.person.slack_user_id
        offered = await self.links.offer(asked.person.workspace_id, store.id, asker)
        address = self.addresses.connect(offered.link)
        await asked.answer(link_message(asked.say, store, offered, address))

    async def _check(self, asked: SlackRequest, rest: str) -> None:
        store = await self._store(asked, rest)
        if store is not None:
            await asked.answer(await self.sellers.check(asked, store))

    async def _revoke(self, asked: SlackRequest, rest: str) -> None:
        store = await self._store(asked, rest)
        if store is not None:
            await self.endings.revoke_store(asked, store)

    async def _view(self, asked: SlackRequest, rest: str) -> None:
        store = await self._store(asked, rest)
        if store is not None:
            await asked.ack()
            await self.buttons.open_store(asked, store.id)

    async def _store(self, asked: SlackRequest, name: str) -> Store | None:
        """Return the store of that name; without a name, offer all of them instead."""
        if name:
            return await self.stores.named(asked.person, name)
        await self._list(asked, "")
        return None
