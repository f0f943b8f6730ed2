"""Begin SP-API's website workflow, for public and draft applications."""

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
    """The connect method of public applications: sends the browser to Amazon's consent page."""

    pages: Pages
    attempts: ConnectAttempts
    application: Application
    addresses: AmazonAddresses
    redirect_uri: str

    def page(self, t: Translator, page: LinkPage, action: FormAction) -> str:
        host = self.addresses.seller_central(page.store.marketplace)
        return self.pages.connect(t, page, action, host)

    async def go(self, t: Translator, pressed: Pressed) -> web.Response:
        """Begin an attempt and continue at Amazon.

        Answers 200 with a `Refresh` header, because our own `form-action` would block a redirect.
        """
        begun = await self.attempts.begin(pressed.token, pressed.cookie)
        place = begun.store.marketplace
        consent = self.addresses.consent(self.application, place, begun.state, self.redirect_uri)
        text = self.pages.leaving(t, consent, self.addresses.seller_central(place))
        headers = {"Refresh": f"0; url={consent}"}
        return web.Response(text=text, content_type="text/html", headers=headers)
