"""Build all parts of the bot, in one place."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.database import Readiness
from bot.joining import open_slack
from bot.metrics import Metrics, Tallies, build_metrics
from bot.settings import Settings
from bot.wiring.sending import open_sending
from bot.wiring.services import Services, build_commerce, build_examine, build_services, open_amazon
from bot.wiring.slack import wire_slack, wire_slack_endpoint
from bot.wiring.sweeps import wire_sweeps
from bot.wiring.web import wire_web
from domain.clock import Clock
from handlers.slack.deadline import Deadline
from handlers.slack.directory import Directory
from scheduler.messages.delivery import Delivery
from scheduler.metronome import Metronome
from scheduler.people_checks import WatchPeople
from scheduler.webhooks.delivery import WebhookDelivery
from slack_api.client import WorkspaceClients
from slack_api.messages import Post
from storage.database.engine import create_engine
from storage.database.transactions import Database
from views.language import Translators

ANSWERED_WITHIN = 2.0
"""How long an answer to Slack waits for Amazon, in seconds; Slack itself waits for three."""


@dataclass(frozen=True)
class Bot:
    """The web applications and the metronome, with what they are built on."""

    metrics: web.Application
    web: web.Application
    metronome: Metronome
    delivery: Delivery
    webhook_delivery: WebhookDelivery
    services: Services
    database: Database
    readiness: Readiness


@asynccontextmanager
async def open_bot(settings: Settings, clock: Clock) -> AsyncIterator[Bot]:
    """Build the bot; at the end, finish work in progress and close everything.

    Raises `CannotStart` or `CommerceFileFault`.
    """
    async with AsyncExitStack() as stack:
        commerce = build_commerce(settings)
        database = Database(create_engine(settings.database_url))
        stack.push_async_callback(database.close)
        amazon = await stack.enter_async_context(open_amazon(settings, clock))
        services = build_services(database, clock, settings, commerce, amazon)
        slack = await stack.enter_async_context(open_slack(settings, services.workspaces))
        await services.open_reminders.keep_ladder()
        await services.application_watch.begin()
        languages = Translators.read(settings.default_language)
        post = Post(WorkspaceClients(slack.clients, slack.installations))
        sending = await stack.enter_async_context(
            open_sending(settings, services, languages, post, database, clock)
        )
        ask = Directory(services.people).ask
        people = WatchPeople(services.people, services.workspaces, post.clients, ask, clock)
        metronome = Metronome(wire_sweeps(services, sending, people), database.owed, "delivery")
        stack.push_async_callback(metronome.stop)
        deadline = Deadline(ANSWERED_WITHIN)
        stack.push_async_callback(deadline.drain)
        handlers = wire_slack(settings, services, languages, commerce, sending.delivery, deadline)
        endpoint = wire_slack_endpoint(
            settings, slack.clients, slack.installations, handlers, clock
        )
        readiness = Readiness(database.engine)
        tallies = Tallies(
            sending.delivery,
            slack.answers,
            amazon.health,
            metronome.times,
            sending.webhook_delivery,
        )
        yield Bot(
            metrics=build_metrics(
                Metrics(tallies, build_examine(database, clock, settings), clock)
            ),
            web=wire_web(settings, services, languages, endpoint, readiness, clock),
            metronome=metronome,
            delivery=sending.delivery,
            webhook_delivery=sending.webhook_delivery,
            services=services,
            database=database,
            readiness=readiness,
        )
