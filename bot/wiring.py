"""The one place where the parts are built and handed to each other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import ClientSession, ClientTimeout, web

from bot.joining import join_workspace
from bot.readiness import Readiness
from bot.services import Services, build_commerce, build_services, open_amazon
from bot.settings import Settings
from bot.slack import CALL_LIMIT, SlackClients, WorkspaceClients, build_bolt
from bot.web import Answers, WebHandlers, build_web
from commerce.port import Commerce
from domain.application import ApplicationKind
from domain.clock import Clock
from handlers.addresses import Addresses
from handlers.slack.asking import Border
from handlers.slack.commands import Commands
from handlers.slack.directory import Directory
from handlers.slack.door import SlackDoor
from handlers.slack.home import Home
from handlers.slack.installations import Installations
from handlers.slack.listening import SlackHandlers
from handlers.slack.options import Options
from handlers.slack.patience import Patience
from handlers.slack.sellers import SellerButtons
from handlers.slack.store_form import StoreForms
from handlers.slack.stores import StoreButtons
from handlers.slack.tasks import Tasks
from handlers.web.about import About
from handlers.web.browser import Browsers
from handlers.web.callback import AmazonCallback
from handlers.web.connect import ConnectPages, Way
from handlers.web.consent import ConsentAtAmazon
from handlers.web.health import Health
from handlers.web.private import TokenByHand
from scheduler.delivery import Delivery
from scheduler.metronome import Metronome, Sweep
from scheduler.posting import Post
from scheduler.rendering import Render
from storage.database import Database
from storage.engine import create_engine
from views.language import Languages
from views.pages import Pages, Site

POSTED_WITHIN = 1.5
"""Seconds that a form's confirmation waits for the card, so that it can link to it."""
ANSWERED_WITHIN = 2.0
"""Seconds that an answer to Slack waits for Amazon's; Slack itself waits for three."""


@dataclass(frozen=True)
class Bot:
    """What runs: the web application and the metronome, and the database they stand on."""

    web: web.Application
    metronome: Metronome
    delivery: Delivery
    database: Database
    readiness: Readiness


@asynccontextmanager
async def open_bot(settings: Settings, clock: Clock) -> AsyncIterator[Bot]:
    """Build the bot; at the end let what is under way finish, and let go of everything.

    Raises `CannotStart` or `CommerceFileFault`.
    """
    async with AsyncExitStack() as stack:
        commerce = build_commerce(settings)
        database = Database(create_engine(settings.database_url))
        stack.push_async_callback(database.close)
        amazon = await stack.enter_async_context(open_amazon(settings, clock))
        services = build_services(database, clock, settings, commerce, amazon)
        session = ClientSession(timeout=ClientTimeout(total=CALL_LIMIT))
        clients = SlackClients(await stack.enter_async_context(session), settings.slack_api_url)
        token = settings.slack_bot_token.get_secret_value()
        installations = await join_workspace(clients, token, services.workspaces)
        languages = Languages.read(settings.default_language)
        posting = Post(WorkspaceClients(clients, installations))
        rendering = _rendering(settings, services, languages)
        delivery = Delivery(services.delivering, rendering, posting, clock, database.owed)
        stack.push_async_callback(delivery.drain)
        metronome = Metronome(_sweeps(services, delivery), database.owed, "delivery")
        stack.push_async_callback(metronome.stop)
        patience = Patience(ANSWERED_WITHIN)
        stack.push_async_callback(patience.drain)
        handlers = _slack_handlers(settings, services, languages, commerce, delivery, patience)
        readiness = Readiness(database.engine)
        door = _slack_door(settings, clients, installations, handlers, clock)
        app = _web(settings, services, languages, door, readiness)
        yield Bot(app, metronome, delivery, database, readiness)


def _sweeps(services: Services, delivery: Delivery) -> dict[str, tuple[float, Sweep]]:
    """Tell the metronome what to call, and every how many seconds."""
    return {
        "delivery": (1, delivery.deliver_due),
        "attempts": (5, services.attempts.end_overdue),
        "grants": (5, services.receiving.finish),
        "checks": (5, services.sellers.check_due),
        "unanswered": (60, services.owning.let_unanswered_go),
        "unaccepted": (60, services.owning.drop_unaccepted),
        "forgotten": (3600, services.forget.overdue),
    }


def _web(
    settings: Settings,
    services: Services,
    languages: Languages,
    door: SlackDoor,
    readiness: Readiness,
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
        slack=door,
        health=Health(readiness.missing),
        about=About(browsers, pages),
        connect=ConnectPages(browsers, pages, services.linking, _way(settings, services, pages)),
        callback=AmazonCallback(
            browsers, pages, services.receiving, services.attempts, settings.amazon
        ),
    )
    return build_web(handlers, Answers(browsers, pages))


def _way(settings: Settings, services: Services, pages: Pages) -> Way:
    """Return the way of the application's kind: a private one has no consent at Amazon."""
    if settings.amazon_application_kind is ApplicationKind.PRIVATE:
        return TokenByHand(pages, services.adopting, settings.amazon)
    return ConsentAtAmazon(
        pages=pages,
        attempts=services.attempts,
        application=settings.application,
        addresses=settings.amazon,
        redirect_uri=settings.redirect_uri,
    )


def _rendering(settings: Settings, services: Services, languages: Languages) -> Render:
    return Render(
        workspaces=services.workspaces,
        people=services.people,
        stores=services.finding,
        links=services.linking,
        owning=services.owning,
        messages=services.delivering,
        languages=languages,
        amazon=settings.amazon,
        is_test=settings.is_test,
        connect_address=Addresses(settings.public_url).connect,
    )


def _slack_handlers(
    settings: Settings,
    services: Services,
    languages: Languages,
    commerce: Commerce | None,
    delivery: Delivery,
    patience: Patience,
) -> SlackHandlers:
    directory = Directory(services.people)
    addresses = Addresses(settings.public_url)
    forms = StoreForms(
        stores=services.adding,
        checks=services.checks,
        directory=directory,
        commerce=commerce,
        when_posted=partial(delivery.posted, within=POSTED_WITHIN),
    )
    buttons = StoreButtons(
        stores=services.finding,
        links=services.linking,
        cards=services.cards,
        addresses=addresses,
        amazon=settings.amazon,
        directory=directory,
    )
    sellers = SellerButtons(services.finding, services.owning, forms, services.sellers, patience)
    tasks = Tasks(services.tasks, forms)
    return SlackHandlers(
        border=Border(directory, languages),
        commands=Commands(tasks, services.finding, services.linking, addresses, buttons, sellers),
        tasks=tasks,
        forms=forms,
        stores=buttons,
        sellers=sellers,
        home=Home(services.finding, directory, languages),
        options=Options(commerce) if commerce else None,
        directory=directory,
    )


def _slack_door(
    settings: Settings,
    clients: SlackClients,
    installations: Installations,
    handlers: SlackHandlers,
    clock: Clock,
) -> SlackDoor:
    secret = settings.slack_signing_secret.get_secret_value()
    bolt = build_bolt(clients, installations, secret)
    handlers.listen(bolt)
    return SlackDoor(bolt, secret, clock)
