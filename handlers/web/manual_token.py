"""Connect a private application: the seller authorizes it at Amazon and pastes the token."""

import re
from dataclasses import dataclass

from aiohttp import web

from amazon.addresses import AmazonAddresses
from amazon.errors import AmazonError, GrantGone
from domain.history import Actor
from domain.oauth import LinkPage
from handlers.web.connect import Pressed
from services.oauth.adopt_token import AdoptionRefused, AdoptTokens, Brought
from views.language import Translator
from views.web.pages import FormAction, Pages
from views.web.refusals import token_refused

_SELLER_ID = re.compile(r"[A-Z0-9]{5,32}", re.ASCII)
_TOKEN_LENGTH = 2048


@dataclass(frozen=True)
class ManualToken:
    """The connect method of private applications: takes a refresh token that the seller pastes."""

    pages: Pages
    adopt_tokens: AdoptTokens
    addresses: AmazonAddresses

    def page(self, t: Translator, page: LinkPage, action: FormAction) -> str:
        return self.pages.private(t, page, action, self._host(page))

    async def go(self, t: Translator, pressed: Pressed) -> web.Response:
        """Connect with the pasted token, or show next to it what is wrong."""
        seller_id = pressed.fields.get("seller_id", "").strip().upper()
        token = pressed.fields.get("refresh_token", "").strip()
        problem = _shape_problem(t, seller_id, token) or await self._adopt(
            t, pressed, seller_id, token
        )
        if problem is None:
            return await self._connected(t, pressed)
        page, host = pressed.page, self._host(pressed.page)
        text = self.pages.private(
            t, page, pressed.action, host, problem=problem, seller_id=seller_id
        )
        return web.Response(status=422, text=text, content_type="text/html")

    async def _adopt(
        self, t: Translator, pressed: Pressed, seller_id: str, token: str
    ) -> str | None:
        """Adopt the token; returns None, or a sentence about why it was refused.

        Raises `NothingThere` where the link was closed meanwhile, for example by a doubled press.
        """
        store = await self.adopt_tokens.of_link(pressed.token)
        brought = Brought(seller_id, token, None, Actor.SELLER, pressed.token)
        try:
            await self.adopt_tokens.adopt(store, brought)
        except AdoptionRefused as refused:
            country = t.country(store.marketplace.country)
            return token_refused(t, refused.end, seller_id, refused.sells_in, country)
        except GrantGone:
            return t("Amazon does not know this token. Copy it whole, or authorize once more.")
        except AmazonError:
            return t("Amazon could not be asked just now. Nothing was changed; try again soon.")
        return None

    async def _connected(self, t: Translator, pressed: Pressed) -> web.Response:
        result = await self.adopt_tokens.result(pressed.token)
        manage = self.addresses.manage_your_apps(result.store.marketplace)
        text = self.pages.result(t, result, manage)
        return web.Response(text=text, content_type="text/html")

    def _host(self, page: LinkPage) -> str:
        return self.addresses.seller_central(page.store.marketplace)


def _shape_problem(t: Translator, seller_id: str, token: str) -> str | None:
    if not _SELLER_ID.fullmatch(seller_id):
        return t("A merchant token has letters and digits only, such as A1B2C3D4E5F6G7.")
    if not token or len(token) > _TOKEN_LENGTH or not token.isascii() or " " in token:
        return t("A refresh token begins with Atzr| and has no spaces. Copy it whole.")
    return None
