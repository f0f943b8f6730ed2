"""Wire the mail delivery."""

import ssl

from bot.settings import Settings
from bot.wiring.services import Services
from domain.clock import Clock
from handlers.addresses import Addresses
from scheduler.mails.delivery import MailDelivery
from scheduler.mails.rendering import ContactMailRendering
from scheduler.mails.smtp import SmtpClient
from views.language import Translators
from views.mail.mails import Mails


def wire_mail(
    settings: Settings, services: Services, languages: Translators, clock: Clock
) -> MailDelivery | None:
    """Return the mail delivery, or None where the settings name no mail server."""
    server = settings.smtp_server
    if server is None:
        return None
    letters = ContactMailRendering(
        stores=services.find_stores,
        links=services.connect_links,
        people=services.people,
        workspaces=services.workspaces,
        languages=languages,
        letters=Mails(settings.amazon_application_name, settings.support_contact),
        connect_address=Addresses(settings.public_url).connect,
        sender=server.sender,
        clock=clock,
    )
    line = SmtpClient(server, ssl.create_default_context())
    return MailDelivery(services.mails, letters, line, clock)
