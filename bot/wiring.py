"""The one place where the parts are built and handed to each other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import ClientSession, ClientTimeout, web

from bot.joining import join_workspace
from bot.readiness import Readiness
from bot.services import Services, build_commerce, build_services
from bot.settings import Settings
from bot.slack import CALL_LIMIT, SlackClients, WorkspaceClients, build_bolt
from bot.web import WebHandlers, build_web
from commerce.port import Commerce
from domain.clock import Clock
from handlers.addresses import Addresses
from handlers.slack.asking import Border
from handlers.slack.commands import Commands
from handlers.slack.directory import Directory
from handlers.slack.door import SlackDoor
from handlers.slack.installations import Installations
from handlers.slack.listening import SlackHandlers
from handlers.slack.options import Options
from handlers.slack.store_form import StoreForms
from handlers.slack.stores import StoreButtons
from handlers.slack.tasks import Tasks
from handlers.web.health import Health
from scheduler.delivery import Delivery
from scheduler.metronome import Metronome
from scheduler.posting import Post
from scheduler.rendering import Render
from storage.database import Database
from storage.engine import create_engine
from views.language import Languages

POSTED_WITHIN = 1.5
"""Seconds that a form's confirmation waits for the card, so that it can link to it."""


@dataclass(frozen=True)
class Bot:
    """What runs: the web application and the metronome, and the database they stand on."""

    web: web.Application
    metronome: Metronome
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
        services = build_services(database, clock, settings, commerce)
        session = ClientSession(timeout=ClientTimeout(total=CALL_LIMIT))
        clients = SlackClients(await stack.enter_async_context(session), settings.slack_api_url)
        token = settings.slack_bot_token.get_secret_value()
        installations = await join_workspace(clients, token, services.workspaces)
        languages = Languages.read(settings.default_language)
        addresses = Addresses(settings.public_url)
        posting = Post(WorkspaceClients(clients, installations))
        rendering = _rendering(services, languages, addresses)
        delivery = Delivery(services.delivering, rendering, posting, clock, database.owed)
        stack.push_async_callback(delivery.drain)
        metronome = Metronome({"delivery": (1, delivery.deliver_due)}, database.owed, "delivery")
        stack.push_async_callback(metronome.stop)
        handlers = _slack_handlers(services, languages, addresses, commerce, delivery)
        readiness = Readiness(database.engine)
        door = _slack_door(settings, clients, installations, handlers, clock)
        app = build_web(WebHandlers(door, Health(readiness.missing)))
        yield Bot(app, metronome, database, readiness)


def _rendering(services: Services, languages: Languages, addresses: Addresses) -> Render:
    return Render(
        workspaces=services.workspaces,
        people=services.people,
        stores=services.finding,
        links=services.linking,
        languages=languages,
        connect_address=addresses.connect,
    )


def _slack_handlers(
    services: Services,
    languages: Languages,
    addresses: Addresses,
    commerce: Commerce | None,
    delivery: Delivery,
) -> SlackHandlers:
    directory = Directory(services.people)
    forms = StoreForms(
        stores=services.adding,
        checks=services.checks,
        directory=directory,
        commerce=commerce,
        when_posted=partial(delivery.posted, within=POSTED_WITHIN),
    )
    tasks = Tasks(services.tasks, forms)
    return SlackHandlers(
        border=Border(directory, languages),
        commands=Commands(tasks, services.finding, services.linking, addresses),
        tasks=tasks,
        forms=forms,
        stores=StoreButtons(
            services.finding, services.linking, services.cards, addresses, directory
        ),
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
