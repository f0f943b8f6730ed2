"""Wire the handlers of Slack's requests."""

from functools import partial

from bot.bolt import build_bolt
from bot.settings import Settings
from bot.wiring.services import Services
from commerce.port import Commerce
from domain.clock import Clock
from handlers.addresses import Addresses
from handlers.slack.commands import Commands
from handlers.slack.contact_mails import MailButtons
from handlers.slack.deadline import Deadline
from handlers.slack.directory import Directory
from handlers.slack.endpoint import SlackEndpoint
from handlers.slack.home import Home
from handlers.slack.listeners import SlackHandlers
from handlers.slack.middleware import RequestGuard
from handlers.slack.options import Options
from handlers.slack.pre_setup import PreSetup
from handlers.slack.reassign import ReassignForms
from handlers.slack.reminders import ReminderButtons
from handlers.slack.renewals import RenewalList
from handlers.slack.reuse_seller import SellerChoices
from handlers.slack.revoke import EndingButtons
from handlers.slack.sellers import SellerButtons
from handlers.slack.signature import signatures
from handlers.slack.store_form import StoreForms
from handlers.slack.stores import StoreButtons
from scheduler.messages.delivery import Delivery
from slack_api.client import SlackClients
from slack_api.installations import Installations
from views.language import Translators

POSTED_WITHIN = 1.5
"""How long a form's confirmation waits for the card, to link to it, in seconds."""


def wire_slack(
    settings: Settings,
    services: Services,
    languages: Translators,
    commerce: Commerce | None,
    delivery: Delivery,
    deadline: Deadline,
) -> SlackHandlers:
    directory = Directory(services.people)
    addresses = Addresses(settings.public_url)
    choices = SellerChoices(services.reuse_sellers, services.find_stores, deadline)
    forms = StoreForms(
        stores=services.add_stores,
        checks=services.checks,
        choices=choices,
        directory=directory,
        commerce=commerce,
        when_posted=partial(delivery.posted, within=POSTED_WITHIN),
    )
    buttons = StoreButtons(
        stores=services.find_stores,
        links=services.connect_links,
        cards=services.cards,
        addresses=addresses,
        amazon=settings.amazon,
        directory=directory,
        can_mail=settings.smtp_server is not None,
    )
    sellers = SellerButtons(
        services.find_stores, services.ownership, forms, services.sellers, deadline
    )
    endings = EndingButtons(
        stores=services.find_stores,
        revocation=services.revocation,
        checks=services.sellers,
        links=services.connect_links,
        addresses=addresses,
        amazon=settings.amazon,
        application=settings.application,
        deadline=deadline,
    )
    tasks = PreSetup(services.tasks, forms)
    return SlackHandlers(
        request_guard=RequestGuard(directory, languages),
        commands=Commands(
            tasks=tasks,
            stores=services.find_stores,
            links=services.connect_links,
            addresses=addresses,
            buttons=buttons,
            sellers=sellers,
            endings=endings,
            renewals=RenewalList(services.renewal_links, addresses),
        ),
        tasks=tasks,
        forms=forms,
        stores=buttons,
        sellers=sellers,
        choices=choices,
        endings=endings,
        reminders=ReminderButtons(services.open_reminders),
        reassign_stores=ReassignForms(services.reassign_stores, directory),
        mails=MailButtons(services.mails),
        home=Home(services.find_stores, directory, languages),
        options=Options(commerce) if commerce else None,
        directory=directory,
        workspaces=services.workspaces,
    )


def wire_slack_endpoint(
    settings: Settings,
    clients: SlackClients,
    installations: Installations,
    handlers: SlackHandlers,
    clock: Clock,
) -> SlackEndpoint:
    secret = settings.slack_signing_secret.get_secret_value()
    bolt = build_bolt(clients, installations, secret)
    handlers.listen(bolt)
    return SlackEndpoint(bolt, signatures(secret, clock))
