"""The connect page of a private application: the seller brings the token by hand."""

import re
from dataclasses import dataclass

from aiohttp import web

from amazon.addresses import AmazonAddresses
from amazon.errors import AmazonError, GrantGone
from domain.connecting import LinkPage
from domain.history import Actor
from handlers.web.browser import Browsers, form_token, is_own_form
from handlers.web.connect import ask_for_new, link_page, stale_form
from services.adopting import AdoptionRefused, AdoptTokens, Brought
from services.linking import ShareLinks
from views.language import Language
from views.outcomes import end_told
from views.pages import Door, Pages

_SELLER_ID = re.compile(r"[A-Z0-9]{5,32}", re.ASCII)
_TOKEN_LENGTH = 2048


@dataclass(frozen=True)
class PrivatePages:
    browsers: Browsers
    pages: Pages
    links: ShareLinks
    adopting: AdoptTokens
    addresses: AmazonAddresses

    async def show(self, request: web.Request) -> web.Response:
        """Show the steps at Amazon and the field for the token; nothing is changed."""
        say = self.browsers.language(request)
        answer = web.Response(content_type="text/html")
        cookie = self.browsers.keep(answer, self.browsers.cookie(request))
        self.browsers.remember_language(request, answer)
        page = await link_page(self.links, request)
        door = Door(request.path, form_token(cookie))
        if page is not None and page.is_open:
            answer.text = self.pages.private(say, page, door, self._host(page))
        else:
            answer.set_status(404 if page is None else 410)
            answer.text = self.pages.closed(say, page, door, asked=False)
        return answer

    async def press(self, request: web.Request) -> web.Response:
        """Connect with the token that was typed, or say beside it what is wrong with it."""
        say = self.browsers.language(request)
        cookie = self.browsers.cookie(request)
        form = await request.post()
        if cookie is None or not is_own_form(request, cookie, str(form.get("form_token", ""))):
            return stale_form(self.pages, say)
        page = await link_page(self.links, request)
        if page is None or not page.is_open:
            return await ask_for_new(self.links, self.pages, request, say)
        seller_id = str(form.get("seller_id", "")).strip().upper()
        token = str(form.get("refresh_token", "")).strip()
        problem = _shape_problem(say, seller_id, token) or await self._adopt(
            say, request, seller_id, token
        )
        if problem:
            door = Door(request.path, form_token(cookie))
            text = self.pages.private(
                say, page, door, self._host(page), problem=problem, seller_id=seller_id
            )
            return web.Response(status=422, text=text, content_type="text/html")
        return await self._connected(say, request)

    async def _adopt(
        self, say: Language, request: web.Request, seller_id: str, token: str
    ) -> str | None:
        """Adopt the token; returns None, or a sentence about what keeps it from being adopted."""
        store = await self.adopting.of_link(request.match_info["link"])
        try:
            await self.adopting.adopt(store, Brought(seller_id, token, None, Actor.SELLER))
        except AdoptionRefused as refused:
            facts = {"seller_id": seller_id, "sells_in": refused.sells_in}
            country = say.country(store.marketplace.country)
            manage = self.addresses.manage_your_apps(store.marketplace)
            told = end_told(say, refused.end, facts, country, manage)
            return f"{told.title}. {told.sentence}"
        except GrantGone:
            return say("Amazon does not know this token. Copy it whole, or authorize once more.")
        except AmazonError:
            return say("Amazon could not be asked just now. Nothing was changed; try again soon.")
        return None

    async def _connected(self, say: Language, request: web.Request) -> web.Response:
        result = await self.adopting.result(request.match_info["link"])
        manage = self.addresses.manage_your_apps(result.store.marketplace)
        text = self.pages.result(say, result, manage)
        return web.Response(text=text, content_type="text/html")

    def _host(self, page: LinkPage) -> str:
        return self.addresses.seller_central(page.store.marketplace)


def _shape_problem(say: Language, seller_id: str, token: str) -> str | None:
    if not _SELLER_ID.fullmatch(seller_id):
        return say("A merchant token has letters and digits only, such as A1B2C3D4E5F6G7.")
    if not token or len(token) > _TOKEN_LENGTH or not token.isascii() or " " in token:
        return say("A refresh token begins with Atzr| and has no spaces. Copy it whole.")
    return None
