"""`GET /`: what this is, who runs it, what is kept."""

from dataclasses import dataclass

from aiohttp import web

from handlers.web.browser import Browsers
from views.web.pages import Pages


@dataclass(frozen=True)
class About:
    """Serves the start page, `GET /`."""

    browsers: Browsers
    pages: Pages

    async def show(self, request: web.Request) -> web.Response:
        t = self.browsers.language(request)
        answer = web.Response(text=self.pages.about(t), content_type="text/html")
        self.browsers.remember_language(request, answer)
        return answer
