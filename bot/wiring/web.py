"""Wire the web pages."""

from aiohttp import web

from bot.database import Readiness
from bot.settings import Settings
from bot.web import Answers, WebHandlers, build_web
from bot.wiring.api import PREFIX, wire_api
from bot.wiring.services import Services
from domain.application import ApplicationKind
from domain.clock import Clock
from handlers.api.reference import ApiReference, description
from handlers.slack.endpoint import SlackEndpoint
from handlers.web.about import About
from handlers.web.appstore_login import AppstoreLogin
from handlers.web.browser import Browsers
from handlers.web.connect import ConnectMethod, ConnectPages
from handlers.web.consent import ConsentAtAmazon
from handlers.web.health import Health
from handlers.web.manual_token import ManualToken
from handlers.web.oauth_callback import OAuthCallback
from views.language import Translators
from views.web.pages import Pages, Site


def wire_web(
    settings: Settings,
    services: Services,
    languages: Translators,
    slack: SlackEndpoint,
    readiness: Readiness,
    clock: Clock,
) -> web.Application:
    browsers = Browsers(languages, is_https=settings.public_url.startswith("https:"))
    site = Site(
        application=settings.amazon_application_name,
        support=settings.support_contact,
        is_test=settings.is_test,
        listing_rules_url=settings.listing_rules_url,
    )
    pages = Pages(site, languages)
    handlers = WebHandlers(
        slack=slack,
        health=Health(readiness.missing),
        about=About(browsers, pages),
        connect=ConnectPages(
            browsers, pages, services.connect_links, _connect_method(settings, services, pages)
        ),
        callback=OAuthCallback(
            browsers, pages, services.callbacks, services.attempts, settings.amazon
        ),
        appstore_login=AppstoreLogin(
            browsers=browsers,
            pages=pages,
            attempts=services.attempts,
            application=settings.application,
            confirmations=settings.amazon.confirmations(settings.application),
            redirect_uri=settings.redirect_uri,
        ),
    )
    app = build_web(handlers, Answers(browsers, pages))
    documents = ApiReference(browsers, pages, description(settings.public_url))
    app.add_subapp(PREFIX, wire_api(settings, services, documents, clock))
    return app


def _connect_method(settings: Settings, services: Services, pages: Pages) -> ConnectMethod:
    """Return the connect method: a private application has no consent page at Amazon."""
    if settings.amazon_application_kind is ApplicationKind.PRIVATE:
        return ManualToken(pages, services.adopt_tokens, settings.amazon)
    return ConsentAtAmazon(
        pages=pages,
        attempts=services.attempts,
        application=settings.application,
        addresses=settings.amazon,
        redirect_uri=settings.redirect_uri,
    )
