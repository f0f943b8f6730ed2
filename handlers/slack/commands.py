"""`/amazon-store` and its subcommands."""

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
from services.oauth.links import ConnectLinks
from services.stores.find import FindStores
from views.slack.answers import help_message, list_message
from views.slack.block_kit import unescape
from views.slack.links import link_message

Verb = Callable[[SlackRequest, str], Awaitable[None]]


@dataclass(frozen=True)
class Commands:
    """Runs the subcommands of `/amazon-store`; Bolt calls it for each slash command."""

    tasks: PreSetup
    stores: FindStores
    links: ConnectLinks
    addresses: Addresses
    buttons: StoreButtons
    sellers: SellerButtons
    endings: EndingButtons
    renewals: RenewalList

    async def __call__(self, request: SlackRequest) -> None:
        """Run the subcommand, or show help where it is missing or unknown."""
        verb, _, rest = unescape(request.body.get("text", "")).strip().partition(" ")
        known = self._verbs.get(verb.lower())
        if known is None:
            await request.answer(help_message(request.t, verb))
        else:
            await known(request, rest.strip())

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

    async def _add(self, request: SlackRequest, _rest: str) -> None:
        await self.tasks.add_store(request)

    async def _setup(self, request: SlackRequest, _rest: str) -> None:
        await self.tasks.show(request)

    async def _help(self, request: SlackRequest, _rest: str) -> None:
        await request.answer(help_message(request.t))

    async def _list(self, request: SlackRequest, rest: str) -> None:
        found = await self.stores.page(request.person, parse(rest, request.t.country))
        await request.answer(list_message(request.t, found))

    async def _renew(self, request: SlackRequest, rest: str) -> None:
        if rest:
            await self._show_link(request, rest)
        else:
            await self.renewals.show(request)

    async def _show_link(self, request: SlackRequest, rest: str) -> None:
        """Show the link that connects a store, or that renews its connection."""
        store = await self._store(request, rest)
        if store is None:
            return
        asker = request.person.slack_user_id
        offered = await self.links.offer(request.person.workspace_id, store.id, asker)
        address = self.addresses.connect(offered.link)
        await request.answer(link_message(request.t, store, offered, address))

    async def _check(self, request: SlackRequest, rest: str) -> None:
        store = await self._store(request, rest)
        if store is not None:
            await request.answer(await self.sellers.check(request, store))

    async def _revoke(self, request: SlackRequest, rest: str) -> None:
        store = await self._store(request, rest)
        if store is not None:
            await self.endings.revoke_store(request, store)

    async def _view(self, request: SlackRequest, rest: str) -> None:
        store = await self._store(request, rest)
        if store is not None:
            await request.ack()
            await self.buttons.open_store(request, store.id)

    async def _store(self, request: SlackRequest, name: str) -> Store | None:
        """Return the store of that name; without a name, offer a choice."""
        if name:
            return await self.stores.named(request.person, name)
        await self._list(request, "")
        return None
