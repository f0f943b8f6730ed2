"""Who may do what: every pair of a role and an action."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from domain.errors import KeepersOnly, NotAllowed, NotTheirs
from domain.people import Person
from domain.permissions import Action, may, require
from domain.stores import keepers_of
from tests.storage.rows import member
from tests.surfaces.data import STORE

KEEPERS = ["owner", "backup"]
ROLES = {
    "owner": member(UUID(int=1), "owner"),
    "backup": member(UUID(int=1), "backup"),
    "admin": replace(member(UUID(int=1), "admin"), is_admin=True),
    "member": member(UUID(int=1), "member"),
    "guest": replace(member(UUID(int=1), "owner"), is_guest=True),
    "stranger": replace(member(UUID(int=1), "owner"), is_stranger=True),
    "bot": replace(member(UUID(int=1), "owner"), is_bot=True),
    "leaver": replace(member(UUID(int=1), "owner"), is_admin=True, is_deactivated=True),
}
OUTSIDERS = {"guest", "stranger", "bot", "leaver"}
"""They may do nothing, not even with what they look after."""
MEMBERS_REFUSED: dict[Action, type[NotAllowed] | None] = {
    Action.USE: None,
    Action.CONFIRM_SELLER: None,
    Action.REVOKE: KeepersOnly,
    Action.DISCONNECT: KeepersOnly,
    Action.SWITCH_SELLER: KeepersOnly,
    Action.REASSIGN: NotTheirs,
    Action.RELIEVE: None,
}
"""How a member is refused who neither looks after what is concerned, nor is an admin."""


@pytest.mark.parametrize(("role", "action"), list(product(ROLES, Action)))
def test_every_role_is_let_through_or_refused(role: str, action: Action) -> None:
    refused = _refused(ROLES[role], action)

    assert refused is _expected(role, action)
    assert may(ROLES[role], action, KEEPERS) is (refused is None)


def test_a_refusal_names_those_who_may() -> None:
    stores = [
        replace(STORE, owner="anna", backup="ben"),
        replace(STORE, owner="ben", backup=None),
    ]
    with pytest.raises(KeepersOnly) as refusal:
        require(ROLES["member"], Action.REVOKE, keepers_of(stores))

    assert refusal.value.keepers == ["anna", "ben"]


def test_without_keepers_only_admins_may() -> None:
    assert may(ROLES["admin"], Action.REVOKE)
    assert not may(ROLES["owner"], Action.REVOKE)


def _refused(person: Person, action: Action) -> type[NotAllowed] | None:
    try:
        require(person, action, KEEPERS)
    except NotAllowed as refusal:
        return type(refusal)
    return None


def _expected(role: str, action: Action) -> type[NotAllowed] | None:
    if role in OUTSIDERS:
        return NotAllowed
    return MEMBERS_REFUSED[action] if role == "member" else None
