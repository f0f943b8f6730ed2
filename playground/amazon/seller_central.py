"""Seller Central: its home, and the parts that stand in files of their own."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from playground.amazon.consent import Consent
from playground.amazon.error_pages import Refusal
from playground.amazon.faults import Faults
from playground.amazon.manage import ManageApps
from playground.amazon.pages import Addresses, Pages
from playground.amazon.sign_ins import SignIns
from playground.amazon.state import AmazonState
from playground.amazon.troubles import Troubles
from playground.amazon.visitors import Visitors


class SellerCentral:
    def __init__(
        self,
        state: AmazonState,
        faults: Faults,
        sign_ins: SignIns,
        pages: Pages,
        addresses: Addresses,
    ) -> None:
        self._state = state
        self._pages = pages
        self._visitors = Visitors(state, sign_ins, pages, addresses)
        self._consent = Consent(state, self._visitors)
        self._manage = ManageApps(state, self._visitors, addresses)
        self._troubles = Troubles(state, faults, pages)

    def application(self) -> web.Application:
        app = self._pages.application()
        app.middlewares.append(self._refusals)
        app.router.add_get("/", self._home)
        app.router.add_get("/home", self._home)
        app.router.add_get("/signed-in", self._visitors.signed_in, allow_head=False)
        app.router.add_post("/log-out", self._visitors.log_out)
        self._consent.add_routes(app)
        self._manage.add_routes(app)
        self._troubles.add_routes(app)
        return app

    async def _home(self, request: web.Request) -> web.Response:
        visitor = self._visitors.need(request)
        now = self._state.clock()
        live = [g for g in self._state.consents(visitor.seller.id) if g.live(now)]
        return self._visitors.page("home", visitor, authorized=len(live))

    @property
    def _refusals(self) -> Middleware:
        @web.middleware
        async def shown(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except Refusal as refusal:
                return self._visitors.refused(request, refusal.page)

        return shown
