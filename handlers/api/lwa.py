"""`POST /api/v1/lwa/token`: the form of Login with Amazon, for programs that know only that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import MultiMapping
from pydantic import TypeAdapter

from domain.access_tokens import Want, Withheld
from domain.clock import Clock
from domain.sync_programs import GRANTLESS, ApiScope, SyncProgram
from handlers.api.authentication import KEY_LIMIT, ApiAuthentication, body_of, store_key
from handlers.api.responses import given
from services.sync_programs.access_tokens import AccessTokens, Asker
from services.sync_programs.grantless_tokens import GrantlessTokens
from services.sync_programs.programs import SyncPrograms
from views.api.problems import UNAUTHORIZED, Problem

Form = Mapping[str, str]
Json = dict[str, Any]


class LwaRefusal(Exception):
    """An answer of RFC 6749, section 5.2, as Login with Amazon gives it."""

    def __init__(
        self, error: str, description: str, status: int = 400, retry_after: int | None = None
    ) -> None:
        super().__init__(error)
        self.body = {"error": error, "error_description": description}
        self.status = status
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}


ERRORS = {
    400: "invalid_request",
    401: "invalid_client",
    403: "unauthorized_client",
    404: "invalid_grant",
    409: "invalid_grant",
    413: "invalid_request",
    429: "slow_down",
    500: "server_error",
    503: "temporarily_unavailable",
}
"""LWA's error for each status of a problem."""
_JSON = TypeAdapter(Form)
_DOUBTED = 503
"""A client gives up for good after `invalid_grant`, so it is sent only once it is certain."""


def _as_lwa(problem: Problem) -> LwaRefusal:
    """Describe a problem as LWA does; its only sentence also says where in Slack to go."""
    if problem.status == UNAUTHORIZED.status:
        return LwaRefusal("invalid_client", "Client authentication failed", UNAUTHORIZED.status)
    status = _DOUBTED if problem.kind == Withheld.DOUBTED else problem.status
    at = problem.members.get("slack")
    text = f"{problem.title}. {problem.detail}" + (f" {at['url']}" if at else "")
    answered = 400 if ERRORS[status] == "invalid_grant" else status
    return LwaRefusal(ERRORS[status], text, answered, problem.retry_after)


@dataclass(frozen=True)
class LwaApi:
    """Issues tokens as LWA does: the store's key is the refresh token, the program's the secret."""

    authentication: ApiAuthentication
    sync_programs: SyncPrograms
    tokens: AccessTokens
    grantless: GrantlessTokens
    clock: Clock

    async def token(self, request: web.Request) -> web.Response:
        try:
            body = await self._answer(request)
        except LwaRefusal as refusal:
            return given(refusal.body, refusal.status, refusal.headers)
        except Exception as fault:  # noqa: BLE001 - each is told, and the unknown ones logged
            told = _as_lwa(self.authentication.problem(fault))
            return given(told.body, told.status, told.headers)
        return given(body)

    async def _answer(self, request: web.Request) -> Json:
        form = await _form(request)
        kind = _needed(form, "grant_type")
        if kind not in {"refresh_token", "client_credentials"}:
            text = "The authorization grant type is not supported by the authorization server"
            raise LwaRefusal("unsupported_grant_type", text)
        secret = _needed(form, "client_secret")[:KEY_LIMIT]
        if kind == "client_credentials":
            shown, _ = await self.authentication.admit(request, self.sync_programs.shown(secret))
            return await self._grantless(shown.program, secret, _needed(form, "scope"))
        key = _needed(form, "refresh_token")
        looking = self.tokens.shown(secret, store_key(key))
        asker, _ = await self.authentication.admit(request, looking)
        return await self._of_store(asker, key)

    async def _of_store(self, asker: Asker, key: str) -> Json:
        if not asker.program.may(ApiScope.TOKEN):
            raise LwaRefusal("unauthorized_client", "Not authorized for requested operation")
        token = await self.tokens.issue_to(asker, Want.YOUNG)
        seconds = (token.expires_at - self.clock()).total_seconds()
        return {**_granted(token.access_token, seconds), "refresh_token": key}

    async def _grantless(self, program: SyncProgram, secret: str, scope: str) -> Json:
        wanted = next((each for each in GRANTLESS if each == scope), None)
        if wanted is None:
            text = "The requested scope is invalid, unknown, or malformed"
            raise LwaRefusal("invalid_scope", text)
        if not program.may(wanted):
            raise LwaRefusal("unauthorized_client", "Not authorized for requested operation")
        token = await self.grantless.issue_to(secret, wanted)
        seconds = (token.expires_at - self.clock()).total_seconds()
        return _granted(token.access_token, seconds)


def _granted(access_token: str, seconds: float) -> Json:
    return {"access_token": access_token, "token_type": "bearer", "expires_in": int(seconds)}


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        raise LwaRefusal("invalid_request", f"The request is missing a required parameter : {name}")
    return form[name]


async def _form(request: web.Request) -> Form:
    """Read a form, or JSON as Amazon's SDK for Java sends it."""
    body = await body_of(request)
    try:
        if request.content_type == "application/json":
            return _JSON.validate_json(body, strict=True)
        if request.content_type == "application/x-www-form-urlencoded":
            return _each_once(await request.post())
    except (ValueError, LookupError):
        pass
    raise LwaRefusal("invalid_request", "Malformed request")


def _each_once(fields: MultiMapping[Any]) -> Form:
    """Return a form's fields; raises `ValueError` where one is repeated."""
    form = {name: str(value) for name, value in fields.items()}
    if len(form) != len(fields):
        raise ValueError
    return form
