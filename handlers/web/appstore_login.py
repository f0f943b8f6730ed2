"""`/amazon/login`: the log-in URI of the Appstore workflow, where Amazon sends sellers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from amazon.addresses import confirmation
from domain.application import Application, ApplicationKind
from domain.errors import TooManyAttempts
from domain.marketplaces import Region
from domain.oauth import Arrival
from handlers.identifiers import SELLER_ID
from handlers.web.browser import Browsers, form_token, is_own_form, read_form
from services.oauth.attempts import ConnectAttempts
from views.language import Translator
from views.web.pages import FormAction, Pages

_AMAZON_STATE = re.compile(r"[\x20-\x7e]{1,2048}", re.ASCII)
_SECONDS_TO_WAIT = 600


@dataclass(frozen=True)
class AppstoreLogin:
    """Serves `/amazon/login`, which leads only to `confirmations`: Amazon's addresses by region."""

    browsers: Browsers
    pages: Pages
    attempts: ConnectAttempts
    application: Application
    confirmations: Mapping[str, Region | None]
    redirect_uri: str

    async def show(self, request: web.Request) -> web.Response:
        """Ask whether to continue at Amazon; GET and HEAD change nothing."""
        t = self.browsers.language(request)
        is_doubled = len(set(request.query)) != len(request.query)
        arrival = None if is_doubled else self._arrival(request.query)
        if arrival is None:
            return self._refused(t)
        answer = web.Response(content_type="text/html")
        cookie = self.browsers.keep(answer, self.browsers.cookie(request))
        answer.text = self.pages.appstore_login(
            t, arrival, FormAction(request.path, form_token(cookie))
        )
        return answer

    async def press(self, request: web.Request) -> web.Response:
        """Begin an attempt, and return to Amazon as the connect page does."""
        t = self.browsers.language(request)
        cookie = self.browsers.cookie(request)
        fields = await read_form(request)
        if cookie is None or not is_own_form(request, cookie, fields.get("form_token", "")):
            return _page(self.pages.stale_login(t), 403)
        arrival = self._arrival(fields)
        if arrival is None:
            return self._refused(t)
        try:
            state = await self.attempts.begin_at_appstore(
                self.confirmations[arrival.callback_uri], cookie
            )
        except TooManyAttempts:
            answer = _page(self.pages.busy_login(t), 429)
            answer.headers["Retry-After"] = str(_SECONDS_TO_WAIT)
            return answer
        onward = confirmation(self.application, arrival, state, self.redirect_uri)
        answer = _page(self.pages.leaving(t, onward, arrival.callback_uri), 200)
        answer.headers["Refresh"] = f"0; url={onward}"
        return answer

    def _arrival(self, given: Mapping[str, str]) -> Arrival | None:
        """Parse Amazon's parameters; None where they are incomplete or lead anywhere else."""
        callback_uri = given.get("amazon_callback_uri", "")
        amazon_state = given.get("amazon_state", "")
        seller_id = given.get("selling_partner_id", "")
        if self.application.kind is ApplicationKind.PRIVATE:
            return None
        if callback_uri not in self.confirmations or not SELLER_ID.fullmatch(seller_id):
            return None
        if not _AMAZON_STATE.fullmatch(amazon_state):
            return None
        return Arrival(callback_uri, amazon_state, seller_id)

    def _refused(self, t: Translator) -> web.Response:
        is_private = self.application.kind is ApplicationKind.PRIVATE
        return _page(self.pages.closed_login(t, is_private=is_private), 400)


def _page(text: str, status: int) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")
