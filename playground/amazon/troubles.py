"""A page on which a person lets the local Amazon fail, and get well again. Amazon has no such."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from playground.amazon.failing import parts
from playground.amazon.faults import Faults
from playground.amazon.model import Seller
from playground.amazon.pages import Pages
from playground.amazon.state import AmazonState

PATH = "/troubles"


class Troubles:
    """What is chosen of a part lasts until something else is; what is done to a seller is done."""

    def __init__(self, state: AmazonState, faults: Faults, pages: Pages) -> None:
        self._state = state
        self._pages = pages
        self._parts = {part.name: part for part in parts(state, faults)}
        self._sold_in = {seller.id: seller.marketplaces for seller in state.sellers.values()}

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._show)
        app.router.add_post(f"{PATH}/parts/{{part}}/{{choice}}", self._choose)
        app.router.add_post(f"{PATH}/sellers/{{seller}}/{{deed}}", self._do)
        app.router.add_post(f"{PATH}/sellers/{{seller}}/in/{{marketplace}}", self._sell_there)

    async def _show(self, _request: web.Request) -> web.Response:
        return self._pages.render(
            "troubles",
            parts=self._parts.values(),
            sellers=[self._row(seller) for seller in self._state.sellers.values()],
            path=PATH,
            visitor=None,
        )

    def _row(self, seller: Seller) -> Mapping[str, Any]:
        now = self._state.clock()
        newest = next(iter(self._state.consents(seller.id)), None)
        return {
            "seller": seller,
            "grant": newest,
            "standing": newest.standing(now) if newest else "Not authorized",
            "sold_in": [(m, m in seller.marketplaces) for m in self._sold_in[seller.id]],
        }

    async def _choose(self, request: web.Request) -> web.Response:
        """Answer 404 for what is not on the page."""
        part = self._parts.get(request.match_info["part"])
        choices = {choice.name: choice for choice in part.choices} if part else {}
        choice = choices.get(request.match_info["choice"])
        if choice is None:
            raise web.HTTPNotFound
        choice.choose()
        raise web.HTTPSeeOther(PATH)

    async def _do(self, request: web.Request) -> web.Response:
        """Answer 404 for what is not on the page."""
        seller, deed = self._seller(request), self._deeds.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound
        deed(seller.id)
        raise web.HTTPSeeOther(f"{PATH}#{seller.id}")

    async def _sell_there(self, request: web.Request) -> web.Response:
        """Take a marketplace from a seller, or give it back; 404 for one they never had."""
        seller, wanted = self._seller(request), request.match_info["marketplace"]
        if wanted not in {marketplace.id for marketplace in self._sold_in[seller.id]}:
            raise web.HTTPNotFound
        if wanted in {marketplace.id for marketplace in seller.marketplaces}:
            self._state.drop_marketplace(seller.id, wanted)
        else:
            self._state.add_marketplace(seller.id, wanted)
        raise web.HTTPSeeOther(f"{PATH}#{seller.id}")

    def _seller(self, request: web.Request) -> Seller:
        found = self._state.sellers.get(request.match_info["seller"])
        if found is None:
            raise web.HTTPNotFound
        return found

    @property
    def _deeds(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "expire": self._state.expire,
            "end": self._state.end,
            "suspend": lambda seller: self._state.change_seller(seller, suspended=True),
            "resume": lambda seller: self._state.change_seller(seller, suspended=False),
        }
