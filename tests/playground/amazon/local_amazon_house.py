"""What the tests of the local Amazon share: one application, a clock, and the calls a bot makes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession
from yarl import URL

from playground.amazon import Application, LocalAmazon

REDIRECT_URI = "https://bot.example/amazon/callback"
APPLICATION = Application(
    id="amzn1.sp.solution.store-bot",
    client_id="amzn1.application-oa2-client.store-bot",
    client_secret="amzn1.oa2-cs.v1.secret",
    name="Store Bot",
    redirect_uris=[REDIRECT_URI],
    login_uri="https://bot.example/amazon/login",
)
CREDENTIALS = {"client_id": APPLICATION.client_id, "client_secret": APPLICATION.client_secret}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def consent_url(amazon: LocalAmazon, **changes: str) -> str:
    asked = {"application_id": APPLICATION.id, "state": "s" * 43, "redirect_uri": REDIRECT_URI}
    query = urlencode({**asked, **changes})
    return f"{amazon.seller_central_url}/apps/authorize/consent?{query}"


class Bot:
    """Asks the local Amazon as the real bot does."""

    def __init__(self, amazon: LocalAmazon, session: ClientSession) -> None:
        self.amazon = amazon
        self.session = session

    async def token(self, **fields: str) -> tuple[int, dict[str, Any]]:
        """The status and answer of LWA."""
        url = f"{self.amazon.lwa_url}/auth/o2/token"
        async with self.session.post(url, data={**CREDENTIALS, **fields}) as answer:
            return answer.status, await answer.json()

    async def code(self, seller: str) -> str:
        callback = await self.amazon.browser().consent(consent_url(self.amazon), seller)
        return URL(callback).query["spapi_oauth_code"]

    async def exchange(self, code: str, **changes: str) -> tuple[int, dict[str, Any]]:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
        return await self.token(**{**fields, **changes})

    async def refresh(self, refresh_token: str) -> tuple[int, dict[str, Any]]:
        return await self.token(grant_type="refresh_token", refresh_token=refresh_token)

    async def connect(self, seller: str) -> tuple[str, str]:
        """The access token and the refresh token of a new consent."""
        _, answer = await self.exchange(await self.code(seller))
        return answer["access_token"], answer["refresh_token"]

    async def get(self, path: str, access_token: str | None, **query: str) -> tuple[int, Any]:
        """The status and answer of SP-API."""
        headers = {} if access_token is None else {"x-amz-access-token": access_token}
        url = f"{self.amazon.spapi_url}{path}"
        async with self.session.get(url, headers=headers, params=query) as answer:
            return answer.status, await answer.json()

    async def participations(self, access_token: str | None) -> tuple[int, Any]:
        return await self.get("/sellers/v1/marketplaceParticipations", access_token)

    async def listings(self, seller_id: str, token: str, marketplace_id: str) -> tuple[int, Any]:
        path = f"/listings/2021-08-01/items/{seller_id}"
        return await self.get(path, token, marketplaceIds=marketplace_id)
