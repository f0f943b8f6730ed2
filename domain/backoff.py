"""Backoff: longer waits with each try, with jitter."""

import random
from datetime import timedelta

_DOUBLED_OFTEN_ENOUGH = 30
"""The most doublings; beyond, a wait would exceed any that is used."""


def doubled(first: timedelta, tries: int, longest: timedelta) -> timedelta:
    """Double the first wait with each try."""
    wait: timedelta = first * 2 ** min(tries, _DOUBLED_OFTEN_ENOUGH)
    return min(longest, wait)


def as_long_again(since: timedelta, shortest: timedelta, longest: timedelta) -> timedelta:
    """Wait as long as it has failed so far, which doubles that time."""
    return max(shortest, min(since, longest))


def spread(wait: timedelta, least: float, most: float) -> timedelta:
    """Take a random part of a wait, or prolong it, so that what failed together returns apart."""
    return wait * random.uniform(least, most)  # noqa: S311 - spreading, not secrecy
