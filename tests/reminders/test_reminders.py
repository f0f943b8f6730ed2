"""No connection is lost because a year has passed: its end is reported in time, and once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from storage.tables.authorizations import TermRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, connect_url, connected_store, in_slack
from tests.reminders.steps import (
    buttons,
    days_before_the_end,
    ends_at,
    remind,
    reminders,
    shown,
    told,
)

AMAZON, ANNA = "C0AMAZON01", "U0ANNA0001"


async def test_nothing_is_said_until_a_month_before_the_end(one_store: House) -> None:
    await days_before_the_end(one_store, 35)
    assert await told(one_store) == []


async def test_the_first_reminder_tells_all_that_has_to_be_known(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    (reminder,) = reminders(one_store)
    said = shown(reminder)
    assert "The Amazon connection of Nordic Outdoor ends in 30 days" in said
    assert "Amazon Store USA" in said
    assert "estimate" in said
    assert "Responsible: Anna." in said
    assert "<@U0ANNA0001>" not in said
    assert "sync programs get no access" in said
    assert "Manage Your Apps" in said
    assert buttons(reminder) == ["Renew", "Send link", "Revoke", "Snooze"]


async def test_a_reminder_is_told_once_however_often_the_sweep_runs(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    await remind(one_store)
    one_store.clock.move(hours=5)
    await remind(one_store)
    assert await told(one_store) == [(30, AMAZON)]
    assert len(reminders(one_store)) == 1


async def test_after_a_long_silence_only_the_most_urgent_is_told(one_store: House) -> None:
    await days_before_the_end(one_store, 6)
    assert await told(one_store) == [(7, AMAZON)]


async def test_a_later_reminder_takes_the_buttons_from_the_earlier(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    await days_before_the_end(one_store, 14)
    earlier, later = [
        m for m in one_store.slack.channel("amazon").messages if "Nordic Outdoor" in m["text"]
    ][-2:]
    assert "a later reminder stands below" in shown(earlier)
    assert buttons(earlier) == []
    assert "ends in 14 days" in shown(later)


async def test_from_a_week_before_the_owner_is_mentioned(one_store: House) -> None:
    await days_before_the_end(one_store, 7)
    assert "Responsible: <@U0ANNA0001>." in shown(reminders(one_store)[-1])


async def test_from_three_days_before_the_owner_is_written_to_and_nobody_may_snooze(
    one_store: House,
) -> None:
    await days_before_the_end(one_store, 3)
    assert sorted(await told(one_store)) == [(3, AMAZON), (3, ANNA)]
    assert "Snooze" not in buttons(reminders(one_store)[-1])
    direct = one_store.slack.im("Anna").messages
    assert "The Amazon connection of Nordic Outdoor ends in 3 days" in shown(direct[-1])


async def test_after_the_end_it_is_told_as_overdue_and_nothing_stops(one_store: House) -> None:
    await days_before_the_end(one_store, -8)
    assert "has been overdue for 8 days" in shown(reminders(one_store)[-1])
    assert "Renewal overdue" in in_slack(one_store, "Amazon Store USA: ")["text"]


async def test_a_renewal_closes_every_reminder_and_the_next_year_begins(
    one_store: House, seller: SellersBrowser
) -> None:
    await days_before_the_end(one_store, 3)
    before = await ends_at(one_store)
    (reminder, *_) = reminders(one_store)
    page = await seller.connect(deeds.url_of(reminder, "Renew"), "Nordic Outdoor")
    assert "Nordic Outdoor" in page
    await one_store.deliver()
    assert await ends_at(one_store) > before + timedelta(days=350)
    for place in (one_store.slack.channel("amazon"), one_store.slack.im("Anna")):
        closed = [m for m in place.messages if "has been renewed" in m["text"]]
        assert [buttons(message) for message in closed] == [[]]
    in_slack(one_store, "is renewed until about")
    assert "Connected" in in_slack(one_store, "Amazon Store USA: ")["text"]
    await days_before_the_end(one_store, 30)
    assert (await told(one_store))[-1] == (30, AMAZON)


async def test_every_way_shows_the_same_link_until_it_is_used(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    (reminder,) = reminders(one_store)
    answer = await one_store.slack.person("Ben").command(
        "/amazon-store renew Amazon Store USA", channel="amazon"
    )
    assert answer is not None
    assert connect_url(answer) == deeds.url_of(reminder, "Renew")


async def test_one_reminder_names_all_stores_of_a_seller_in_a_channel(
    one_store: House, seller: SellersBrowser
) -> None:
    await connected_store(one_store, seller, country="🇨🇦 Canada")
    await days_before_the_end(one_store, 30)
    said = shown(reminders(one_store)[-1])
    assert "Amazon Store USA" in said
    assert "Amazon Store Canada" in said
    assert await told(one_store) == [(30, AMAZON)]


async def test_whoever_moves_to_another_time_zone_is_told_at_nine_there(one_store: House) -> None:
    await days_before_the_end(one_store, 33)
    nine = datetime(2027, 12, 10, 9, tzinfo=ZoneInfo("Pacific/Auckland"))
    await one_store.slack.events.user_change("U0ANNA0001", tz="Pacific/Auckland")
    one_store.clock.now = nine.astimezone(UTC)
    await remind(one_store)
    assert await told(one_store) == [(30, AMAZON)]


async def test_a_change_that_comes_before_the_sweep_hides_no_turn_of_time(
    one_store: House,
) -> None:
    await days_before_the_end(one_store, 33)
    one_store.clock.now = await ends_at(one_store) + timedelta(hours=1)
    await one_store.slack.events.user_change("U0ANNA0001", tz="Pacific/Auckland")
    await remind(one_store)
    assert "Renewal overdue" in in_slack(one_store, "Amazon Store USA: ")["text"]


@pytest.mark.parametrize(
    ("zone", "end", "morning", "words"),
    [
        ("America/Los_Angeles", "2028-01-12T02:00Z", "2028-01-11", "ends today"),
        ("Asia/Tokyo", "2028-01-11T22:00Z", "2028-01-11", "ends in 1 day"),
    ],
)
async def test_days_are_counted_by_the_calendar_of_whoever_reads(
    one_store: House, zone: str, end: str, morning: str, words: str
) -> None:
    """Where the end is shown as a day, as many days are left as until that one."""
    async with one_store.bot.database.engine.begin() as connection:
        await connection.execute(update(TermRow).values(ends_at=datetime.fromisoformat(end)))
    await one_store.slack.events.user_change(ANNA, tz=zone)
    nine = datetime.combine(date.fromisoformat(morning), time(9), ZoneInfo(zone))
    one_store.clock.now = nine.astimezone(UTC)
    await remind(one_store)
    assert reminders(one_store)[-1]["text"].endswith(words)
