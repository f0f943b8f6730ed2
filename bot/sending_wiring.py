"""What sends by itself, built and handed to each other: messages, webhooks and mails."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.mail_wiring import wire_mail
from bot.rendering_wiring import wire_rendering
from bot.services import Services
from bot.settings import Settings
from domain.clock import Clock
from scheduler.delivery import Delivery
from scheduler.mailing import Mailing
from scheduler.posting import Post
from scheduler.webhook_line import WebhookLine
from scheduler.webhooking import Webhooking
from storage.database import Database
from views.language import Languages


@dataclass(frozen=True)
class Sending:
    """`mailing` is None where the settings name no mail server."""

    delivery: Delivery
    webhooking: Webhooking
    mailing: Mailing | None


@asynccontextmanager
async def open_sending(
    settings: Settings,
    services: Services,
    languages: Languages,
    posting: Post,
    database: Database,
    clock: Clock,
) -> AsyncIterator[Sending]:
    """Build them; at the end let finish what is being sent."""
    async with AsyncExitStack() as stack:
        rendering = wire_rendering(settings, services, languages)
        delivery = Delivery(services.delivering, rendering, posting, clock, database.owed)
        stack.push_async_callback(delivery.drain)
        line = await stack.enter_async_context(WebhookLine.open())
        webhooking = Webhooking(services.webhooks, line, clock)
        stack.push_async_callback(webhooking.drain)
        yield Sending(delivery, webhooking, wire_mail(settings, services, languages, clock))
