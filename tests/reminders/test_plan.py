"""When a rung is due: at nine on a working day, never later than it says, once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminders import LADDER, Audience, ToldRungs, moment, plan, snoozed_until, zone_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AUCKLAND = ZoneInfo("Pacific/Auckland")
WEDNESDAY = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)
ENDS = datetime(2027, 6, 16, 12, 0, tzinfo=UTC)
"""A Wednesday."""
CHANNEL = Audience("C1", STOCKHOLM)


@pytest.mark.parametrize(
    ("ends_at", "rung", "told_at"),
    [
        ("2027-06-16T12:00", 0, "2027-06-16T07:00"),  # Wednesday: the same day
        ("2027-06-16T06:59", 0, "2027-06-15T07:00"),  # before nine there: the day before
        ("2027-06-16T07:00", 0, "2027-06-16T07:00"),  # nine exactly
        ("2027-06-19T12:00", 0, "2027-06-18T07:00"),  # Saturday: Friday
        ("2027-06-20T12:00", 0, "2027-06-18T07:00"),  # Sunday: Friday
        ("2027-06-21T06:00", 0, "2027-06-18T07:00"),  # Monday before nine: Friday
        ("2027-06-16T12:00", -7, "2027-06-23T07:00"),
        ("2027-04-05T12:00", 14, "2027-03-22T08:00"),  # winter time, a week before it ends
    ],
)
def test_a_rung_is_told_at_nine_of_the_last_working_day_before_it(
    ends_at: str, rung: int, told_at: str
) -> None:
    told = moment(_utc(ends_at), rung, STOCKHOLM)
    assert told == _utc(told_at)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(LADDER),
    st.sampled_from(["Europe/Stockholm", "Pacific/Auckland", "America/St_Johns", "Asia/Kolkata"]),
)
def test_it_is_never_later_than_the_rung_nor_on_a_weekend_nor_a_week_early(
    ends_at: datetime, rung: int, name: str
) -> None:
    told = moment(ends_at, rung, zone_of(name))
    there = told.astimezone(zone_of(name))
    due = ends_at - timedelta(days=rung)
    assert due - timedelta(days=4) < told <= due
    assert (there.hour, there.minute) == (9, 0)
    assert there.weekday() < 5


def test_of_several_rungs_that_were_reached_only_the_most_urgent_is_told() -> None:
    planned = plan(ENDS, LADDER, CHANNEL, ToldRungs(), ENDS - timedelta(days=2))
    assert planned.rung == 3


def test_what_was_told_is_not_told_again_nor_anything_less_urgent() -> None:
    now = ENDS - timedelta(days=2)
    assert plan(ENDS, LADDER, CHANNEL, ToldRungs([3]), now).rung is None
    assert plan(ENDS, (30, 14, 7), CHANNEL, ToldRungs([3]), now).rung is None


def test_the_next_look_is_when_the_next_rung_is_told() -> None:
    planned = plan(ENDS, LADDER, CHANNEL, ToldRungs([14]), ENDS - timedelta(days=13))
    assert planned.look_at == moment(ENDS, 7, STOCKHOLM)


def test_nothing_is_left_to_look_at_after_the_last_rung() -> None:
    planned = plan(ENDS, LADDER, CHANNEL, ToldRungs([-28]), ENDS + timedelta(days=40))
    assert (planned.rung, planned.look_at) == (None, None)


def test_people_are_written_to_themselves_from_three_days_before_only() -> None:
    person = Audience("U1", STOCKHOLM, 3)
    assert plan(ENDS, LADDER, person, ToldRungs(), ENDS - timedelta(days=6)).rung is None
    assert plan(ENDS, LADDER, person, ToldRungs(), ENDS - timedelta(days=3)).rung == 3


def test_a_snooze_holds_the_rungs_above_three_back_and_ends_with_the_most_urgent() -> None:
    until = ENDS - timedelta(days=13)
    told = ToldRungs([30], until)
    asleep = plan(ENDS, LADDER, CHANNEL, told, until - timedelta(hours=1))
    assert (asleep.rung, asleep.again, asleep.look_at) == (None, False, until)
    awake = plan(ENDS, LADDER, CHANNEL, told, until)
    assert (awake.rung, awake.again) == (14, False)


def test_a_snooze_that_nothing_overtook_ends_with_the_same_reminder() -> None:
    until = ENDS - timedelta(days=20)
    awake = plan(ENDS, LADDER, CHANNEL, ToldRungs([30], until), until)
    assert (awake.rung, awake.again) == (None, True)


def test_no_snooze_holds_back_the_last_three_days() -> None:
    until = ENDS + timedelta(days=1)
    planned = plan(ENDS, LADDER, CHANNEL, ToldRungs([7], until), ENDS - timedelta(days=3))
    assert planned.rung == 3


def test_a_snoozed_reminder_comes_again_at_nine_of_a_working_day() -> None:
    friday = datetime(2027, 6, 18, 10, 0, tzinfo=UTC)
    assert snoozed_until(friday, 1, STOCKHOLM) == _utc("2027-06-21T07:00")
    assert snoozed_until(friday, 7, STOCKHOLM) == _utc("2027-06-25T07:00")


def test_a_day_is_a_day_where_the_people_are() -> None:
    late = datetime(2027, 6, 17, 22, 0, tzinfo=UTC)  # Friday morning in Auckland
    assert snoozed_until(late, 1, AUCKLAND) == _utc("2027-06-20T21:00")


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert zone_of("Mars/Olympus_Mons") is UTC
    assert zone_of("../../etc/passwd") is UTC


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
