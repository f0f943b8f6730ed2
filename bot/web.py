"""The web server: routes, and the headers that every answer carries."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from handlers.slack.door import BODY_LIMIT, SlackDoor
from handlers.web.health import Health

log: structlog.stdlib.BoundLogger = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class WebHandlers:
    slack: SlackDoor
    health: Health


def build_web(handlers: WebHandlers) -> web.Application:
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_answer_always])
    app.router.add_post("/slack/events", handlers.slack.receive)
    app.router.add_get("/livez", handlers.health.live)
    app.router.add_get("/readyz", handlers.health.ready)
    return app


@web.middleware
async def _answer_always(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what nobody foresaw into a plain answer with a reference that the log has."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("a web request failed", reference=reference, method=request.method)
        return web.Response(status=500, text=f"Something went wrong. Reference: {reference}\n")
