"""The connect page: any number of looks spend nothing, one press leads to Amazon."""

from dataclasses import dataclass

from aiohttp import web

from amazon.addresses import AmazonAddresses
from domain.application import Application
from domain.connecting import LinkPage
from domain.errors import NothingThere, TooManyAttempts
from handlers.web.browser import Browsers, form_token, is_own_form
from services.attempting import ConnectAttempts
from services.linking import ShareLinks
from views.language import Language
from views.pages import Door, Pages


@dataclass(frozen=True)
class ConnectPages:
    browsers: Browsers
    pages: Pages
    links: ShareLinks
    attempts: ConnectAttempts
    application: Application
    addresses: AmazonAddresses
    redirect_uri: str

    async def show(self, request: web.Request) -> web.Response:
        """Show the page of a link; GET and HEAD change nothing."""
        say = self.browsers.language(request)
        answer = web.Response(content_type="text/html")
        cookie = self.browsers.keep(answer, self.browsers.cookie(request))
        self.browsers.remember_language(request, answer)
        page = await link_page(self.links, request)
        door = Door(request.path, form_token(cookie))
        if page is not None and page.is_open:
            host = self.addresses.seller_central(page.store.marketplace)
            answer.text = self.pages.connect(say, page, door, host)
        else:
            answer.set_status(404 if page is None else 410)
            answer.text = self.pages.closed(say, page, door, asked=False)
        return answer

    async def press(self, request: web.Request) -> web.Response:
        """Begin an attempt and lead to Amazon; or, on a closed link's page, ask for a new one."""
        say = self.browsers.language(request)
        cookie = self.browsers.cookie(request)
        form = await request.post()
        if cookie is None or not is_own_form(request, cookie, str(form.get("form_token", ""))):
            return stale_form(self.pages, say)
        try:
            return await self._lead_to_amazon(request, say, cookie)
        except NothingThere:
            return await ask_for_new(self.links, self.pages, request, say)
        except TooManyAttempts:
            return _too_many(self.pages, say)

    async def _lead_to_amazon(
        self, request: web.Request, say: Language, cookie: str
    ) -> web.Response:
        """Answer 200 with a Refresh: a redirect would be held back by our own form-action."""
        begun = await self.attempts.begin(request.match_info["link"], cookie)
        place = begun.store.marketplace
        consent = self.addresses.consent(self.application, place, begun.state, self.redirect_uri)
        host = self.addresses.seller_central(place)
        text = self.pages.leaving(say, consent, host)
        headers = {"Refresh": f"0; url={consent}"}
        return web.Response(text=text, content_type="text/html", headers=headers)


async def link_page(links: ShareLinks, request: web.Request) -> LinkPage | None:
    try:
        return await links.page(request.match_info["link"])
    except NothingThere:
        return None


async def ask_for_new(
    links: ShareLinks, pages: Pages, request: web.Request, say: Language
) -> web.Response:
    """Tell the asker in Slack that somebody holds a link that works no more."""
    page = await link_page(links, request)
    if page is not None:
        await links.ask_for_new(request.match_info["link"])
    text = pages.closed(say, page, Door(request.path, ""), asked=page is not None)
    status = 404 if page is None else 200
    return web.Response(status=status, text=text, content_type="text/html")


def stale_form(pages: Pages, say: Language) -> web.Response:
    """Refuse a form that did not come from our own page in this browser."""
    text = pages.fault(
        say,
        say("Please press the button once more"),
        say(
            "Your browser did not send the cookie of this page. Allow cookies here, open the "
            "connect link again, and press the button. Nothing was changed."
        ),
    )
    return web.Response(status=403, text=text, content_type="text/html")


def _too_many(pages: Pages, say: Language) -> web.Response:
    text = pages.fault(
        say,
        say("This link is in use"),
        say(
            "It has five tries open at the moment. They end by themselves within ten minutes: "
            "finish one of them, or open the link again then."
        ),
    )
    headers = {"Retry-After": "600"}
    return web.Response(status=429, text=text, content_type="text/html", headers=headers)
