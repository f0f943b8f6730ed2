"""What the tests of the storage put into it."""

from typing import Any
from uuid import UUID

from domain.marketplaces import MARKETPLACES
from domain.people import Person
from domain.stores import NewStore, Website


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
