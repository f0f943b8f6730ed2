"""The Web API: finding the method, the caller, their scopes and pace; then the call, and faults.

Source: docs.slack.dev/apis/web-api.
"""

import json
from collections.abc import Mapping
from contextlib import suppress

from aiohttp import web

from playground.slack import arguments, methods_chat, methods_directory, methods_views
from playground.slack.arguments import Arguments
from playground.slack.core import Call, Core
from playground.slack.faults import Fault
from playground.slack.methods import Caller, Method
from playground.slack.wire import Json, RateLimitedError, SlackError
from playground.slack.world import Installation


def auth_test(caller: Caller, args: Arguments) -> Json:
    del args
    installed, world = caller.installed, caller.core.world
    team = world.teams[installed.team_id]
    return {
        "url": f"{caller.core.base_url}/",
        "team": team.name,
        "user": world.users[installed.bot_user_id].name,
        "team_id": team.id,
        "user_id": installed.bot_user_id,
        "bot_id": installed.bot_id,
        "app_id": world.app.id,
        "is_enterprise_install": False,
    }


METHODS: Mapping[str, Method] = {
    "auth.test": Method(auth_test),
    **methods_chat.METHODS,
    **methods_views.METHODS,
    **methods_directory.METHODS,
}


def api_test(given: Json) -> Json:
    told = {name: value for name, value in given.items() if name != "token"}
    if "error" in told:
        raise SlackError(str(told["error"]), args=told)
    return {"ok": True, "args": told}


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault, token = Fault(), None
        try:
            given = await arguments.read(request)
            token = _token(request, given)
            self._core.calls.append(Call(method, given))
            self._core.feed.ring()
            fault = await self._core.faults.pass_through(method)
            answer = web.json_response(self._outcome(method, token, given, fault))
        except RateLimitedError as limit:
            headers = {"Retry-After": str(limit.retry_after)}
            answer = web.json_response(limit.answer(), status=429, headers=headers)
        except SlackError as refusal:
            answer = web.json_response(refusal.answer())
        answer.headers["X-OAuth-Scopes"] = self._granted(token)
        self._core.feed.ring()
        await self._core.faults.before_answer(method)
        return await self._faulty(request, answer, fault)

    def _outcome(self, method: str, token: str | None, given: Json, fault: Fault) -> Json:
        if fault.error:
            raise SlackError(fault.error)
        if fault.instead:
            return {}
        if method == "api.test":
            return api_test(given)
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        caller = Caller(self._core, self._installation(token))
        self._core.rates.take(caller.installed.team_id, method, given)
        caller.need(*METHODS[method].scopes)
        return {"ok": True, **METHODS[method].call(caller, Arguments(given))}

    def _granted(self, token: str | None) -> str:
        """Name a token's scopes, as every answer does: docs.slack.dev/authentication."""
        found = (i for i in self._core.world.installations if i.bot_token == token)
        return next((",".join(sorted(i.scopes)) for i in found), "")

    def _installation(self, token: str | None) -> Installation:
        if not token:
            raise SlackError("not_authed")
        known = self._core.world.installations
        found = next((i for i in known if i.bot_token == token), None)
        if found is None:
            raise SlackError("invalid_auth")
        if found.refusal:
            raise SlackError(found.refusal)
        return found

    async def _faulty(
        self,
        request: web.Request,
        answer: web.Response,
        fault: Fault,
    ) -> web.StreamResponse:
        if fault.delay:
            await self._core.sleep(fault.delay)
        if fault.status != 200:
            answer.set_status(fault.status)
        if fault.body is not None:
            answer.text = fault.body
        answer.headers.update(fault.headers)
        if fault.reset or fault.lost:
            _drop(request)
        if fault.truncate is not None:
            return await _cut_off(request, answer, fault.truncate)
        if fault.drip:
            return await self._drip(request, answer, fault.drip)
        return answer

    async def _drip(
        self, request: web.Request, answer: web.Response, seconds: float
    ) -> web.StreamResponse:
        """Send an answer byte by byte, until whoever waits for it has gone."""
        dripping = web.StreamResponse(headers={"Content-Type": "application/json"})
        await dripping.prepare(request)
        with suppress(ConnectionError):
            for byte in (answer.text or "").encode():
                await dripping.write(bytes([byte]))
                await self._core.sleep(seconds)
        return dripping


def _token(request: web.Request, given: Json) -> str | None:
    header = request.headers.get("Authorization", "")
    in_form = given.pop("token", None) if request.content_type != arguments.JSON_TYPE else None
    return header.removeprefix("Bearer ") if header.startswith("Bearer ") else in_form


def _drop(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


async def _cut_off(request: web.Request, answer: web.Response, size: int) -> web.StreamResponse:
    """Promise the whole body, send the first `size` bytes of it, and hang up."""
    body = (answer.text or json.dumps({})).encode()
    partial = web.StreamResponse(headers={"Content-Type": "application/json"})
    partial.content_length = len(body)
    await partial.prepare(request)
    await partial.write(body[:size])
    _drop(request)
    return partial
