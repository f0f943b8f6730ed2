"""When a waiting store's nudges are due: pure planning."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.nudges import plan_nudge
from domain.reminders import zone_of

STOCKHOLM, TOKYO = ZoneInfo("Europe/Stockholm"), ZoneInfo("Asia/Tokyo")
MONDAY = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


def mornings(since: datetime, zone: ZoneInfo) -> list[datetime]:
    """Walk through the nudges as a sweep does that comes at each moment it is told of."""
    told, look_at, found = 0, since, []
    while look_at is not None:
        now = look_at
        plan = plan_nudge(since, told, now, zone)
        found += [now] if plan.is_due else []
        told, look_at = plan.told, plan.look_at
    return found


@pytest.mark.parametrize("zone", [STOCKHOLM, TOKYO, ZoneInfo("America/Los_Angeles")])
@pytest.mark.parametrize("day", range(14))
def test_both_come_at_nine_of_a_working_day_and_not_too_early(zone: ZoneInfo, day: int) -> None:
    since = MONDAY + timedelta(days=day, hours=day)
    first, second = mornings(since, zone)

    for at in (first, second):
        assert at.astimezone(zone).time().hour == 9
        assert at.astimezone(zone).weekday() < 5
    assert timedelta(days=2) <= first - since < timedelta(days=5)
    assert timedelta(days=7) <= second - since < timedelta(days=10)


def test_across_a_time_change_it_stays_nine() -> None:
    friday_before_summer_time = datetime(2027, 3, 26, 12, tzinfo=UTC)
    first, _ = mornings(friday_before_summer_time, STOCKHOLM)

    assert first == datetime(2027, 3, 29, 7, tzinfo=UTC)


def test_of_two_that_were_missed_one_is_told_and_none_comes_later() -> None:
    plan = plan_nudge(MONDAY, 0, MONDAY + timedelta(days=30), STOCKHOLM)

    assert (plan.is_due, plan.told, plan.look_at) == (True, 2, None)


def test_a_zone_that_this_machine_does_not_know_is_utc() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd"):
        assert zone_of(name) == UTC
