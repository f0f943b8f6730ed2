"""The parts of the local Amazon, and all the ways in which each of them can fail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.amazon import faults
from playground.amazon.faults import Fault, Faults, Operation
from playground.amazon.state import AmazonState

LATE = 20.0
"""Seconds; more than anybody waits for an answer."""
DRIP = 1.0
"""Seconds between two bytes of an answer: each comes in time, the last one never does."""
SPAPI: Sequence[Operation] = ("spapi.participations", "spapi.listings", "spapi.catalog")
DENIED: Mapping[str, str] = {
    "Role missing": "",
    "Token expired": "The access token you provided has expired.",
    "Token revoked": "The access token you provided is revoked, malformed or invalid.",
    "Secret expired": "The LWA secret token you provided has expired.",
    "Wrong region": "The marketplaces you provided are not valid for region.",
}
"""What SP-API tells with a 403, in short and in its `details`."""


@dataclass(frozen=True)
class Choice:
    """One state that a part can be in; `name` is its word for forms and tests."""

    name: str
    text: str
    choose: Callable[[], None]
    is_chosen: Callable[[], bool]


@dataclass(frozen=True)
class Part:
    """One part of Amazon; the first of its choices is that all is well, the rest go by groups."""

    name: str
    title: str
    about: str
    well: Choice
    groups: Mapping[str, Sequence[Choice]]

    @property
    def choices(self) -> Sequence[Choice]:
        return [self.well, *(choice for group in self.groups.values() for choice in group)]

    @property
    def chosen(self) -> Choice:
        """Return the state it is in; well where a test has set something else."""
        return next((choice for choice in self.choices if choice.is_chosen()), self.well)


def parts(state: AmazonState, given: Faults) -> Sequence[Part]:
    return [_login(given), _selling(given), _secret(state), _appstore(state)]


def _login(given: Faults) -> Part:
    keeping = _Keeping(given, ["lwa.token"])
    return Part(
        "login",
        "Login with Amazon",
        "Exchanges codes and refreshes tokens.",
        keeping.choice("works", "Works", None),
        {
            "Is unwell": _unwell(keeping, faults.lwa_refuses("server_error", status=500)),
            "Refuses everybody": [
                keeping.choice("invalid-grant", "invalid_grant", faults.invalid_grant()),
                keeping.choice("invalid-client", "invalid_client", faults.invalid_client()),
                keeping.choice(
                    "unauthorized-client", "unauthorized_client", faults.unauthorized_client()
                ),
                keeping.choice(
                    "invalid-request", "invalid_request", faults.lwa_refuses("invalid_request")
                ),
            ],
        },
    )


def _selling(given: Faults) -> Part:
    keeping = _Keeping(given, SPAPI)
    refusals = [
        keeping.choice(text.lower().replace(" ", "-"), text, faults.denied(details))
        for text, details in DENIED.items()
    ]
    return Part(
        "selling",
        "Selling Partner API",
        "Tells where a seller sells, and proves whose token it is.",
        keeping.choice("works", "Works", None),
        {
            "Is unwell": _unwell(keeping, faults.unwell(500)),
            "Refuses everybody with 403": refusals,
        },
    )


def _unwell(keeping: "_Keeping", internal: Fault) -> Sequence[Choice]:
    return [
        keeping.choice("unavailable", "503 Unavailable", faults.unwell(503)),
        keeping.choice("internal", "500 Internal error", internal),
        keeping.choice("busy", "429 Too many requests", faults.throttled()),
        keeping.choice("html", "A web page", faults.html()),
        keeping.choice("broken", "Broken JSON", faults.bad_json()),
        keeping.choice("huge", "10 MB", faults.huge()),
        keeping.choice("late", f"After {LATE:g} seconds", faults.slow(LATE)),
        keeping.choice("drip", "Drop by drop", faults.drip(DRIP)),
        keeping.choice("silent", "Never answers", faults.stall()),
        keeping.choice("cut", "Cuts the line", faults.reset()),
        keeping.choice("lost", "Acts, then cuts the line", faults.reset_after()),
    ]


@dataclass(frozen=True)
class _Keeping:
    """Lets operations end in a fault until something else is chosen."""

    faults: Faults
    operations: Sequence[Operation]

    def choice(self, name: str, text: str, fault: Fault | None) -> Choice:
        return Choice(
            name,
            text,
            lambda: self.faults.keep(self.operations, fault),
            lambda: self.faults.kept(self.operations[0]) is fault,
        )


def _secret(state: AmazonState) -> Part:
    expired = state.expired_secrets

    def known() -> set[str]:
        return {application.client_id for application in state.applications.values()}

    old = Choice("old", "Over 180 days old", lambda: expired.update(known()), lambda: bool(expired))
    return Part(
        "secret",
        "Client secret",
        "Once it is old, SP-API refuses everybody while Login with Amazon goes on.",
        Choice("valid", "Valid", expired.clear, lambda: not expired),
        {"": [old]},
    )


def _appstore(state: AmazonState) -> Part:
    def are_full() -> bool:
        return not any(application.listed for application in state.applications.values())

    full = Choice("full", "Not listed, and 25 sellers hold it", state.fill_places, are_full)
    return Part(
        "appstore",
        "Appstore",
        "An application that is not listed may be held by 25 sellers. The next one is refused with "
        "CONSENT_LIMIT_REACHED.",
        Choice("listed", "Listed: no limit", state.free_places, lambda: not are_full()),
        {"": [full]},
    )
