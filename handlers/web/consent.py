"""The way of public applications: a consent at Amazon's Seller Central."""

from dataclasses import dataclass

from aiohttp import web

from amazon.addresses import AmazonAddresses
from domain.application import Application
from domain.oauth import LinkPage
from handlers.web.connect import Pressed
from services.oauth.attempts import ConnectAttempts
from views.language import Translator
from views.web.pages import FormAction, Pages


@dataclass(frozen=True)
class ConsentAtAmazon:
    pages: Pages
    attempts: ConnectAttempts
    application: Application
    addresses: AmazonAddresses
    redirect_uri: str

    def page(self, t: Translator, page: LinkPage, action: FormAction) -> str:
        host = self.addresses.seller_central(page.store.marketplace)
        return self.pages.connect(t, page, action, host)

    async def go(self, t: Translator, pressed: Pressed) -> web.Response:
        """Begin an attempt and lead to Amazon.

        It answers 200 with a Refresh, for a redirect would be held back by our own form-action.
        """
        begun = await self.attempts.begin(pressed.token, pressed.cookie)
        place = begun.store.marketplace
        consent = self.addresses.consent(self.application, place, begun.state, self.redirect_uri)
        text = self.pages.leaving(t, consent, self.addresses.seller_central(place))
        headers = {"Refresh": f"0; url={consent}"}
        return web.Response(text=text, content_type="text/html", headers=headers)
