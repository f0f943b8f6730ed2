"""Who may do what; `require` is asked before anything is done, whatever a screen has offered."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from domain.errors import KeepersOnly, NotAllowed, NotTheirs
from domain.people import Person


class Action(StrEnum):
    """What somebody wants to do."""

    USE = "use"
    """Anything that needs no other action of these, such as adding and renewing."""
    CONFIRM_SELLER = "confirm_seller"
    """Confirm or reject a seller as the team's own; accept or refuse a held grant."""
    REVOKE = "revoke"
    """End a connection for all its stores; erase its token, or call the ending off."""
    DISCONNECT = "disconnect"
    """Disconnect one store."""
    SWITCH_SELLER = "switch_seller"
    """Connect a store with another seller than its present one."""
    REASSIGN = "reassign"
    """Hand over the stores of somebody who is here."""
    RELIEVE = "relieve"
    """Hand over the stores of somebody who has left."""


Rule = Callable[[Person, Sequence[str]], NotAllowed | None]
"""Explains why a member may not do something, given who looks after what it concerns."""


def require(person: Person, action: Action, keepers: Sequence[str] = ()) -> None:
    """Raise `NotAllowed`, or a subclass, unless the person may do that.

    `keepers` are the Slack user ids of those who look after what is concerned.
    """
    refusal = _refusal(person, action, keepers)
    if refusal is not None:
        raise refusal


def may(person: Person, action: Action, keepers: Sequence[str] = ()) -> bool:
    """Return the same, to decide what a screen offers."""
    return _refusal(person, action, keepers) is None


def _refusal(person: Person, action: Action, keepers: Sequence[str]) -> NotAllowed | None:
    return _RULES[action](person, keepers) if person.is_member else NotAllowed()


def _members(_person: Person, _keepers: Sequence[str]) -> NotAllowed | None:
    return None


def _keepers_and_admins(person: Person, keepers: Sequence[str]) -> NotAllowed | None:
    return None if _keeps(person, keepers) else KeepersOnly(keepers)


def _themselves_and_admins(person: Person, keepers: Sequence[str]) -> NotAllowed | None:
    return None if _keeps(person, keepers) else NotTheirs()


def _keeps(person: Person, keepers: Sequence[str]) -> bool:
    return person.is_admin or person.slack_user_id in keepers


_RULES: Mapping[Action, Rule] = {
    Action.USE: _members,
    Action.CONFIRM_SELLER: _members,
    Action.REVOKE: _keepers_and_admins,
    Action.DISCONNECT: _keepers_and_admins,
    Action.SWITCH_SELLER: _keepers_and_admins,
    Action.REASSIGN: _themselves_and_admins,
    Action.RELIEVE: _members,
}
"""One line for each permission. Guests, strangers, bots and leavers may do nothing."""
