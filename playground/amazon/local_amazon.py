"""The local Amazon as one thing: four listeners on loopback, and what tests may do to it."""

import asyncio
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from aiohttp import web

from playground.amazon.driver import Browser
from playground.amazon.faults import Faults, Operation, Sleep
from playground.amazon.lwa import LoginWithAmazon
from playground.amazon.model import Application, Seller
from playground.amazon.pages import Addresses, Pages
from playground.amazon.rate_limits import PLANS, RateLimits
from playground.amazon.seller_central import SellerCentral
from playground.amazon.sign_in import SignInOrigin
from playground.amazon.sign_ins import SignIns
from playground.amazon.spapi import SellingPartnerApi
from playground.amazon.state import AmazonState

SHUTDOWN = 0.2


@dataclass(frozen=True)
class Ports:
    """0 lets the system choose."""

    lwa: int = 0
    spapi: int = 0
    seller_central: int = 0
    sign_in: int = 0


class LocalAmazon:
    """Started by `start`; `seller` is everywhere a store name or a seller id.

    Seller Central is at `localhost` and its sign-in at `127.0.0.1`, so that they are different
    sites and share no cookie.
    """

    def __init__(self, state: AmazonState, faults: Faults, addresses: Addresses) -> None:
        self.state = state
        self.faults = faults
        self.lwa_url = addresses.lwa
        self.spapi_url = addresses.spapi
        self.seller_central_url = addresses.seller_central
        self.sign_in_url = addresses.sign_in
        self._addresses = addresses
        self._runners: list[web.AppRunner] = []
        self._browsers: list[Browser] = []

    @classmethod
    async def start(
        cls,
        *,
        clock: Callable[[], datetime],
        application: Application,
        sellers: Iterable[Seller],
        sleep: Sleep = asyncio.sleep,
        ports: Ports = Ports(),
    ) -> Self:
        state = AmazonState(clock, [application], sellers)
        sockets = [_listening(p) for p in (ports.lwa, ports.spapi, ports.seller_central)]
        sockets.append(_listening(ports.sign_in))
        lwa, spapi, central, sign_in = (sock.getsockname()[1] for sock in sockets)
        addresses = Addresses(
            lwa=f"http://127.0.0.1:{lwa}",
            spapi=f"http://127.0.0.1:{spapi}",
            seller_central=f"http://localhost:{central}",
            sign_in=f"http://127.0.0.1:{sign_in}",
        )
        amazon = cls(state, Faults(sleep), addresses)
        for app, sock in zip(amazon._applications(), sockets, strict=True):
            await amazon._serve(app, sock)
        return amazon

    async def stop(self) -> None:
        """Stop listening; what is held or stalled ends, too."""
        for browser in self._browsers:
            await browser.close()
        for runner in self._runners:
            await runner.cleanup()

    def browser(self) -> Browser:
        """Open a browser that nobody has signed in with; `stop` closes it."""
        browser = Browser(self.state, self._addresses)
        self._browsers.append(browser)
        return browser

    @property
    def calls(self) -> list[Operation]:
        """Every operation of LWA and SP-API that was called, in order."""
        return self.faults.calls

    def register(self, application: Application) -> None:
        """Add an application, or change the facts of one that is registered."""
        self.state.applications[application.id] = application

    def revoke(self, seller: str) -> None:
        """Amazon honours none of the seller's tokens any more."""
        self.state.end(self.state.seller(seller).id)

    def disable(self, seller: str) -> None:
        """Do what Disable in Manage Your Apps does, for every application."""
        self.state.disable(self.state.seller(seller).id)

    def expire(self, seller: str) -> None:
        """As if the 365 days of the seller's consents were over."""
        self.state.expire(self.state.seller(seller).id)

    def self_authorize(self, application_id: str, seller: str) -> str:
        """Make a refresh token of a private application, as Develop Apps shows it."""
        application = self.state.applications[application_id]
        grant = self.state.authorize(application, self.state.seller(seller).id)
        return self.state.new_refresh_token(grant)

    def expire_secret(self) -> None:
        """Let the client secrets be over 180 days old: LWA goes on, SP-API refuses everyone."""
        self.state.expired_secrets.update(
            application.client_id for application in self.state.applications.values()
        )

    def rotate_secret(self, application_id: str, client_secret: str) -> None:
        """Set a new client secret; the old one is no longer known."""
        application = self.state.applications[application_id]
        self.register(replace(application, client_secret=client_secret))
        self.state.expired_secrets.discard(application.client_id)

    def fill_places(self) -> None:
        """Let the applications be unlisted and full: CONSENT_LIMIT_REACHED for a new seller."""
        self.state.fill_places()

    def free_places(self) -> None:
        """List the applications in the Appstore: no limit any more."""
        self.state.free_places()

    def rename(self, seller: str, name: str) -> None:
        self.state.change_seller(seller, name=name)

    def suspend_listings(self, seller: str) -> None:
        self.state.change_seller(seller, suspended=True)

    def resume_listings(self, seller: str) -> None:
        self.state.change_seller(seller, suspended=False)

    def drop_marketplace(self, seller: str, marketplace_id: str) -> None:
        """Let the seller no longer be registered there."""
        self.state.drop_marketplace(seller, marketplace_id)

    def add_marketplace(self, seller: str, marketplace_id: str) -> None:
        """Let the seller be registered there, too, or again."""
        self.state.add_marketplace(seller, marketplace_id)

    def _applications(self) -> list[web.Application]:
        state, sign_ins, pages = self.state, SignIns(), Pages()
        limits = RateLimits(state.clock, PLANS)
        return [
            LoginWithAmazon(state, self.faults).application(),
            SellingPartnerApi(state, self.faults, limits).application(),
            SellerCentral(state, self.faults, sign_ins, pages, self._addresses).application(),
            SignInOrigin(state, sign_ins, pages, self._addresses).application(),
        ]

    async def _serve(self, app: web.Application, sock: socket.socket) -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
        self._runners.append(runner)
        await runner.setup()
        await web.SockSite(runner, sock).start()


def _listening(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))
