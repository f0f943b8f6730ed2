"""Build the services on one database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext

import httpx2

from amazon.application_health import ApplicationHealth
from amazon.lwa import CALL_LIMIT, LoginWithAmazon
from amazon.spapi import SellingPartner
from bot.settings import Settings
from commerce.file import CommerceFile
from commerce.port import Commerce
from domain.clock import Clock
from domain.key_guessing import Guesses
from services.connections.health_checks import HealthChecks
from services.connections.revoke import RevokeSellers
from services.messages.delivery import DeliverMessages
from services.messages.mails import ContactMails
from services.oauth.adopt_token import AdoptTokens
from services.oauth.attempts import ConnectAttempts
from services.oauth.callback import OAuthCallbacks
from services.oauth.links import ConnectLinks
from services.oauth.ownership import Ownership
from services.oauth.renewal_links import RenewalLinks
from services.oauth.reuse_seller import ReuseSellers
from services.oauth.seller_proof import ProveSellers
from services.oauth.settlement import Settlement
from services.operations.alarms import Alarms
from services.operations.application_watch import ApplicationWatch
from services.operations.retention import Retention
from services.operations.status import ReadStatus
from services.reminders.announce import Announce
from services.reminders.nudges import Nudges
from services.reminders.open_due import OpenReminders
from services.stores.add import AddStores
from services.stores.card_channel import PlaceCards
from services.stores.find import FindStores
from services.stores.form_checks import CheckForms
from services.stores.pre_setup import PreSetupTasks
from services.sync_programs.access_tokens import AccessTokens
from services.sync_programs.grantless_tokens import GrantlessTokens
from services.sync_programs.key_guessing import KeyGuessing
from services.sync_programs.programs import SyncPrograms
from services.sync_programs.reads import SyncProgramReads
from services.sync_programs.token_refresh import FetchTokens
from services.webhooks.delivery import DeliverWebhooks
from services.webhooks.endpoints import WebhookEndpoints
from services.workspace.people import People
from services.workspace.reassign import ReassignStores
from services.workspace.workspaces import Workspaces
from storage.access_tokens import SharedTokens
from storage.authorizations import RefreshTokens
from storage.database.encryption import Keyring
from storage.database.group_commit import GroupCommit
from storage.database.transactions import Database
from storage.links import Links
from storage.tables.workspaces import HistoryRow
from storage.webhooks import WebhookSecrets


@dataclass(frozen=True)
class Services:
    """Every service, for the rest of the wiring."""

    workspaces: Workspaces
    people: People
    tasks: PreSetupTasks
    checks: CheckForms
    add_stores: AddStores
    reuse_sellers: ReuseSellers
    find_stores: FindStores
    connect_links: ConnectLinks
    cards: PlaceCards
    deliver_messages: DeliverMessages
    attempts: ConnectAttempts
    callbacks: OAuthCallbacks
    ownership: Ownership
    adopt_tokens: AdoptTokens
    sync_programs: SyncPrograms
    key_guessing: KeyGuessing
    program_reads: SyncProgramReads
    grantless: GrantlessTokens
    tokens: AccessTokens
    sellers: HealthChecks
    nudges: Nudges
    revocation: RevokeSellers
    open_reminders: OpenReminders
    renewal_links: RenewalLinks
    announce: Announce
    application_watch: ApplicationWatch
    alarms: Alarms
    reassign_stores: ReassignStores
    mails: ContactMails
    endpoints: WebhookEndpoints
    webhooks: DeliverWebhooks
    forget: Retention


@dataclass(frozen=True)
class Amazon:
    """The clients for Amazon, and what they heard about our application."""

    lwa: LoginWithAmazon
    spapi: SellingPartner
    health: ApplicationHealth


@cache
def _certificates() -> SSLContext:
    """Read the system's certificates, once per process: it takes a twentieth of a second."""
    return httpx2.create_ssl_context()


