"""Who is looking at Seller Central, and the way to the sign-in for whoever is not known."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from playground.amazon import error_pages
from playground.amazon.error_pages import ErrorPage, Refusal
from playground.amazon.model import Seller, User
from playground.amazon.pages import Addresses, Pages
from playground.amazon.sign_ins import SignIns
from playground.amazon.state import AmazonState

COOKIE = "local-seller-central"


@dataclass(frozen=True)
class Visitor:
    seller: Seller
    user: User

    def need_right_to_authorize(self) -> None:
        if not self.user.may_authorize:
            raise Refusal(error_pages.NOT_PRIMARY)


class Visitors:
    def __init__(
        self, state: AmazonState, sign_ins: SignIns, pages: Pages, addresses: Addresses
    ) -> None:
        self._state = state
        self._sign_ins = sign_ins
        self._pages = pages
        self._addresses = addresses

    def find(self, request: web.Request) -> Visitor | None:
        sign_in = self._sign_ins.at(request.cookies.get(COOKIE))
        account = self._state.account(sign_in.email) if sign_in else None
        return Visitor(*account) if account else None

    def need(self, request: web.Request) -> Visitor:
        """Return the visitor; whoever is not signed in is sent to the sign-in and back."""
        visitor = self.find(request)
        if visitor is None:
            query = urlencode({"return_to": request.path_qs})
            raise web.HTTPFound(f"{self._addresses.sign_in}/ap/signin?{query}")
        return visitor

    def page(self, name: str, visitor: Visitor, **shown: Any) -> web.Response:
        return self._pages.render(name, visitor=visitor, **shown)

    def refused(self, request: web.Request, error: ErrorPage) -> web.Response:
        return self._pages.render(
            "refused", status=error.status, visitor=self.find(request), error=error
        )

    async def signed_in(self, request: web.Request) -> web.Response:
        """Where the sign-in's origin hands its visitor over."""
        cookie = self._sign_ins.redeem(request.query.get("ticket", ""))
        return_to = request.query.get("return_to", "/home")
        answer = web.HTTPSeeOther(f"{self._addresses.seller_central}/{return_to.lstrip('/')}")
        if cookie is not None:
            answer.set_cookie(COOKIE, cookie, httponly=True, samesite="Lax")
        raise answer

    async def log_out(self, request: web.Request) -> web.Response:
        """End the sign-in on both origins."""
        sign_in = self._sign_ins.at(request.cookies.get(COOKIE))
        if sign_in is not None:
            sign_in.over = True
        answer = web.HTTPSeeOther("/home")
        answer.del_cookie(COOKIE)
        raise answer
