"""The services, built on one database."""

from dataclasses import dataclass

from bot.settings import Settings
from commerce.file import CommerceFile
from commerce.port import Commerce
from domain.clock import Clock
from services.adding import AddStores
from services.channels import PlaceCards
from services.checking import CheckForms
from services.delivering import DeliverMessages
from services.finding import FindStores
from services.linking import ShareLinks
from services.people import People
from services.presetup import PreSetupTasks
from services.workspaces import Workspaces
from storage.database import Database
from storage.encryption import Keyring
from storage.links import Links


@dataclass(frozen=True)
class Services:
    workspaces: Workspaces
    people: People
    tasks: PreSetupTasks
    checks: CheckForms
    adding: AddStores
    finding: FindStores
    linking: ShareLinks
    cards: PlaceCards
    delivering: DeliverMessages


def build_services(
    database: Database, clock: Clock, settings: Settings, commerce: Commerce | None
) -> Services:
    links = Links(Keyring(settings.encryption_keys))
    return Services(
        workspaces=Workspaces(database, clock, settings.default_language),
        people=People(database, clock),
        tasks=PreSetupTasks(database, clock),
        checks=CheckForms(commerce),
        adding=AddStores(database, clock),
        finding=FindStores(database, clock),
        linking=ShareLinks(database, clock, links),
        cards=PlaceCards(database, clock),
        delivering=DeliverMessages(database, clock),
    )


def build_commerce(settings: Settings) -> Commerce | None:
    """Return the catalog that the settings name, or None: websites are then typed by hand.

    Raises `CommerceFileFault`.
    """
    return CommerceFile.read(settings.commerce_file) if settings.commerce_file else None
