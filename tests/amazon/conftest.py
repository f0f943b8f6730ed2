"""Our clients against the local Amazon, with short time-outs."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest

from amazon.addresses import AmazonAddresses
from amazon.application_health import ApplicationHealth
from amazon.lwa import LoginWithAmazon, Tokens
from amazon.spapi import SellingPartner
from domain import application as ours
from playground.amazon import Application, LocalAmazon, default_sellers
from tests.harness.clock import MovableClock

REDIRECT_URI = "https://bot.example/amazon/callback"
MOMENT = 0.4
"""Seconds for one call."""


@dataclass
class AtAmazon:
    """The local Amazon, and what asks it."""

    amazon: LocalAmazon
    lwa: LoginWithAmazon
    spapi: SellingPartner
    health: ApplicationHealth

    def code(self, seller: str = "Nordic Outdoor") -> str:
        """Let a seller consent; returns the code that comes back."""
        state = self.amazon.state
        (application,) = state.applications.values()
        grant = state.authorize(application, state.seller(seller).id)
        return state.new_code(grant, REDIRECT_URI)

    async def tokens(self, seller: str = "Nordic Outdoor") -> Tokens:
        return await self.lwa.exchange(self.code(seller), REDIRECT_URI)


@pytest.fixture(scope="session")
def certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


@pytest.fixture
async def at_amazon(clock: MovableClock, certificates: ssl.SSLContext) -> AsyncIterator[AtAmazon]:
    amazon = await LocalAmazon.start(
        clock=clock, application=_application(), sellers=default_sellers()
    )
    addresses = AmazonAddresses(amazon.lwa_url, amazon.spapi_url, amazon.seller_central_url)
    health = ApplicationHealth(clock)
    lwa = LoginWithAmazon(
        as_ours(_application()), addresses.token_url, certificates, health, MOMENT
    )
    async with httpx2.AsyncClient(verify=certificates) as client:
        spapi = SellingPartner(client, addresses, clock, health, MOMENT)
        yield AtAmazon(amazon, lwa, spapi, health)
    await lwa.close()
    await amazon.stop()


def _application() -> Application:
    return Application(
        id="amzn1.sp.solution.unit",
        client_id="amzn1.application-oa2-client.unit",
        client_secret="amzn1.oa2-cs.v1.unit",
        name="Unit",
        redirect_uris=[REDIRECT_URI],
        login_uri="https://bot.example/amazon/login",
    )


def as_ours(registered: Application) -> ours.Application:
    """Return the application as our settings would tell of it."""
    return ours.Application(
        id=registered.id,
        kind=ours.ApplicationKind(registered.state),
        name=registered.name,
        client_id=registered.client_id,
        client_secret=registered.client_secret,
    )
