"""The OAuth redirect URI, `GET /amazon/callback`, and the page that shows the result."""

import re
from dataclasses import dataclass

from aiohttp import web

from amazon.addresses import AmazonAddresses
from domain.attempts import CallbackRefusal
from domain.errors import NothingThere
from domain.oauth import AppstoreResult, AttemptResult, Callback
from handlers.identifiers import SELLER_ID, as_uuid
from handlers.web.browser import Browsers
from services.oauth.attempts import ConnectAttempts
from services.oauth.callback import OAuthCallbacks
from views.language import Translator
from views.web.pages import Pages

_STATE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_CODE = re.compile(r"[\x21-\x7e]{1,2048}", re.ASCII)
_ERROR = re.compile(r"[a-z_]{1,64}", re.ASCII)


@dataclass(frozen=True)
class OAuthCallback:
    """Serves the OAuth callback and result pages of both workflows."""

    browsers: Browsers
    pages: Pages
    callbacks: OAuthCallbacks
    attempts: ConnectAttempts
    addresses: AmazonAddresses

    async def receive(self, request: web.Request) -> web.Response:
        """Handle the callback, then redirect the browser to an address without the code."""
        callback, cookie = read_callback(request), self.browsers.cookie(request)
        if callback is None:
            return self._refused(request, CallbackRefusal.MALFORMED)
        received = await self.callbacks.receive(callback, cookie or "")
        if received.attempt_id is None:
            return self._refused(request, received.refusal or CallbackRefusal.UNKNOWN)
        location = f"/connect/result/{received.attempt_id}"
        return web.Response(status=303, headers={"Location": location})

    async def result(self, request: web.Request) -> web.Response:
        """Show an attempt's result, only to the browser that began it."""
        t = self.browsers.language(request)
        try:
            result = await self.attempts.result(
                as_uuid(request.match_info["id"]), self.browsers.cookie(request) or ""
            )
        except NothingThere:
            text = self.pages.fault(
                t,
                t("There is nothing to show here"),
                t("A result is shown only in the browser that signed in at Amazon."),
            )
            return web.Response(status=404, text=text, content_type="text/html")
        answer = web.Response(text=self._shown(t, result), content_type="text/html")
        self.browsers.remember_language(request, answer)
        return answer

    def _shown(self, t: Translator, result: AttemptResult | AppstoreResult) -> str:
        if isinstance(result, AppstoreResult):
            return self.pages.appstore_result(t, result)
        manage = self.addresses.manage_your_apps(result.store.marketplace)
        return self.pages.result(t, result, manage)

    def _refused(self, request: web.Request, refusal: CallbackRefusal) -> web.Response:
        text = self.pages.refused(self.browsers.language(request), refusal)
        return web.Response(status=400, text=text, content_type="text/html")


def read_callback(request: web.Request) -> Callback | None:
    """Parse Amazon's parameters; None where one is missing, repeated or malformed."""
    query = request.query
    if len(set(query)) != len(query):
        return None
    state, error = query.get("state", ""), query.get("error", "")
    code, seller_id = query.get("spapi_oauth_code", ""), query.get("selling_partner_id", "")
    if not _STATE.fullmatch(state):
        return None
    if error:
        return Callback(state, "", "", error) if _ERROR.fullmatch(error) else None
    if not _CODE.fullmatch(code) or not SELLER_ID.fullmatch(seller_id):
        return None
    return Callback(state, code, seller_id, "")
