"""Alarms for the views: each as it lasts, once it is over, and overtaken; usual and nasty."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.alarms import Alarm, AlarmKind
from domain.application import Application, ApplicationKind
from tests.surfaces.data import NASTY, NASTY_STORE, NOW, STORE, longest

APPLICATION = Application(
    id="amzn1.sp.solution.stand-in",
    kind=ApplicationKind.PUBLIC,
    name=longest(NASTY, 80),
    client_id="amzn1.application-oa2-client.stand-in",
    client_secret="amzn1.oa2-cs.v1.stand-in",
)
_ANSWERS = (
    ("lwa", "invalid_client", "Client authentication failed"),
    ("lwa", "unauthorized_client", "Not authorized for requested operation"),
    ("lwa", "invalid_scope", longest(NASTY, 2000)),
    ("spapi", "HTTP 403", "The LWA secret token you provided has expired."),
)
_ENDS = (NOW + timedelta(days=30), NOW - timedelta(days=1))


def _lasting(kind: AlarmKind, facts: Mapping[str, Any] | None = None) -> Alarm:
    return Alarm(
        kind=kind,
        since=NOW - timedelta(hours=25),
        until=None,
        now=NOW,
        is_newest=True,
        facts=facts or {},
    )


def _alarms() -> Iterator[tuple[str, Alarm]]:
    for kind in (AlarmKind.OUTAGE, AlarmKind.OTHER_APPLICATION):
        yield f"{kind}", replace(_lasting(kind), stores=[STORE])
        yield f"{kind}, nasty", replace(_lasting(kind), stores=[NASTY_STORE] * 100)
    for api, code, details in _ANSWERS:
        facts = {"api": api, "code": code, "details": details}
        yield f"refused, {code}", _lasting(AlarmKind.REFUSED, facts)
    for ends_at in _ENDS:
        for is_corrected in (True, False):
            facts = {"ends_at": ends_at.isoformat(), "is_corrected": is_corrected}
            yield f"secret, {ends_at.date()} {is_corrected}", _lasting(AlarmKind.SECRET, facts)
    yield "guesses", _lasting(AlarmKind.GUESSES, {"address": "203.0.113.7", "count": 21})
    yield "guesses, nasty", _lasting(AlarmKind.GUESSES, {"address": NASTY, "count": 10_000})
    yield "places", _lasting(AlarmKind.PLACES, {"held": 22, "places": 25})


def _with_ends() -> Iterator[tuple[str, Alarm]]:
    for name, alarm in _alarms():
        yield name, alarm
        yield f"{name}, over", replace(alarm, until=NOW)
    yield "overtaken", replace(alarm, until=NOW, is_newest=False)


ALARMS = dict(_with_ends())
