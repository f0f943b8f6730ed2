"""Manage Your Apps and Develop Apps: what a seller can do about an application."""

from aiohttp import web

from playground.amazon import error_pages
from playground.amazon.consent import need_consent_page, with_query
from playground.amazon.error_pages import Refusal
from playground.amazon.model import Application
from playground.amazon.pages import Addresses
from playground.amazon.state import AmazonState, ConsentLimit
from playground.amazon.visitors import Visitor, Visitors


class ManageApps:
    def __init__(self, state: AmazonState, visitors: Visitors, addresses: Addresses) -> None:
        self._state = state
        self._visitors = visitors
        self._addresses = addresses

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/apps/manage", self._list)
        app.router.add_post("/apps/manage/{application_id}/disable", self._disable)
        app.router.add_get("/apps/manage/{application_id}/authorize", self._ask)
        app.router.add_post("/apps/manage/{application_id}/authorize", self._log_in)
        app.router.add_get("/apps/develop", self._develop)
        app.router.add_post("/apps/develop/{application_id}/authorize", self._self_authorize)

    async def _list(self, request: web.Request) -> web.Response:
        visitor = self._visitors.need(request)
        consents = self._state.consents(visitor.seller.id)
        known = {grant.application.id for grant in consents}
        offered = [a for a in self._appstore() if a.id not in known]
        rows = [(grant, grant.standing(self._state.clock())) for grant in consents]
        return self._visitors.page("manage", visitor, rows=rows, offered=offered)

    def _appstore(self) -> list[Application]:
        found = self._state.applications.values()
        return [a for a in found if a.state == "draft" or (a.state == "public" and a.listed)]

    async def _disable(self, request: web.Request) -> web.Response:
        visitor, application = self._chosen(request)
        self._state.disable(visitor.seller.id, application.id)
        raise web.HTTPSeeOther("/apps/manage")

    async def _ask(self, request: web.Request) -> web.Response:
        visitor, application = self._chosen(request)
        need_consent_page(application)
        return self._form(request, visitor, application)

    def _form(
        self, request: web.Request, visitor: Visitor, application: Application, problem: str = ""
    ) -> web.Response:
        return self._visitors.page(
            "consent",
            visitor,
            application=application,
            action=request.path,
            button=f"Log in to {application.name} now",
            problem=problem,
        )

    async def _log_in(self, request: web.Request) -> web.Response:
        """On to the application's Login URI, with what it needs to find its way back."""
        visitor, application = self._chosen(request)
        need_consent_page(application)
        if "i_understand" not in await request.post():
            return self._form(request, visitor, application, "Tick “I understand” to go on.")
        callback = f"{self._addresses.seller_central}/apps/authorize/confirm/{application.id}"
        told = {
            "amazon_callback_uri": callback,
            "amazon_state": self._state.new_amazon_state(application.id, visitor.seller.id),
            "selling_partner_id": visitor.seller.id,
        }
        if application.state == "draft":
            told["version"] = "beta"
        raise web.HTTPFound(with_query(application.login_uri, told))

    async def _develop(self, request: web.Request) -> web.Response:
        visitor = self._visitors.need(request)
        applications = [a for a in self._state.applications.values() if a.state == "private"]
        return self._visitors.page("develop", visitor, applications=applications)

    async def _self_authorize(self, request: web.Request) -> web.Response:
        """Show a refresh token of a private application, this once."""
        visitor, application = self._chosen(request)
        if application.state != "private":
            raise web.HTTPNotFound
        try:
            grant = self._state.authorize(application, visitor.seller.id)
        except ConsentLimit:
            raise Refusal(error_pages.SELF_AUTHORIZATION_LIMIT) from None
        token = self._state.new_refresh_token(grant)
        return self._visitors.page("token", visitor, application=application, token=token)

    def _chosen(self, request: web.Request) -> tuple[Visitor, Application]:
        visitor = self._visitors.need(request)
        visitor.need_right_to_authorize()
        application = self._state.applications.get(request.match_info["application_id"])
        if application is None:
            raise web.HTTPNotFound
        return visitor, application
