"""Why something a person asked for cannot be done now; nothing was changed.

Refusal
├── StoreUnknown        no store of that name in this workspace
├── FilterUnknown       a filter of the list has a value that says nothing
├── NothingThere        what a button or link spoke of is gone
├── NotAllowed          this person may not do that
│   ├── KeepersOnly     owner, backup and workspace admins may
│   └── NotTheirs       whose stores they are may, and workspace admins
├── TooManyAttempts     a connect link has too many tries open at a time
├── NotConnected        the store has no seller whose token could be used
│   └── TokenWithheld   the store's token is not issued, for a reason (`domain.access_tokens`)
├── AlreadyHandled      the same request has been carried out before
├── AlreadySettled      what is answered was answered by somebody else, or is over
├── AmazonSilent        Amazon has to be asked first, and does not answer just now
├── SyncProgramUnknown  no sync program of that name in this workspace
├── NameTaken           another one has that name already
├── KeyIsOver           a key cannot end when the one before it did, for that has passed
├── KeyRefused          a key that is wrong, has expired or was revoked
├── Overtaken           what the button spoke of was renewed since
├── TooUrgent           so little time is left that a reminder cannot be held back
└── IllegalTransition   the connection is not in a state for that
"""

from collections.abc import Sequence
from datetime import datetime

from domain.authorizations import AuthorizationStatus


class Refusal(Exception):
    """The base of everything that is refused politely."""


class StoreUnknown(Refusal):
    """`name` is what was asked for; `similar` are names that come near."""

    def __init__(self, name: str, similar: tuple[str, ...] = ()) -> None:
        super().__init__("no store of that name")
        self.name = name
        self.similar = similar


class FilterUnknown(Refusal):
    """`given` is the filter as it was typed."""

    def __init__(self, given: str) -> None:
        super().__init__("no filter of that value")
        self.given = given


class NothingThere(Refusal):
    """The store, message or link in question is gone."""


class NotAllowed(Refusal):
    """The person may not do that, whatever was offered on screen."""


class KeepersOnly(NotAllowed):
    """Only `keepers`, who look after the stores, and workspace admins may do that."""

    def __init__(self, keepers: Sequence[str]) -> None:
        """`keepers` are Slack user ids."""
        super().__init__("owner, backup and workspace admins only")
        self.keepers = keepers


class NotTheirs(NotAllowed):
    """Only the person whose stores they are, and workspace admins, may do that."""


class AlreadyHandled(Refusal):
    """The same request was carried out before."""


class AlreadySettled(Refusal):
    """Somebody else has answered already, or it is over."""


class Overtaken(Refusal):
    """A button refers to an earlier term of a connection."""


class IllegalTransition(Refusal):
    """The action is not possible in `status`."""

    def __init__(self, status: AuthorizationStatus) -> None:
        super().__init__(f"not from {status}")
        self.status = status


class TooManyAttempts(Refusal):
    """A connect link has too many attempts open; they expire by themselves."""


class NotConnected(Refusal):
    """The store has no live connection, or its seller has not been confirmed yet."""


class AmazonSilent(Refusal):
    """Amazon has to be asked first, and does not answer just now."""

    def __init__(self, until: datetime | None = None) -> None:
        """`until` is when Amazon is asked again, where that is known."""
        super().__init__("Amazon does not answer just now. Nothing was changed; try again later.")
        self.until = until


class SyncProgramUnknown(Refusal):
    """`name` is what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__("no sync program of that name")
        self.name = name


class NameTaken(Refusal):
    """Another one is called `name` already."""

    def __init__(self, name: str) -> None:
        super().__init__("the name is taken")
        self.name = name


class KeyIsOver(Refusal):
    """The previous key ended on `expires_at`, so the new one cannot end with it."""

    def __init__(self, expires_at: datetime) -> None:
        super().__init__("the key has ended")
        self.expires_at = expires_at


class KeyRefused(Refusal):
    """The key is wrong, has expired or was revoked; nobody is told which."""


class TooUrgent(Refusal):
    """Too little time is left to snooze a reminder."""
