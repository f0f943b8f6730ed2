"""The local Slack as one server on loopback."""

from collections.abc import Callable

from aiohttp import web

from playground.slack.client_api import ClientApi
from playground.slack.core import Core
from playground.slack.events import Events
from playground.slack.response_urls import ResponseUrls
from playground.slack.web_api import WebApi

LARGEST_REQUEST = 16 * 1024 * 1024
AddRoutes = Callable[[web.Application], None]


def application(core: Core, events: Events, add_routes: AddRoutes | None) -> web.Application:
    """Join the Web API, the response addresses and the page's API; `add_routes` adds the page."""
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.router.add_route("*", "/api/{method}", WebApi(core).handle)
    app.router.add_post("/hooks/{token}", ResponseUrls(core).handle)
    ClientApi(core, events).add_routes(app)
    if add_routes:
        add_routes(app)
    return app


async def listen(app: web.Application, port: int) -> tuple[web.AppRunner, str]:
    """Listen on 127.0.0.1; the address with the port that was found."""
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"
