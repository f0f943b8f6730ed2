"""Wire the deliveries of messages, webhooks and mails."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.settings import Settings
from bot.wiring.mail import wire_mail
from bot.wiring.rendering import wire_rendering
from bot.wiring.services import Services
from domain.clock import Clock
from scheduler.mails.delivery import MailDelivery
from scheduler.messages.delivery import Delivery
from scheduler.webhooks.delivery import WebhookDelivery
from scheduler.webhooks.http import WebhookClient
from slack_api.messages import Post
from storage.database.transactions import Database
from views.language import Translators


@dataclass(frozen=True)
class Sending:
    """`mailing` is None where the settings name no mail server."""

    delivery: Delivery
    webhook_delivery: WebhookDelivery
    mailing: MailDelivery | None


@asynccontextmanager
async def open_sending(
    settings: Settings,
    services: Services,
    languages: Translators,
    post: Post,
    database: Database,
    clock: Clock,
) -> AsyncIterator[Sending]:
    """Build the deliveries; at the end, finish the sends in progress."""
    async with AsyncExitStack() as stack:
        rendering = wire_rendering(settings, services, languages)
        delivery = Delivery(services.deliver_messages, rendering, post, clock, database.owed)
        stack.push_async_callback(delivery.drain)
        line = await stack.enter_async_context(WebhookClient.open())
        webhook_delivery = WebhookDelivery(services.webhooks, line, clock)
        stack.push_async_callback(webhook_delivery.drain)
        yield Sending(delivery, webhook_delivery, wire_mail(settings, services, languages, clock))
