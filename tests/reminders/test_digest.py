"""Many renewals of one day come as one message, which counts down as they are done."""

import re
from datetime import timedelta

import pytest

from storage.reminder_tables import ReminderRow
from tests import deeds
from tests.house import House
from tests.journeys.steps import SellersBrowser, rows
from tests.reminders.steps import Json, add_connections, ends_at, remind, shown

COUNT = 12


@pytest.fixture
async def many(one_store: House) -> House:
    """A house with more connections that end when the first one does."""
    end = await ends_at(one_store)
    await add_connections(one_store, COUNT - 1, ends_at=end + timedelta(minutes=1))
    one_store.clock.now = end - timedelta(days=30)
    await remind(one_store)
    return one_store


def digests(house: House) -> list[Json]:
    found = house.slack.channel("amazon").messages
    return [m for m in found if "connections have to be renewed" in m["text"]]


async def test_more_than_three_of_a_day_come_as_one_message(many: House) -> None:
    (digest,) = digests(many)
    said = shown(digest)
    assert f"{COUNT} Amazon connections have to be renewed: 0 of {COUNT} done" in said
    assert said.count("ends in 30 days") == 10
    assert "2 more wait." in said
    assert not [m for m in many.slack.channel("amazon").messages if "ends in 30" in m["text"]]


async def test_the_command_that_a_long_digest_names_shows_all_stores(many: House) -> None:
    (digest,) = digests(many)
    (command,) = re.findall(r"`(/amazon-store [^`]+)`", shown(digest))
    answer = await many.slack.person("Ben").command(command, channel="amazon")
    assert answer is not None
    assert f"{COUNT} stores" in shown(answer)


async def test_it_counts_what_is_done(many: House, seller: SellersBrowser) -> None:
    await seller.connect(_renewal_link(many), "Nordic Outdoor")
    await many.deliver()
    (digest,) = digests(many)
    assert f"1 of {COUNT} done" in shown(digest)


async def test_a_straggler_of_the_day_joins_the_digest(many: House) -> None:
    many.clock.move(minutes=10)
    await add_connections(many, 1, ends_at=await ends_at(many), first=COUNT)
    await remind(many)
    (digest,) = digests(many)
    assert f"0 of {COUNT + 1} done" in shown(digest)


async def test_what_goes_on_in_a_later_digest_is_said(many: House) -> None:
    many.clock.move(days=16)
    await remind(many)
    first, second = digests(many)
    assert "Later messages tell of the others" in shown(first)
    assert "ends in 14 days" in shown(second)
    open_ones = [row for row in await rows(many, ReminderRow) if row.closed_at is None]
    assert len(open_ones) == COUNT


async def test_three_of_a_day_are_told_one_by_one(one_store: House) -> None:
    end = await ends_at(one_store)
    await add_connections(one_store, 2, ends_at=end)
    one_store.clock.now = end - timedelta(days=30)
    await remind(one_store)
    assert digests(one_store) == []
    single = [m for m in one_store.slack.channel("amazon").messages if "ends in 30" in m["text"]]
    assert len(single) == 3


def _renewal_link(house: House) -> str:
    """Return the link beside Nordic Outdoor in the digest."""
    (digest,) = digests(house)
    (line,) = [b for b in digest["blocks"] if "Nordic Outdoor" in deeds.said({"blocks": [b]})]
    return str(line["accessory"]["url"])