@asynccontextmanager
async def open_amazon(settings: Settings, clock: Clock) -> AsyncIterator[Amazon]:
    certificates = _certificates()
    health = ApplicationHealth(clock)
    lwa = LoginWithAmazon(settings.application, settings.amazon.token_url, certificates, health)
    async with httpx2.AsyncClient(timeout=CALL_LIMIT, verify=certificates) as client:
        try:
            spapi = SellingPartner(client, settings.amazon, clock, health)
            yield Amazon(lwa, spapi, health)
        finally:
            await lwa.close()


def build_services(
    database: Database,
    clock: Clock,
    settings: Settings,
    commerce: Commerce | None,
    amazon: Amazon,
) -> Services:
    keyring = Keyring(settings.encryption_keys)
    links, tokens = Links(keyring), RefreshTokens(keyring)
    settlement = Settlement(settings.application, tokens)
    shared = SharedTokens(keyring, settings.application.id)
    history = GroupCommit(database, HistoryRow)
    return Services(
        workspaces=Workspaces(database, clock, settings.default_language),
        people=People(database, clock),
        tasks=PreSetupTasks(database, clock),
        checks=CheckForms(commerce),
        add_stores=AddStores(database, clock),
        reuse_sellers=ReuseSellers(database, clock, amazon.lwa, amazon.spapi, tokens),
        find_stores=FindStores(database, clock),
        connect_links=ConnectLinks(database, clock, links, settings.application),
        cards=PlaceCards(database, clock),
        deliver_messages=DeliverMessages(database, clock),
        attempts=ConnectAttempts(database, clock, links),
        callbacks=OAuthCallbacks(
            database=database,
            clock=clock,
            lwa=amazon.lwa,
            seller_proof=ProveSellers(amazon.spapi),
            settlement=settlement,
            tokens=tokens,
            redirect_uri=settings.redirect_uri,
        ),
        ownership=Ownership(database, clock, settlement),
        adopt_tokens=AdoptTokens(
            database, clock, settings.application, amazon.lwa, amazon.spapi, tokens
        ),
        sync_programs=SyncPrograms(database, clock),
        key_guessing=KeyGuessing(database, clock, Guesses(clock), settings.admin_channel),
        program_reads=SyncProgramReads(database, clock),
        grantless=GrantlessTokens(database, clock, amazon.lwa, history),
        tokens=AccessTokens(
            database=database,
            clock=clock,
            shared=shared,
            fetching=FetchTokens(database, clock, amazon.lwa, tokens, shared, asyncio.sleep),
            history=history,
            addresses=settings.amazon,
        ),
        sellers=HealthChecks(
            database, clock, settings.application, amazon.lwa, amazon.spapi, tokens
        ),
        nudges=Nudges(database, clock),
        revocation=RevokeSellers(database, clock),
        open_reminders=OpenReminders(
            database, clock, settings.application.id, settings.reminder_days
        ),
        renewal_links=RenewalLinks(database, clock, links),
        announce=Announce(database, clock),
        application_watch=ApplicationWatch(
            database=database,
            clock=clock,
            application=settings.application,
            health=amazon.health,
            keyring=keyring,
            admin_channel=settings.admin_channel,
            rotated_on=settings.amazon_secret_rotated_at,
        ),
        alarms=Alarms(database, clock),
        reassign_stores=ReassignStores(database, clock),
        mails=ContactMails(database, clock),
        endpoints=WebhookEndpoints(database, clock, WebhookSecrets(keyring)),
        webhooks=DeliverWebhooks(database, clock, WebhookSecrets(keyring)),
        forget=Retention(database, clock),
    )


def build_examine(database: Database, clock: Clock, settings: Settings) -> ReadStatus:
    """Build the reader of the bot's state."""
    keyring = Keyring(settings.encryption_keys)
    tokens, links = RefreshTokens(keyring), Links(keyring)
    webhooks = WebhookSecrets(keyring)
    return ReadStatus(database, clock, settings.application.id, tokens, links, webhooks)


def build_commerce(settings: Settings) -> Commerce | None:
    """Build the catalog that the settings name, or return None: websites are typed by hand then.

    Raises `CommerceFileFault`.
    """
    return CommerceFile.read(settings.commerce_file) if settings.commerce_file else None
