"""What sends mails, built and handed to each other."""

import ssl

from bot.settings import Settings
from bot.wiring.services import Services
from domain.clock import Clock
from handlers.addresses import Addresses
from scheduler.mails.delivery import Mailing
from scheduler.mails.rendering import ContactLetters
from scheduler.mails.smtp import SmtpLine
from views.language import Languages
from views.mail.mails import Letters


def wire_mail(
    settings: Settings, services: Services, languages: Languages, clock: Clock
) -> Mailing | None:
    """Return what sends mails, or None where the settings name no mail server."""
    server = settings.smtp_server
    if server is None:
        return None
    letters = ContactLetters(
        stores=services.finding,
        links=services.linking,
        people=services.people,
        workspaces=services.workspaces,
        languages=languages,
        letters=Letters(settings.amazon_application_name, settings.support_contact),
        connect_address=Addresses(settings.public_url).connect,
        sender=server.sender,
        clock=clock,
    )
    line = SmtpLine(server, ssl.create_default_context())
    return Mailing(services.mails, letters, line, clock)
