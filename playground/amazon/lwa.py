"""Login with Amazon: `POST /auth/o2/token`, as strict as its documented answers."""

import hmac
from collections.abc import Mapping

from aiohttp import web

from playground.amazon.faults import Faults
from playground.amazon.model import Application
from playground.amazon.state import ACCESS_LIFETIME, AmazonState, Grant

GRANTLESS_SCOPES = frozenset(
    {
        "sellingpartnerapi::notifications",
        "sellingpartnerapi::migration",
        "sellingpartnerapi::client_credential:rotation",
    }
)
GONE = ". User may have revoked or didn't grant the permission."
HEADERS = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Form = Mapping[str, str]
Answer = dict[str, str | int]


class LwaError(Exception):
    """An answer of RFC 6749, section 5.2, in Amazon's wording."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"error_description": description, "error": error}


def _invalid_grant(parameter: str, suffix: str = "") -> LwaError:
    text = f"The request has an invalid grant parameter : {parameter}{suffix}"
    return LwaError("invalid_grant", text)


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        text = f"The request is missing a required parameter : {name}"
        raise LwaError("invalid_request", text)
    return form[name]


class LoginWithAmazon:
    def __init__(self, state: AmazonState, faults: Faults) -> None:
        self._state = state
        self._faults = faults

    def application(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024)
        app.router.add_post("/auth/o2/token", self._faults.guard("lwa.token", self._token))
        return app

    async def _token(self, request: web.Request) -> web.Response:
        try:
            form = await _form(request)
            answer = self._answer(form)
        except LwaError as refusal:
            return web.json_response(refusal.body, status=refusal.status, headers=HEADERS)
        return web.json_response(answer, headers=HEADERS)

    def _answer(self, form: Form) -> Answer:
        answers = {
            "authorization_code": self._authorization_code,
            "refresh_token": self._refresh_token,
            "client_credentials": self._client_credentials,
        }
        answer = answers.get(_needed(form, "grant_type"))
        if answer is None:
            text = "The authorization grant type is not supported by the authorization server"
            raise LwaError("unsupported_grant_type", text)
        return answer(form, self._client(form))

    def _client(self, form: Form) -> Application:
        client_id, secret = _needed(form, "client_id"), _needed(form, "client_secret")
        client = self._state.client(client_id)
        if client is None or not hmac.compare_digest(
            client.client_secret.encode(), secret.encode()
        ):
            raise LwaError("invalid_client", "Client authentication failed", 401)
        return client

    def _authorization_code(self, form: Form, client: Application) -> Answer:
        value, redirect_uri = _needed(form, "code"), _needed(form, "redirect_uri")
        code = self._state.codes.get(value)
        if code is None or code.ends_at <= self._state.clock():
            raise _invalid_grant("code")
        if code.grant.application.id != client.id or not code.grant.live(self._state.clock()):
            raise _invalid_grant("code")
        if code.redirect_uri != redirect_uri:
            raise _invalid_grant("redirect_uri")
        del self._state.codes[value]
        self._state.retire_tokens(code.grant)
        return self._tokens(code.grant, self._state.new_refresh_token(code.grant))

    def _refresh_token(self, form: Form, client: Application) -> Answer:
        value = _needed(form, "refresh_token")
        grant = self._state.refresh_tokens.get(value)
        if grant is None:
            raise _invalid_grant("refresh_token")
        if grant.application.client_id != client.client_id:
            raise LwaError("unauthorized_client", "Not authorized for requested operation")
        if value in self._state.retired_tokens or not grant.live(self._state.clock()):
            raise _invalid_grant("refresh_token", GONE)
        return self._tokens(grant, value)

    def _client_credentials(self, form: Form, client: Application) -> Answer:
        if not set(_needed(form, "scope").split()) <= GRANTLESS_SCOPES:
            text = "The requested scope is invalid, unknown, or malformed"
            raise LwaError("invalid_scope", text)
        return self._bearer(self._state.new_access_token(client, None))

    def _tokens(self, grant: Grant, refresh_token: str) -> Answer:
        access_token = self._state.new_access_token(grant.application, grant)
        return {**self._bearer(access_token), "refresh_token": refresh_token}

    def _bearer(self, access_token: str) -> Answer:
        seconds = int(ACCESS_LIFETIME.total_seconds())
        return {"access_token": access_token, "token_type": "bearer", "expires_in": seconds}


async def _form(request: web.Request) -> Form:
    """Read the one value of each field; LwaError when one is given twice or it is no form."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise LwaError("invalid_request", "Malformed request")
    fields = await request.post()
    form = {name: str(value) for name, value in fields.items()}
    if len(form) != len(fields):
        raise LwaError("invalid_request", "Malformed request")
    return form
