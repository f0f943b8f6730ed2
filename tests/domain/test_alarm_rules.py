"""When a client secret's age, and the sellers of an unlisted application, raise an alarm."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.alarms import SECRET_LIFE, SECRET_RUNGS, places_step, secret_rung, secret_since

SEEN = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


def told(since: datetime) -> dict[int, datetime]:
    """Let 200 days pass hour by hour; returns when each rung was first told."""
    first: dict[int, datetime] = {}
    for hour in range(24 * 200):
        now = since + timedelta(hours=hour)
        rung = secret_rung(since, now)
        if rung is not None:
            first.setdefault(rung, now)
    return first


@pytest.mark.parametrize("shift", range(7))
def test_a_secret_is_told_of_in_the_morning_of_working_days_never_late(shift: int) -> None:
    since = datetime(2027, 1, 11 + shift, tzinfo=UTC)
    moments = told(since)

    assert sorted(moments, reverse=True) == [r for r in SECRET_RUNGS if r in moments]
    assert {30, 14, 7, 0} <= set(moments)
    for rung, at in moments.items():
        assert at.hour == 9
        assert at.weekday() < 5
        latest = since + SECRET_LIFE - timedelta(days=rung)
        assert latest - timedelta(days=4) < at <= latest


@pytest.mark.parametrize(
    ("other_seen", "rotated_on", "since"),
    [
        (None, None, SEEN),
        (None, date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC)),
        (datetime(2026, 9, 1, tzinfo=UTC), date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC)),
        (datetime(2026, 11, 1, tzinfo=UTC), date(2026, 10, 1), SEEN),
        (datetime(2026, 10, 1, 12, tzinfo=UTC), date(2026, 10, 1), SEEN),
        (None, date(2027, 1, 12), SEEN),
        (None, date(2027, 1, 11), datetime(2027, 1, 11, tzinfo=UTC)),
    ],
)
def test_the_day_in_the_settings_counts_for_the_secret_that_it_is_about(
    other_seen: datetime | None, rotated_on: date | None, since: datetime
) -> None:
    assert secret_since(SEEN, other_seen, rotated_on) == since


def test_each_step_of_the_places_is_told_once_until_there_is_room_again() -> None:
    steps: list[int | None] = []
    step = None
    for held in [*range(18, 27), 24, 23, 21, 25, 19, 20]:
        step = places_step(held, step)
        steps.append(step)

    assert steps == [None, None, 20, 20, 22, 22, 24, 25, 25, 25, 25, 25, 25, None, 20]
