"""Waits between tries."""

from datetime import timedelta
from itertools import pairwise

from domain.backoff import as_long_again, doubled, spread

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_a_wait_doubles_with_each_try_up_to_the_longest() -> None:
    waits = [doubled(2 * SECOND, tries, MINUTE) for tries in range(7)]
    assert waits == [wait * SECOND for wait in (2, 4, 8, 16, 32, 60, 60)]


def test_a_wait_after_any_number_of_tries_is_the_longest() -> None:
    assert doubled(2 * SECOND, 100_000, 1000 * HOUR) == 1000 * HOUR


def test_whoever_is_silent_is_asked_again_when_that_has_lasted_twice_as_long() -> None:
    assert as_long_again(20 * MINUTE, 5 * MINUTE, HOUR) == 20 * MINUTE
    assert as_long_again(timedelta(), 5 * MINUTE, HOUR) == 5 * MINUTE
    assert as_long_again(5 * HOUR, 5 * MINUTE, HOUR) == HOUR


def test_waits_that_begin_together_end_apart_and_within_their_part() -> None:
    ends = sorted(spread(HOUR, 0.5, 1) for _ in range(100))
    assert ends[0] >= HOUR / 2
    assert ends[-1] <= HOUR
    assert all(earlier < later for earlier, later in pairwise(ends))
