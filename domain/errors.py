"""Why something a person asked for cannot be done now; nothing was changed.

Refusal
├── StoreUnknown      no store of that name in this workspace
├── NothingThere      what a button or link spoke of is gone
├── NotAllowed        this person may not do that
├── TooManyAttempts   a connect link has too many tries open at a time
├── NotConnected      the store has no seller whose token could be used
└── AlreadyHandled    the same request has been carried out before
"""


class Refusal(Exception):
    """The base of all that a person is told politely."""


class StoreUnknown(Refusal):
    """`name` is what was asked for; `similar` are names that come near."""

    def __init__(self, name: str, similar: tuple[str, ...] = ()) -> None:
        super().__init__("no store of that name")
        self.name = name
        self.similar = similar


class NothingThere(Refusal):
    """The store, message or link that was spoken of is gone."""


class NotAllowed(Refusal):
    """The person may not do that, whatever their screen offered."""


class AlreadyHandled(Refusal):
    """The same request came before and was carried out."""


class TooManyAttempts(Refusal):
    """A connect link has as many tries open as it may; they end by themselves."""


class NotConnected(Refusal):
    """The store has no live connection, or nobody has said yet that it is the team's own."""
