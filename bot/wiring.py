"""The one place where the parts are built and handed to each other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.joining import join_workspace
from bot.mail_wiring import wire_mail
from bot.metrics import Metrics, Tallies, build_metrics
from bot.readiness import Readiness
from bot.rendering_wiring import wire_rendering
from bot.services import (
    Services,
    build_commerce,
    build_examine,
    build_services,
    open_amazon,
)
from bot.settings import Settings
from bot.slack import SlackAnswers, SlackClients, WorkspaceClients, new_session
from bot.slack_wiring import wire_slack, wire_slack_door
from bot.web_wiring import wire_web
from domain.clock import Clock
from handlers.slack.directory import Directory
from handlers.slack.patience import Patience
from scheduler.delivery import Delivery
from scheduler.leavers import WatchPeople
from scheduler.metronome import Metronome, Sweep
from scheduler.posting import Post
from scheduler.webhook_line import WebhookLine
from scheduler.webhooking import Webhooking
from storage.database import Database
from storage.engine import create_engine
from views.language import Languages

ANSWERED_WITHIN = 2.0
"""Seconds that an answer to Slack waits for Amazon's; Slack itself waits for three."""


@dataclass(frozen=True)
class Bot:
    """What runs: the web applications and the metronome, and the database they stand on."""

    metrics: web.Application
    web: web.Application
    metronome: Metronome
    delivery: Delivery
    webhooking: Webhooking
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
        answers = SlackAnswers()
        session = await stack.enter_async_context(new_session(answers))
        clients = SlackClients(session, settings.slack_api_url)
        token = settings.slack_bot_token.get_secret_value()
        installations = await join_workspace(
            clients, token, services.workspaces, settings.admin_channel
        )
        await services.reminding.keep_ladder()
        await services.watching.begin()
        languages = Languages.read(settings.default_language)
        posting = Post(WorkspaceClients(clients, installations))
        rendering = wire_rendering(settings, services, languages)
        delivery = Delivery(services.delivering, rendering, posting, clock, database.owed)
        stack.push_async_callback(delivery.drain)
        line = await stack.enter_async_context(WebhookLine.open())
        webhooking = Webhooking(services.webhooks, line, clock)
        stack.push_async_callback(webhooking.drain)
        ask = Directory(services.people).ask
        people = WatchPeople(services.people, services.workspaces, posting.clients, ask)
        sweeps = _sweeps(services, delivery, people)
        sweeps["webhooks"] = (1, webhooking.deliver_due)
        mailing = wire_mail(settings, services, languages, clock)
        if mailing is not None:
            sweeps["mails"] = (5, mailing.deliver_due)
        metronome = Metronome(sweeps, database.owed, "delivery")
        stack.push_async_callback(metronome.stop)
        patience = Patience(ANSWERED_WITHIN)
        stack.push_async_callback(patience.drain)
        handlers = wire_slack(settings, services, languages, commerce, delivery, patience)
        readiness = Readiness(database.engine)
        door = wire_slack_door(settings, clients, installations, handlers, clock)
        app = wire_web(settings, services, languages, door, readiness, clock)
        tallies = Tallies(delivery, answers, amazon.standing, metronome.times, webhooking)
        metrics = Metrics(tallies, build_examine(database, clock, settings), clock)
        yield Bot(build_metrics(metrics), app, metronome, delivery, webhooking, database, readiness)


def _sweeps(
    services: Services, delivery: Delivery, people: WatchPeople
) -> dict[str, tuple[float, Sweep]]:
    """Tell the metronome what to call, and every how many seconds."""
    return {
        "delivery": (1, delivery.deliver_due),
        "attempts": (5, services.attempts.end_overdue),
        "grants": (5, services.receiving.finish),
        "checks": (5, services.sellers.check_due),
        "nudges": (5, services.nudges.nudge_due),
        "reminders": (5, partial(_remind, services)),
        "application": (60, services.watching.look),
        "alarms": (60, services.alarms.look),
        "guesses": (60, services.guarding.look),
        "people": (15, people.ask_due),
        "unanswered": (60, services.owning.let_unanswered_go),
        "endings": (60, services.revoking.erase_due),
        "unaccepted": (60, services.owning.drop_unaccepted),
        "forgotten": (3600, services.forget.overdue),
    }


async def _remind(services: Services) -> None:
    """Open all that is due before its messages are owed, so that many become one digest."""
    await services.reminding.open_due()
    await services.announcing.announce()
