"""The consent of the website workflow, and Amazon's half of one that started in Seller Central."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from playground.amazon import error_pages
from playground.amazon.error_pages import Refusal
from playground.amazon.model import Application
from playground.amazon.state import AmazonState, ConsentLimit
from playground.amazon.visitors import Visitor, Visitors

Query = Mapping[str, str]


@dataclass(frozen=True)
class ConsentRequest:
    application: Application
    redirect_uri: str
    state: str | None


class Consent:
    def __init__(self, state: AmazonState, visitors: Visitors) -> None:
        self._state = state
        self._visitors = visitors

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/apps/authorize/consent", self._ask)
        app.router.add_post("/apps/authorize/consent", self._next)
        app.router.add_get("/apps/authorize/almost-done", self._almost_done)
        app.router.add_post("/apps/authorize/continue", self._continue)
        app.router.add_get(
            "/apps/authorize/confirm/{application_id}", self._confirm, allow_head=False
        )

    async def _ask(self, request: web.Request) -> web.Response:
        visitor, asked = self._asked(request)
        return self._form(request, visitor, asked)

    def _form(
        self, request: web.Request, visitor: Visitor, asked: ConsentRequest, problem: str = ""
    ) -> web.Response:
        return self._visitors.page(
            "consent",
            visitor,
            application=asked.application,
            action=request.path_qs,
            button="Next",
            problem=problem,
        )

    async def _next(self, request: web.Request) -> web.Response:
        visitor, asked = self._asked(request)
        if "i_understand" not in await request.post():
            problem = "Tick “I understand” to go on."
            return self._form(request, visitor, asked, problem)
        raise web.HTTPSeeOther(f"/apps/authorize/almost-done?{request.query_string}")

    async def _almost_done(self, request: web.Request) -> web.Response:
        """Show the last page, at an address of its own, so that one can come back to it."""
        visitor, asked = self._asked(request)
        action = f"/apps/authorize/continue?{request.query_string}"
        return self._visitors.page(
            "almost_done", visitor, application=asked.application, action=action
        )

    async def _continue(self, request: web.Request) -> web.Response:
        visitor, asked = self._asked(request)
        raise self._granted(visitor, asked)

    async def _confirm(self, request: web.Request) -> web.Response:
        visitor = self._visitors.need(request)
        application_id = request.match_info["application_id"]
        asked = consent_request({**request.query, "application_id": application_id}, self._state)
        visitor.need_right_to_authorize()
        amazon_state = request.query.get("amazon_state", "")
        if self._state.take_amazon_state(amazon_state) != (application_id, visitor.seller.id):
            raise Refusal(error_pages.STALE_START)
        raise self._granted(visitor, asked)

    def _asked(self, request: web.Request) -> tuple[Visitor, ConsentRequest]:
        visitor = self._visitors.need(request)
        asked = consent_request(request.query, self._state)
        visitor.need_right_to_authorize()
        return visitor, asked

    def _granted(self, visitor: Visitor, asked: ConsentRequest) -> web.HTTPException:
        """Write the consent down and answer the way to the application with its code."""
        try:
            grant = self._state.authorize(asked.application, visitor.seller.id)
        except ConsentLimit:
            raise Refusal(error_pages.CONSENT_LIMIT) from None
        told = {
            **({} if asked.state is None else {"state": asked.state}),
            "selling_partner_id": visitor.seller.id,
            "spapi_oauth_code": self._state.new_code(grant, asked.redirect_uri),
        }
        return web.HTTPFound(with_query(asked.redirect_uri, told))


def with_query(url: str, parameters: Query) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}"


def consent_request(query: Query, state: AmazonState) -> ConsentRequest:
    """Read what is asked for; Refusal with the page that Amazon shows where it cannot be."""
    application = _application(query.get("application_id", ""), state)
    if (application.state == "draft") is not (query.get("version") == "beta"):
        raise Refusal(error_pages.WRONG_VERSION)
    need_consent_page(application)
    redirect_uri = query.get("redirect_uri", "")
    if "#" in redirect_uri:
        raise Refusal(error_pages.FRAGMENT)
    if redirect_uri not in application.redirect_uris:
        raise Refusal(error_pages.NOT_REGISTERED)
    return ConsentRequest(application, redirect_uri, query.get("state"))


def need_consent_page(application: Application) -> None:
    if application.state == "private":
        raise Refusal(error_pages.NO_CONSENT)
    if not (application.redirect_uris and application.login_uri):
        raise Refusal(error_pages.NOT_FILLED_IN)


def _application(application_id: str, state: AmazonState) -> Application:
    if not application_id or application_id.startswith("amzn1.application-oa2-client."):
        raise Refusal(error_pages.WRONG_ID)
    application = state.applications.get(application_id)
    if application is None:
        raise Refusal(error_pages.NOT_FOUND)
    return application
