"""Wire the API for sync programs."""

from aiohttp import web

from bot.settings import Settings
from bot.wiring.services import Services
from domain.clock import Clock
from domain.sync_programs import ApiScope
from handlers.api.authentication import ApiAuthentication
from handlers.api.client_address import ClientAddress
from handlers.api.connections import ConnectionsApi
from handlers.api.lwa import LwaApi
from handlers.api.rate_limits import RateLimiter
from handlers.api.reference import ApiReference
from handlers.api.stores import StoresApi

PREFIX = "/api/v1"


def wire_api(
    settings: Settings, services: Services, documents: ApiReference, clock: Clock
) -> web.Application:
    """Return the application that is served under `PREFIX`."""
    paces = RateLimiter(clock)
    address = f"{settings.public_url}{PREFIX}/docs"
    askers = ClientAddress(settings.trusted_proxies)
    authentication = ApiAuthentication(
        services.sync_programs, paces, askers, services.key_guessing.guesses, clock, address
    )
    stores = StoresApi(services.program_reads, services.tokens, services.sellers, paces, clock)
    connections = ConnectionsApi(services.program_reads)
    lwa = LwaApi(authentication, services.sync_programs, services.tokens, services.grantless, clock)
    read, token = ApiScope.READ, ApiScope.TOKEN
    app = web.Application(middlewares=[authentication.always])
    app.router.add_get("/stores", authentication.needs(read, stores.list))
    app.router.add_get("/stores/{key}", authentication.needs(read, stores.get))
    app.router.add_get("/stores/{key}/settings", authentication.needs(read, stores.settings))
    app.router.add_post(
        "/stores/{key}/access-token", authentication.looks(token, stores.look, stores.access_token)
    )
    app.router.add_post(
        "/stores/{key}/check", authentication.looks(token, stores.look, stores.check)
    )
    app.router.add_get("/connections", authentication.needs(read, connections.list))
    app.router.add_get("/connections/{id}", authentication.needs(read, connections.get))
    app.router.add_post("/lwa/token", lwa.token)
    app.router.add_get("/openapi.json", documents.for_programs)
    app.router.add_get("/docs", documents.for_people)
    return app
