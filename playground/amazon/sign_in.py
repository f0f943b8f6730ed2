"""The sign-in, on an origin of its own: e-mail and password, then the two-step code."""

import hmac
from urllib.parse import urlencode

from aiohttp import web

from playground.amazon.pages import Addresses, Pages
from playground.amazon.sign_ins import SignIn, SignIns
from playground.amazon.state import AmazonState

COOKIE = "local-sign-in"


class SignInOrigin:
    def __init__(
        self, state: AmazonState, sign_ins: SignIns, pages: Pages, addresses: Addresses
    ) -> None:
        self._state = state
        self._sign_ins = sign_ins
        self._pages = pages
        self._addresses = addresses

    def application(self) -> web.Application:
        app = self._pages.application()
        app.router.add_get("/ap/signin", self._ask)
        app.router.add_post("/ap/signin", self._password)
        app.router.add_get("/ap/mfa", self._ask_code)
        app.router.add_post("/ap/mfa", self._code)
        return app

    async def _ask(self, request: web.Request) -> web.Response:
        sign_in = self._current(request)
        if sign_in is not None and sign_in.complete:
            raise self._back(sign_in, request)
        return self._form(request)

    def _form(self, request: web.Request, email: str = "", problem: str = "") -> web.Response:
        return self._pages.render(
            "sign_in",
            status=400 if problem else 200,
            sellers=list(self._state.sellers.values()),
            return_to=_return_to(request),
            email=email,
            problem=problem,
        )

    async def _password(self, request: web.Request) -> web.Response:
        form = await request.post()
        email, password = str(form.get("email", "")), str(form.get("password", ""))
        account = self._state.account(email)
        if account is None:
            problem = "There is no account with that e-mail address."
            return self._form(request, email, problem)
        user = account[1]
        if not hmac.compare_digest(user.password.encode(), password.encode()):
            return self._form(request, email, "That is not the password of this account.")
        query = urlencode({"return_to": _return_to(request)})
        answer = web.HTTPSeeOther(f"/ap/mfa?{query}")
        answer.set_cookie(COOKIE, self._sign_ins.begin(user.email), httponly=True, samesite="Lax")
        raise answer

    async def _ask_code(self, request: web.Request) -> web.Response:
        return self._code_form(request, self._needed(request))

    def _code_form(self, request: web.Request, sign_in: SignIn, problem: str = "") -> web.Response:
        return self._pages.render(
            "two_step",
            status=400 if problem else 200,
            sign_in=sign_in,
            return_to=_return_to(request),
            problem=problem,
        )

    async def _code(self, request: web.Request) -> web.Response:
        sign_in = self._needed(request)
        given = str((await request.post()).get("code", "")).replace(" ", "")
        if not hmac.compare_digest(given.encode(), sign_in.code.encode()):
            return self._code_form(request, sign_in, "That is not the code shown below.")
        sign_in.complete = True
        raise self._back(sign_in, request)

    def _current(self, request: web.Request) -> SignIn | None:
        return self._sign_ins.at(request.cookies.get(COOKIE))

    def _needed(self, request: web.Request) -> SignIn:
        sign_in = self._current(request)
        if sign_in is None:
            query = urlencode({"return_to": _return_to(request)})
            raise web.HTTPSeeOther(f"/ap/signin?{query}")
        return sign_in

    def _back(self, sign_in: SignIn, request: web.Request) -> web.HTTPException:
        ticket, return_to = self._sign_ins.ticket(sign_in), _return_to(request)
        query = urlencode({"ticket": ticket, "return_to": return_to})
        return web.HTTPSeeOther(f"{self._addresses.seller_central}/signed-in?{query}")


def _return_to(request: web.Request) -> str:
    """Return a path of Seller Central's, never another site."""
    path = request.query.get("return_to", "")
    return path if path.startswith("/") and path[1:2] not in {"/", "\\"} else "/home"
