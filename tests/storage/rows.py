"""Rows for the tests of the storage."""

from typing import Any
from uuid import UUID

from domain.application import Application, ApplicationKind
from domain.clock import Clock
from domain.marketplaces import MARKETPLACES
from domain.people import Person
from domain.stores import NewStore, Website
from services.oauth.links import ConnectLinks
from storage.database.encryption import Keyring
from storage.database.transactions import Database
from storage.links import Links

APPLICATION = Application(
    id="amzn1.sp.solution.rows",
    kind=ApplicationKind.PUBLIC,
    name="Rows",
    client_id="amzn1.application-oa2-client.rows",
    client_secret="amzn1.oa2-cs.v1.rows",
)


def member(workspace_id: UUID, slack_user_id: str) -> Person:
    return Person(
        workspace_id=workspace_id,
        slack_user_id=slack_user_id,
        name=slack_user_id.lower(),
        locale="en-US",
        timezone="Europe/Stockholm",
        is_admin=False,
        is_guest=False,
        is_stranger=False,
        is_bot=False,
        is_deactivated=False,
    )


def new_store(**given: Any) -> NewStore:
    """A filled-in form; `website` is the code of one."""
    website = given.pop("website", "base")
    usual: dict[str, Any] = {
        "website": Website("Nordic Shop", website, website.title()),
        "email": "anna@nordic.example",
        "name": "Amazon Store USA",
        "marketplace": MARKETPLACES[0],
        "mapping": None,
        "channel": "C0AMAZON01",
        "owner": "U0ANNA0001",
        "backup": None,
    }
    return NewStore(**usual | given)


def share_links(database: Database, clock: Clock) -> ConnectLinks:
    return ConnectLinks(database, clock, Links(Keyring({"k": bytes(32)})), APPLICATION)
