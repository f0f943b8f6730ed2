"""Login with Amazon: exchange codes and refresh tokens for access tokens, through Authlib."""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from amazon.application_health import Api, ApplicationHealth
from amazon.errors import (
    AmazonError,
    AmazonUnavailable,
    ApplicationRefused,
    CodeRefused,
    GrantGone,
)
from domain.application import Application

CALL_LIMIT = 8.0
"""The time-out of a whole call, in seconds."""
ANSWER_LIMIT = 64 * 1024
"""Bytes; Amazon's tokens have up to 2048 each."""
_NOT_OURS = "unauthorized_client"
_GRANTLESS = "client_credentials"
_UNWELL = {"server_error", "temporarily_unavailable", "slow_down", "ServiceUnavailable"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A token response of Login with Amazon; `expires_in` is in seconds."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int


class LoginWithAmazon:
    """Asks Login with Amazon. Every call either returns tokens or raises an `AmazonError`."""

    def __init__(
        self,
        application: Application,
        token_url: str,
        certificates: ssl.SSLContext,
        health: ApplicationHealth,
        call_limit: float = CALL_LIMIT,
    ) -> None:
        """`certificates` are those that Amazon's is checked against; reading them is slow."""
        self._health = health
        self._token_url = token_url
        self._call_limit = call_limit
        self._client = AsyncOAuth2Client(
            client_id=application.client_id,
            client_secret=application.client_secret,
            token_endpoint_auth_method="client_secret_post",  # noqa: S106 - a method's name
            timeout=call_limit,
            follow_redirects=False,
            verify=certificates,
        )
        for answered in ("access_token_response", "refresh_token_response"):
            self._client.register_compliance_hook(answered, _require_tokens)

    async def exchange(self, code: str, redirect_uri: str) -> Tokens:
        """Exchange an authorization code, which works once; raises `CodeRefused` and others."""
        return await self._ask(
            CodeRefused, grant_type="authorization_code", code=code, redirect_uri=redirect_uri
        )

    async def refresh(self, refresh_token: str) -> Tokens:
        """Refresh an access token; raises `GrantGone` and others."""
        return await self._ask(GrantGone, grant_type="refresh_token", refresh_token=refresh_token)

    async def try_out(self, refresh_token: str) -> Tokens:
        """Refresh with a token that somebody pasted; another client's token is `GrantGone` as well.

        Such a failure says nothing about our own application.
        """
        given = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        try:
            return await self._fetch(GrantGone, **given)
        except ApplicationRefused as refusal:
            if refusal.code == _NOT_OURS:
                raise GrantGone(refusal.code, refusal.details) from None
            raise

    async def grantless(self, scope: str) -> Tokens:
        """Request a grantless token; its refresh token is empty.

        A refused scope says nothing about the application. Source: SP-API, "Authorization with the
        grantless operations".
        """
        return await self._fetch(ApplicationRefused, grant_type=_GRANTLESS, scope=scope)

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, on_invalid_grant: type[AmazonError], **grant: str) -> Tokens:
        """Ask for tokens, and note what the response says about our application."""
        try:
            tokens = await self._fetch(on_invalid_grant, **grant)
        except ApplicationRefused as refusal:
            self._health.refused(Api.LWA, refusal.code, refusal.details)
            raise
        except on_invalid_grant:
            self._health.honoured(Api.LWA)
            raise
        self._health.honoured(Api.LWA)
        return tokens

    async def _fetch(self, on_invalid_grant: type[AmazonError], **grant: str) -> Tokens:
        with self._health.counting(Api.LWA):
            try:
                async with asyncio.timeout(self._call_limit):
                    token = await self._client.fetch_token(self._token_url, **grant)
                _require_refresh_token(token, grant["grant_type"])
            except OAuthError as refusal:
                raise _told(refusal, on_invalid_grant) from None
            except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as fault:
                raise AmazonUnavailable(type(fault).__name__) from None
        return Tokens(token["access_token"], token.get("refresh_token", ""), token["expires_in"])


def _require_tokens(answer: httpx2.Response) -> httpx2.Response:
    """Pass tokens and LWA's own errors; anything else means that Amazon is unwell.

    Authlib checks neither the status nor the shape of a response.
    """
    if answer.status_code == 429 or answer.status_code >= 500 or len(answer.content) > ANSWER_LIMIT:
        raise AmazonUnavailable(f"HTTP {answer.status_code}")
    body = _json(answer)
    if answer.status_code == 200 and _are_tokens(body):
        return answer
    if answer.status_code >= 400 and isinstance(body.get("error"), str):
        return answer
    raise AmazonUnavailable(f"HTTP {answer.status_code}", "an answer that cannot be read")


def _require_refresh_token(token: dict[str, Any], grant_type: str) -> None:
    if grant_type != _GRANTLESS and not token.get("refresh_token"):
        raise AmazonUnavailable("HTTP 200", "an answer without a refresh token")


def _json(answer: httpx2.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _are_tokens(body: dict[str, Any]) -> bool:
    texts = (body.get("access_token"), body.get("refresh_token", ""))
    seconds = body.get("expires_in")
    are_texts = all(isinstance(text, str) for text in texts)
    return are_texts and bool(texts[0]) and isinstance(seconds, int)


def _told(refusal: OAuthError, on_invalid_grant: type[AmazonError]) -> AmazonError:
    code, details = str(refusal.error), str(refusal.description or "")
    if code == "invalid_grant":
        return on_invalid_grant(code, details)
    if code in _UNWELL:
        return AmazonUnavailable(code, details)
    return ApplicationRefused(code, details)
