"""A reminder can be snoozed, but never lost, and not in the last three days."""

import asyncio
from datetime import timedelta

import pytest

from storage.tables.reminders import ReminderRow
from tests.harness.bot import House
from tests.harness.connect_steps import rows
from tests.reminders.steps import (
    Json,
    buttons,
    days_before_the_end,
    ends_at,
    remind,
    reminders,
    shown,
    told,
)

AMAZON = "C0AMAZON01"


@pytest.fixture
async def snoozed(one_store: House) -> House:
    """A house where Ben has snoozed the first reminder, on a Friday, until Monday."""
    await days_before_the_end(one_store, 30)
    await snooze(one_store, reminders(one_store)[0], "for 1 day")
    await one_store.deliver()
    return one_store


async def snooze(house: House, reminder: Json, days: str) -> None:
    await house.slack.person("Ben").choose(reminder, "Snooze", days)


async def test_a_snoozed_reminder_says_by_whom_and_until_when(snoozed: House) -> None:
    (reminder,) = reminders(snoozed)
    assert "Snoozed by <@U0BEN00001> until" in shown(reminder)
    assert buttons(reminder) == ["Renew", "Show it again now"]


async def test_it_comes_again_by_itself_and_the_old_one_says_so(snoozed: House) -> None:
    snoozed.clock.move(days=3)
    await remind(snoozed)
    assert await told(snoozed) == [(30, AMAZON)]
    old, new = [m for m in snoozed.slack.channel("amazon").messages if _is_reminder(m)]
    assert "sent again below" in shown(old)
    assert buttons(old) == []
    assert buttons(new) == ["Renew", "Send link", "Revoke", "Snooze"]


async def test_nobody_is_disturbed_before(snoozed: House) -> None:
    snoozed.clock.move(hours=20)
    await remind(snoozed)
    assert len([m for m in snoozed.slack.channel("amazon").messages if _is_reminder(m)]) == 1


async def test_a_snooze_can_be_taken_back(snoozed: House) -> None:
    await snoozed.slack.person("Anna").press(reminders(snoozed)[0], "Show it again now")
    await snoozed.deliver()
    (reminder,) = reminders(snoozed)
    assert buttons(reminder) == ["Renew", "Send link", "Revoke", "Snooze"]
    snoozed.clock.move(days=3)
    await remind(snoozed)
    assert len(reminders(snoozed)) == 1


async def test_a_snooze_never_holds_back_the_last_three_days(one_store: House) -> None:
    await days_before_the_end(one_store, 6)
    await snooze(one_store, reminders(one_store)[-1], "for 7 days")
    await days_before_the_end(one_store, 3)
    assert (3, AMAZON) in await told(one_store)
    row = next(row for row in await rows(one_store, ReminderRow) if row.rung == 7)
    assert row.closed_because == "superseded"
    assert row.snoozed_until is None


async def test_an_old_button_answers_politely_and_changes_nothing(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    (old,) = reminders(one_store)
    held = one_store.slack.faults.hold("chat.update")
    one_store.clock.now = await ends_at(one_store) - timedelta(days=14)
    await one_store.bot.metronome.tick("reminders")
    await held.reached()
    before = await rows(one_store, ReminderRow)
    await snooze(one_store, old, "for 7 days")
    held.release()
    await one_store.deliver()
    said = [shown(message) for message in one_store.slack.person("Ben").sees("amazon")]
    assert any("This was done already" in text for text in said)
    assert await rows(one_store, ReminderRow) == before


async def test_fifty_presses_at_once_are_one_snooze(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    (reminder,) = reminders(one_store)
    await asyncio.gather(*(snooze(one_store, reminder, "for 3 days") for _ in range(50)))
    await one_store.deliver()
    (row,) = await rows(one_store, ReminderRow)
    assert row.snoozed_until is not None
    assert row.snoozed_until < await ends_at(one_store) - timedelta(days=26)
    assert "Snoozed by" in shown(reminders(one_store)[0])


def _is_reminder(message: Json) -> bool:
    return "ends in" in message["text"] or "sent again" in message["text"]
