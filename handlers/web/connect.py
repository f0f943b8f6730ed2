"""The connect page: looking changes nothing, one press connects."""

from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from domain.errors import NothingThere, TooManyAttempts
from domain.oauth import LinkPage
from handlers.web.browser import Browsers, form_token, is_own_form, read_form
from services.oauth.links import ConnectLinks
from views.language import Translator
from views.web.pages import FormAction, Pages


@dataclass(frozen=True, slots=True)
class Pressed:
    """A submitted form of the connect page, verified to come from our own page in that browser."""

    token: str
    page: LinkPage
    action: FormAction
    cookie: str
    fields: dict[str, str]


class ConnectMethod(Protocol):
    """How sellers connect: by the website workflow, or by pasting a token."""

    def page(self, t: Translator, page: LinkPage, action: FormAction) -> str: ...

    async def go(self, t: Translator, pressed: Pressed) -> web.Response:
        """Carry out the press; raises `NothingThere` or `TooManyAttempts`."""
        ...


@dataclass(frozen=True)
class ConnectPages:
    """Serves `/connect/{link}`, the page where the website workflow begins."""

    browsers: Browsers
    pages: Pages
    links: ConnectLinks
    method: ConnectMethod

    async def show(self, request: web.Request) -> web.Response:
        """Show a link's page; GET and HEAD change nothing."""
        t = self.browsers.language(request)
        answer = web.Response(content_type="text/html")
        cookie = self.browsers.keep(answer, self.browsers.cookie(request))
        self.browsers.remember_language(request, answer)
        page, action = await self._page(request), FormAction(request.path, form_token(cookie))
        if page is not None and page.is_open:
            answer.text = self.method.page(t, page, action)
        else:
            answer.set_status(404 if page is None else 410)
            answer.text = self.pages.closed(t, page, action, asked=False)
        return answer

    async def press(self, request: web.Request) -> web.Response:
        """Connect by the application's method; on a closed link's page, ask for a new link instead.

        A form sent twice, or just after its link was closed, was meant to connect: it shows that
        the link is closed, and asks nobody for anything.
        """
        t = self.browsers.language(request)
        cookie = self.browsers.cookie(request)
        fields = await read_form(request)
        if cookie is None or not is_own_form(request, cookie, fields.get("form_token", "")):
            return _stale_form(self.pages, t, request.path)
        page, action = await self._page(request), FormAction(request.path, form_token(cookie))
        if page is None or not page.is_open:
            return await self._closed(request, t, page, action, fields)
        pressed = Pressed(request.match_info["link"], page, action, cookie, fields)
        try:
            return await self.method.go(t, pressed)
        except NothingThere:
            closed = await self._page(request)
            return await self._closed(request, t, closed, action, fields)
        except TooManyAttempts:
            return _too_many(self.pages, t, request.path)

    async def _page(self, request: web.Request) -> LinkPage | None:
        try:
            return await self.links.page(request.match_info["link"])
        except NothingThere:
            return None

    async def _closed(
        self,
        request: web.Request,
        t: Translator,
        page: LinkPage | None,
        action: FormAction,
        fields: dict[str, str],
    ) -> web.Response:
        """Post in Slack, where that is wanted, that somebody has a closed link."""
        asks = page is not None and fields.get("wants") != "connection"
        if asks:
            await self.links.ask_for_new(request.match_info["link"])
        text = self.pages.closed(t, page, action, asked=asks)
        status = 200 if asks else 404 if page is None else 410
        return web.Response(status=status, text=text, content_type="text/html")


def _stale_form(pages: Pages, t: Translator, again: str) -> web.Response:
    """Refuse a form that did not come from our own page in this browser."""
    text = pages.fault(
        t,
        t("Please press the button once more"),
        t(
            "Your browser did not send the cookie of this page. Allow cookies here, open the "
            "connect link again, and press the button. Nothing was changed."
        ),
        again,
    )
    return web.Response(status=403, text=text, content_type="text/html")


def _too_many(pages: Pages, t: Translator, again: str) -> web.Response:
    text = pages.fault(
        t,
        t("This link is in use"),
        t(
            "It has five tries open at the moment. They end by themselves within ten minutes: "
            "finish one of them, or open the link again then."
        ),
        again,
    )
    headers = {"Retry-After": "600"}
    return web.Response(status=429, text=text, content_type="text/html", headers=headers)
