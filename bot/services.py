"""The services, built on one database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2

from amazon.lwa import CALL_LIMIT, LoginWithAmazon
from amazon.spapi import SellingPartner
from amazon.standing import Standing
from bot.settings import Settings
from commerce.file import CommerceFile
from commerce.port import Commerce
from domain.clock import Clock
from domain.guessing import Guesses
from services.adding import AddStores
from services.adopting import AdoptTokens
from services.alarming import Alarms
from services.announcing import Announce
from services.attempting import ConnectAttempts
from services.channels import PlaceCards
from services.checking import CheckForms
from services.choosing import ChooseSellers
from services.delivering import DeliverMessages
from services.endpoints import WebhookEndpoints
from services.examining import Examine
from services.fetching import FetchTokens
from services.finding import FindStores
from services.forgetting import Forget
from services.grantless import GrantlessTokens
from services.guarding import GuardKeys
from services.linking import ShareLinks
from services.mailing import ContactMails
from services.nudging import Nudges
from services.owning import OwnSellers
from services.people import People
from services.presetup import PreSetupTasks
from services.proving import ProveSellers
from services.reassigning import ReassignStores
from services.receiving import ReceiveGrants
from services.reminding import Remind
from services.renewing import RenewConnections
from services.revoking import RevokeSellers
from services.sellers import CheckSellers
from services.serving import ServeWorkers
from services.settling import Settlement
from services.tokens import AccessTokens
from services.watching import WatchApplication
from services.webhooks import DeliverWebhooks
from services.workers import Workers
from services.workspaces import Workspaces
from storage.access_tokens import SharedTokens
from storage.authorizations import RefreshTokens
from storage.database import Database
from storage.encryption import Keyring
from storage.links import Links
from storage.tables import HistoryRow
from storage.together import RowsTogether
from storage.webhooks import WebhookSecrets


@dataclass(frozen=True)
class Services:
    workspaces: Workspaces
    people: People
    tasks: PreSetupTasks
    checks: CheckForms
    adding: AddStores
    choosing: ChooseSellers
    finding: FindStores
    linking: ShareLinks
    cards: PlaceCards
    delivering: DeliverMessages
    attempts: ConnectAttempts
    receiving: ReceiveGrants
    owning: OwnSellers
    adopting: AdoptTokens
    workers: Workers
    guarding: GuardKeys
    serving: ServeWorkers
    grantless: GrantlessTokens
    tokens: AccessTokens
    sellers: CheckSellers
    nudges: Nudges
    revoking: RevokeSellers
    reminding: Remind
    renewing: RenewConnections
    announcing: Announce
    watching: WatchApplication
    alarms: Alarms
    reassigning: ReassignStores
    mails: ContactMails
    endpoints: WebhookEndpoints
    webhooks: DeliverWebhooks
    forget: Forget


@dataclass(frozen=True)
class Amazon:
    """The clients that ask Amazon, and what they have heard of our application."""

    lwa: LoginWithAmazon
    spapi: SellingPartner
    standing: Standing


@asynccontextmanager
async def open_amazon(settings: Settings, clock: Clock) -> AsyncIterator[Amazon]:
    certificates = httpx2.create_ssl_context()
    standing = Standing(clock)
    lwa = LoginWithAmazon(settings.application, settings.amazon.token_url, certificates, standing)
    async with httpx2.AsyncClient(timeout=CALL_LIMIT, verify=certificates) as client:
        try:
            spapi = SellingPartner(client, settings.amazon, clock, standing)
            yield Amazon(lwa, spapi, standing)
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
    history = RowsTogether(database, HistoryRow)
    return Services(
        workspaces=Workspaces(database, clock, settings.default_language),
        people=People(database, clock),
        tasks=PreSetupTasks(database, clock),
        checks=CheckForms(commerce),
        adding=AddStores(database, clock),
        choosing=ChooseSellers(database, clock, amazon.lwa, amazon.spapi, tokens),
        finding=FindStores(database, clock),
        linking=ShareLinks(database, clock, links, settings.application),
        cards=PlaceCards(database, clock),
        delivering=DeliverMessages(database, clock),
        attempts=ConnectAttempts(database, clock, links),
        receiving=ReceiveGrants(
            database=database,
            clock=clock,
            lwa=amazon.lwa,
            proving=ProveSellers(amazon.spapi),
            settlement=settlement,
            tokens=tokens,
            redirect_uri=settings.redirect_uri,
        ),
        owning=OwnSellers(database, clock, settlement),
        adopting=AdoptTokens(
            database, clock, settings.application, amazon.lwa, amazon.spapi, tokens
        ),
        workers=Workers(database, clock),
        guarding=GuardKeys(database, clock, Guesses(clock), settings.admin_channel),
        serving=ServeWorkers(database, clock),
        grantless=GrantlessTokens(database, clock, amazon.lwa, history),
        tokens=AccessTokens(
            database=database,
            clock=clock,
            shared=shared,
            fetching=FetchTokens(database, clock, amazon.lwa, tokens, shared, asyncio.sleep),
            history=history,
            addresses=settings.amazon,
        ),
        sellers=CheckSellers(
            database, clock, settings.application, amazon.lwa, amazon.spapi, tokens
        ),
        nudges=Nudges(database, clock),
        revoking=RevokeSellers(database, clock),
        reminding=Remind(database, clock, settings.application.id, settings.reminder_days),
        renewing=RenewConnections(database, clock, links),
        announcing=Announce(database, clock),
        watching=WatchApplication(
            database=database,
            clock=clock,
            application=settings.application,
            standing=amazon.standing,
            keyring=keyring,
            admin_channel=settings.admin_channel,
            rotated_on=settings.amazon_secret_rotated_at,
        ),
        alarms=Alarms(database, clock),
        reassigning=ReassignStores(database, clock),
        mails=ContactMails(database, clock),
        endpoints=WebhookEndpoints(database, clock, WebhookSecrets(keyring)),
        webhooks=DeliverWebhooks(database, clock, WebhookSecrets(keyring)),
        forget=Forget(database, clock),
    )


def build_examine(database: Database, clock: Clock, settings: Settings) -> Examine:
    """Return what looks at the state of the whole."""
    keyring = Keyring(settings.encryption_keys)
    tokens, links = RefreshTokens(keyring), Links(keyring)
    webhooks = WebhookSecrets(keyring)
    return Examine(database, clock, settings.application.id, tokens, links, webhooks)


def build_commerce(settings: Settings) -> Commerce | None:
    """Return the catalog that the settings name, or None: websites are then typed by hand.

    Raises `CommerceFileFault`.
    """
    return CommerceFile.read(settings.commerce_file) if settings.commerce_file else None
