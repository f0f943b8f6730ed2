"""The web server: routes, headers of every response, and a page for every fault."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from handlers.slack.endpoint import BODY_LIMIT, SlackEndpoint
from handlers.web.about import About
from handlers.web.appstore_login import AppstoreLogin
from handlers.web.browser import Browsers
from handlers.web.connect import ConnectPages
from handlers.web.health import Health
from handlers.web.oauth_callback import OAuthCallback
from views.web.pages import Pages

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LINE_LIMIT = 64 * 1024
"""The longest request line; within it, errors get a page of ours, with all headers."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class WebHandlers:
    """The handlers of every route outside the API."""

    slack: SlackEndpoint
    health: Health
    about: About
    connect: ConnectPages
    callback: OAuthCallback
    appstore_login: AppstoreLogin


@dataclass(frozen=True)
class Answers:
    """Middleware around every response, including errors."""

    browsers: Browsers
    pages: Pages

    @web.middleware
    async def always(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer every request: with a page in the reader's language where it fails."""
        try:
            return await handler(request)
        except web.HTTPException as told:
            return self._told(request, told)
        except web.RequestPayloadError:
            return self._told(request, web.HTTPBadRequest())
        except Exception:
            reference = uuid.uuid4().hex[:8]
            log.exception("a web request failed", reference=reference, method=request.method)
            return self._failed(request, reference)

    def _told(self, request: web.Request, told: web.HTTPException) -> web.Response:
        t = self.browsers.language(request)
        text = self.pages.unanswerable(t, told.status)
        headers = {"Allow": told.headers["Allow"]} if "Allow" in told.headers else None
        return web.Response(
            status=told.status, text=text, content_type="text/html", headers=headers
        )

    def _failed(self, request: web.Request, reference: str) -> web.Response:
        t = self.browsers.language(request)
        text = self.pages.failed(t, reference)
        return web.Response(status=500, text=text, content_type="text/html")

    async def add_headers(self, _request: web.Request, answer: web.StreamResponse) -> None:
        answer.headers.update(
            {
                "Content-Security-Policy": (
                    f"default-src 'none'; style-src '{self.pages.style_hash}'; "
                    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                ),
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
            }
        )
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers.popall("Server", None)
        if self.browsers.is_https:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"


def build_web(handlers: WebHandlers, answers: Answers) -> web.Application:
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[answers.always])
    app.on_response_prepare.append(answers.add_headers)
    app.router.add_get("/", handlers.about.show)
    app.router.add_post("/slack/events", handlers.slack.receive)
    app.router.add_get("/connect/result/{id}", handlers.callback.result)
    app.router.add_get("/connect/{link}", handlers.connect.show)
    app.router.add_post("/connect/{link}", handlers.connect.press)
    app.router.add_get("/amazon/callback", handlers.callback.receive, allow_head=False)
    app.router.add_get("/amazon/login", handlers.appstore_login.show)
    app.router.add_post("/amazon/login", handlers.appstore_login.press)
    app.router.add_get("/livez", handlers.health.live)
    app.router.add_get("/readyz", handlers.health.ready)
    return app


def build_runner(app: web.Application) -> web.AppRunner:
    """Build the runner without an access log, whose lines would hold codes and links."""
    return web.AppRunner(app, access_log=None, handle_signals=False, max_line_size=LINE_LIMIT)
