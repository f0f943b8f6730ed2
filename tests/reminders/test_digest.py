"""Many renewals of one day come as one message, which counts down as they are done."""

import re
from datetime import timedelta

import pytest

from storage.tables.reminders import ReminderRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, connected_store, rows
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
    assert "Other messages tell of the others" in shown(first)
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


async def test_each_line_tells_what_a_reminder_does(
    one_store: House, seller: SellersBrowser
) -> None:
    await connected_store(one_store, seller, country="🇨🇦 Canada", name="Nordic Canada")
    digest = await _digest_before_the_end(one_store, 30)
    text, _ = _line(digest, "Nordic Outdoor")
    assert "🇺🇸 Amazon Store USA" in text
    assert "🇨🇦 Nordic Canada" in text
    assert "until about <!date^" in text
    assert "Responsible: Anna" in text
    assert "The day is our estimate" in shown(digest)
    assert "/apps/manage|Manage Your Apps>" in shown(digest)


async def test_from_a_week_before_the_end_each_line_mentions_the_owner(one_store: House) -> None:
    text, _ = _line(await _digest_before_the_end(one_store, 7), "Nordic Outdoor")
    assert "Responsible: <@U0ANNA0001>" in text


async def test_a_line_is_snoozed_by_its_menu_and_comes_back(one_store: House) -> None:
    digest = await _digest_before_the_end(one_store, 30)
    await _choose(one_store, digest, "Snooze for 1 day")
    await one_store.deliver()
    text, pressed = _line(digests(one_store)[0], "Nordic Outdoor")
    assert "💤" in text
    assert "Snoozed by <@U0ANNA0001> until" in text
    anna = one_store.slack.person("Anna")
    await anna.press(digests(one_store)[0], f"{pressed['block_id']}/wake_reminder")
    await one_store.deliver()
    text, pressed = _line(digests(one_store)[0], "Nordic Outdoor")
    assert "💤" not in text
    await _choose(one_store, digests(one_store)[0], "Snooze for 1 day")
    one_store.clock.move(days=3)
    await remind(one_store)
    assert "0 of 3 done" in shown(digests(one_store)[0])
    assert one_store.slack.channel("amazon").messages[-1]["text"].endswith("ends in 27 days")


async def test_a_line_is_revoked_and_its_link_sent_by_its_menu(one_store: House) -> None:
    digest = await _digest_before_the_end(one_store, 30)
    await _choose(one_store, digest, "Send link")
    assert "Amazon Store USA" in deeds.said(deeds.modal(one_store.slack.person("Anna")))
    await _choose(one_store, digest, "Revoke")
    assert deeds.title(one_store.slack.person("Anna")) == "Revoke a connection"


async def test_in_the_last_days_nothing_can_be_snoozed_by_a_menu(one_store: House) -> None:
    _, pressed = _line(await _digest_before_the_end(one_store, 3), "Nordic Outdoor")
    options = [option["text"]["text"] for option in pressed["elements"][1]["options"]]
    assert options == ["Send link", "Revoke"]


async def test_those_that_came_one_by_one_join_a_digest_of_their_day(one_store: House) -> None:
    end = await ends_at(one_store)
    await add_connections(one_store, 2, ends_at=end)
    one_store.clock.now = end - timedelta(days=30)
    await remind(one_store)
    await add_connections(one_store, 1, ends_at=end, first=2)
    await remind(one_store)
    (digest,) = digests(one_store)
    assert "4 Amazon connections have to be renewed: 0 of 4 done" in shown(digest)
    found = one_store.slack.channel("amazon").messages
    assert sum("was sent again below" in m["text"] for m in found) == 3
    assert not [m for m in found if "ends in 30" in m["text"]]


async def _digest_before_the_end(house: House, days: int) -> Json:
    """Let four connections be due at once; returns their digest."""
    end = await ends_at(house)
    await add_connections(house, 3, ends_at=end)
    house.clock.now = end - timedelta(days=days)
    await remind(house)
    (digest,) = digests(house)
    return digest


def _line(digest: Json, seller: str) -> tuple[str, Json]:
    """Return what a digest tells of one connection, and its block of what can be pressed."""
    texts = [deeds.said({"blocks": [block]}) for block in digest["blocks"]]
    (place,) = [number for number, text in enumerate(texts) if f"*{seller}*" in text]
    return texts[place], digest["blocks"][place + 1]


async def _choose(house: House, digest: Json, choice: str) -> None:
    """Let Anna choose in the menu of Nordic Outdoor."""
    _, pressed = _line(digest, "Nordic Outdoor")
    await house.slack.person("Anna").choose(digest, f"{pressed['block_id']}/reminder_menu", choice)


def _renewal_link(house: House) -> str:
    """Return the link of Nordic Outdoor in the digest."""
    (digest,) = digests(house)
    _, pressed = _line(digest, "Nordic Outdoor")
    return str(pressed["elements"][0]["url"])
