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
    """The base of all that a person is told politely."""


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
    """The store, message or link that was spoken of is gone."""


class NotAllowed(Refusal):
    """The person may not do that, whatever their screen offered."""


class KeepersOnly(NotAllowed):
    """Only `keepers`, who look after the stores, and workspace admins may do that."""

    def __init__(self, keepers: Sequence[str]) -> None:
        """`keepers` are Slack user ids."""
        super().__init__("owner, backup and workspace admins only")
        self.keepers = keepers


class NotTheirs(NotAllowed):
    """Only the person whose stores they are, and workspace admins, may do that."""


class AlreadyHandled(Refusal):
    """The same request came before and was carried out."""


class AlreadySettled(Refusal):
    """What is answered waits for no answer any more: somebody else gave one, or it is over."""


class Overtaken(Refusal):
    """A button spoke of an earlier term of a connection."""


class IllegalTransition(Refusal):
    """What was asked for does not lead on from `status`."""

    def __init__(self, status: AuthorizationStatus) -> None:
        super().__init__(f"not from {status}")
        self.status = status


class TooManyAttempts(Refusal):
    """A connect link has as many tries open as it may; they end by themselves."""


class NotConnected(Refusal):
    """The store has no live connection, or nobody has said yet that it is the team's own."""


class AmazonSilent(Refusal):
    """Amazon has to be asked before that can be done, and does not answer just now."""

    def __init__(self, until: datetime | None = None) -> None:
        """`until` is when it is asked again, where that is known."""
        super().__init__("Amazon does not answer just now. Nothing was changed; try again later.")
        self.until = until


class SyncProgramUnknown(Refusal):
    """`name` is what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__("no sync program of that name")
        self.name = name


class NameTaken(Refusal):
    """`name` is what another one is called already."""

    def __init__(self, name: str) -> None:
        super().__init__("the name is taken")
        self.name = name


class KeyIsOver(Refusal):
    """The key before has ended, on `expires_at`, and its end cannot be the new one's."""

    def __init__(self, expires_at: datetime) -> None:
        super().__init__("the key has ended")
        self.expires_at = expires_at


class KeyRefused(Refusal):
    """The key is wrong, has expired or was revoked; which of these is told to nobody."""


class TooUrgent(Refusal):
    """So little time is left that a reminder cannot be held back any more."""
