"""Reminders and digests, as they are usually and as nasty as may be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.marketplaces import MARKETPLACES
from domain.reminders import DigestShown, ReminderEnd, ReminderShown
from tests.surfaces.data import (
    CONNECTION,
    MANAGE,
    NASTY,
    NASTY_CONNECTION,
    NASTY_STORE,
    NOW,
    STORE,
    URL,
    longest,
)
from views.slack.block_kit import Message
from views.slack.digest import digest
from views.slack.reminder import reminder, sent_again

REMINDER = ReminderShown(
    id=UUID(int=6),
    rung=30,
    target="C0AMAZON01",
    connection=CONNECTION,
    stores=[STORE],
    days=30,
    is_overdue=False,
    snoozed_until=None,
    snoozed_by=None,
    ended=None,
    names={"U0ANNA0001": "Anna"},
)
NASTY_REMINDER = replace(
    REMINDER,
    connection=replace(NASTY_CONNECTION, seller_name=longest(NASTY, 120), ends_at=NOW),
    stores=[NASTY_STORE] * 60,
    names={"U" * 32: longest(NASTY, 200), "W" * 32: longest(NASTY, 200)},
)
SNOOZED = replace(NASTY_REMINDER, snoozed_until=NOW, snoozed_by="U" * 32)
HERE = {MANAGE: STORE.marketplace}
EVERYWHERE = {f"{MANAGE}/{place.id}": place for place in MARKETPLACES[:4]}
REMINDERS = (
    ("first", REMINDER),
    ("mentioned", replace(REMINDER, rung=7, days=7)),
    ("direct", replace(REMINDER, rung=3, days=1)),
    ("today", replace(REMINDER, rung=0, days=0)),
    ("over since today", replace(REMINDER, rung=0, days=0, is_overdue=True)),
    ("overdue", replace(REMINDER, rung=-7, days=-8, is_overdue=True)),
    ("nasty", NASTY_REMINDER),
    ("snoozed", SNOOZED),
    *((end.value, replace(NASTY_REMINDER, ended=end)) for end in ReminderEnd),
)
DIGESTS = (
    ("plain", DigestShown(4, 1, 0, [REMINDER] * 3)),
    ("nasty", DigestShown(1000, 41, 3, [NASTY_REMINDER] * 10)),
    ("snoozed", DigestShown(4, 1, 0, [SNOOZED] * 3)),
    ("over", DigestShown(4, 1, 0, [replace(REMINDER, days=0, is_overdue=True)] * 3)),
    ("emptied", DigestShown(0, 0, 0, [])),
    ("done", DigestShown(60, 60, 0, [])),
    ("gone on", DigestShown(60, 41, 19, [])),
)
SHOWN: Sequence[tuple[str, Callable[..., Message], tuple[Any, ...], dict[str, Any]]] = [
    *((name, reminder, (shown, URL, HERE), {}) for name, shown in REMINDERS),
    ("plain", sent_again, (), {}),
    *((name, digest, (shown, {REMINDER.id: URL}, EVERYWHERE), {}) for name, shown in DIGESTS),
]
