"""An owner leaves: it is noticed, told once, and their stores are reassigned."""

from typing import Any

import pytest

from playground.slack import people
from playground.slack.person import Person
from storage.tables.authorizations import AuthorizationRow
from storage.tables.people import PersonRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House, open_house
from tests.harness.connect_steps import (
    SellersBrowser,
    add_store,
    confirm_ownership,
    connected_store,
    rows,
)
from tests.harness.slack_steps import modal, said, title

Json = dict[str, Any]


def ids(house: House, *names: str) -> tuple[str, ...]:
    return tuple(house.slack.person(name).id for name in names)


async def owners(house: House) -> list[tuple[str, str | None]]:
    """Read who looks after the stores, by their names."""
    stores = await rows(house, StoreRow)
    return [(row.owner, row.backup) for row in sorted(stores, key=lambda row: row.name)]


async def known(house: House, name: str) -> Any:
    """Read what is remembered of somebody."""
    people_known = await rows(house, PersonRow)
    return next(r for r in people_known if r.slack_user_id == house.slack.person(name).id)


async def stores_of_ben(house: House) -> None:
    """Two stores: Ben owns one, with Sven as backup, and is the backup of Anna's."""
    await add_store(house, owner="Ben", backup="Sven")
    await add_store(house, country="🇨🇦 Canada", name="Canada", backup="Ben")
    await house.deliver()


def told(house: House, name: str) -> list[Json]:
    """See what somebody was told of Ben's leaving, as it stands now."""
    ben = house.slack.person("Ben").id
    return [m for m in house.slack.im(name).messages if f"<@{ben}>" in said(m)]


async def leave(house: House, name: str = "Ben") -> None:
    await house.slack.deactivate(name)
    await house.deliver()


async def ask_for_hours(house: House, hours: int) -> None:
    """Let hours pass, and Slack be asked about those who are due."""
    for _ in range(hours):
        house.clock.move(hours=1)
        await house.bot.metronome.tick("people")
        await house.deliver()


async def planned(house: House) -> None:
    """Let the reminders be planned, for some day to come."""
    await house.bot.metronome.tick("reminders")
    (row,) = await rows(house, AuthorizationRow)
    assert row.next_reminder_at > house.clock.now


async def hand_over(
    house: House, asker: Person, owner: str | None, backup: str | None = None
) -> dict[str, str]:
    """Choose in the open modal, and submit it; the errors by their fields."""
    for label, name in (("owner/value", owner), ("backup/value", backup)):
        if name is not None:
            await asker.choose(modal(asker), label, name)
    errors = await asker.submit()
    await house.deliver()
    return errors


async def test_those_who_are_left_are_asked_once_each(house_on_each: House) -> None:
    house = house_on_each
    await stores_of_ben(house)
    await leave(house)
    await house.slack.deactivate("Ben")
    await house.deliver()

    for name in ("Sven", "Anna"):
        (message,) = told(house, name)
        assert "Amazon Store USA" in said(message)
        assert "Canada" in said(message)


async def test_reassign_moves_all_of_a_persons_stores(house_on_each: House) -> None:
    house = house_on_each
    await stores_of_ben(house)
    await leave(house)
    sven = house.slack.person("Sven")
    await sven.press(told(house, "Sven")[0], "reassign")
    assert await hand_over(house, sven, "Sven", "Anna") == {}

    sven_id, anna_id = ids(house, "Sven", "Anna")
    assert await owners(house) == [(sven_id, anna_id), (anna_id, None)]
    for name in ("Sven", "Anna"):
        assert "button" not in str(told(house, name)[0]["blocks"])
    cards = "\n".join(said(m) for m in house.slack.channel("amazon").messages)
    assert house.slack.person("Ben").id not in cards
    entries = [e for e in await rows(house, HistoryRow) if e.event == "store.reassigned"]
    assert len(entries) == 2
    assert all(entry.actor == sven_id for entry in entries)


async def test_a_new_owner_who_did_not_ask_for_it_is_told(house: House) -> None:
    await add_store(house, owner="Ben")
    await leave(house)
    anna = house.slack.person("Anna")
    await anna.press(told(house, "Anna")[0], "Reassign")
    assert await hand_over(house, anna, "Sven") == {}

    (message,) = told(house, "Sven")
    assert "1 Amazon" in said(message)


@pytest.mark.parametrize(
    ("owner", "backup", "field"),
    [("Gita", None, "owner"), ("Sven", "Sven", "backup"), ("Sven", "Gita", "backup")],
)
async def test_only_two_members_can_take_over(
    house: House, owner: str, backup: str | None, field: str
) -> None:
    await add_store(house, owner="Ben")
    await leave(house)
    anna = house.slack.person("Anna")
    await anna.press(told(house, "Anna")[0], "Reassign")

    assert list(await hand_over(house, anna, owner, backup)) == [field]
    assert await owners(house) == [(house.slack.person("Ben").id, None)]


async def test_a_doubled_submit_and_an_old_button_change_nothing(house_on_each: House) -> None:
    house = house_on_each
    await add_store(house, owner="Ben")
    await leave(house)
    anna, (message,) = house.slack.person("Anna"), told(house, "Anna")
    await anna.press(message, "Reassign")
    assert await hand_over(house, anna, "Sven") == {}
    await house.slack.send_again(house.slack.sent[-1])
    moved = [e for e in await rows(house, HistoryRow) if e.event == "store.reassigned"]

    assert len(moved) == 1
    assert await owners(house) == [(house.slack.person("Sven").id, None)]


async def test_without_anybody_left_the_admin_channel_is_asked(sqlite_url: str, clock: Any) -> None:
    async with open_house(sqlite_url, clock, admin_channel="C0SALES001") as house:
        await add_store(house, owner="Ben", backup="Sven")
        await house.slack.deactivate("Sven")
        await house.deliver()
        await leave(house)

        assert "Amazon Store USA" in said(house.slack.channel("sales").messages[-1])
        assert told(house, "Anna") == []


async def test_without_anybody_at_all_the_stores_own_channel_is_asked(house: House) -> None:
    await add_store(house)
    await leave(house, "Anna")

    asked = house.slack.channel("amazon").messages[-1]
    assert "no longer active" in said(asked)
    ben = house.slack.person("Ben")
    await ben.press(asked, "Reassign")
    assert await hand_over(house, ben, "Ben") == {}


async def test_a_leaver_is_noticed_within_a_day_without_an_event(house_on_each: House) -> None:
    house = house_on_each
    await add_store(house, owner="Ben")
    house.slack.world.change_user(house.slack.person("Ben").id, deleted=True)
    await ask_for_hours(house, 24)

    assert len(told(house, "Anna")) == 1


async def test_somebody_whom_slack_does_not_know_any_more_has_left(house: House) -> None:
    await add_store(house, owner="Ben")
    house.clock.move(hours=21)
    house.slack.faults.next("users.info", error="user_not_found")
    await house.bot.metronome.tick("people")
    await house.deliver()

    assert (await known(house, "Ben")).is_deactivated


async def test_while_slack_does_not_tell_everybody_stays(house_on_each: House) -> None:
    house = house_on_each
    await add_store(house, owner="Ben")
    house.clock.move(hours=21)
    for fault in ({"status": 503}, {"error": "internal_error"}, {"status": 429}):
        house.slack.faults.next("users.info", **fault)
        await house.bot.metronome.tick("people")
        house.clock.move(hours=1)
    assert not any(row.is_deactivated for row in await rows(house, PersonRow))

    house.slack.world.change_user(house.slack.person("Ben").id, deleted=True)
    await house.bot.metronome.tick("people")
    await house.deliver()
    assert len(told(house, "Anna")) == 1


async def test_slack_is_asked_about_owners_and_backups_only(house: House) -> None:
    await add_store(house, owner="Ben")
    await house.slack.person("Sven").command("/amazon-store list", channel="amazon")
    await house.slack.person("Gita").command("/amazon-store list", channel="amazon")
    before = len([c for c in house.slack.calls if c.method == "users.info"])
    await ask_for_hours(house, 30)

    assert len([c for c in house.slack.calls if c.method == "users.info"]) - before == 1


async def test_somebody_who_comes_back_is_told_and_breaks_nothing(house_on_each: House) -> None:
    house = house_on_each
    await stores_of_ben(house)
    await leave(house)
    await house.slack.reactivate("Ben")
    await house.deliver()

    assert "is back" in said(told(house, "Anna")[0])
    assert "button" not in str(told(house, "Anna")[0]["blocks"])
    ben = await known(house, "Ben")
    assert (ben.timezone, ben.locale) == ("America/New_York", "en-US")
    await leave(house)
    assert len(told(house, "Anna")) == 2


async def test_an_event_without_a_locale_leaves_the_language_as_it_was(house: House) -> None:
    sven = house.slack.person("Sven")
    await sven.command("/amazon-store list", channel="amazon")
    user = house.slack.world.change_user(sven.id, is_admin=True)
    shown = people.shown(user, house.slack.world.home, house.clock())
    await house.slack.events.send(user.team_id, {"type": "user_change", "user": shown})

    now_known = await known(house, "Sven")
    assert (now_known.is_admin, now_known.locale) == (True, "sv-SE")


async def test_a_new_time_zone_has_the_reminders_planned_anew(
    house_on_each: House, open_browser: Any
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house), owner="Ben")
    await confirm_ownership(house)
    await planned(house)
    await house.slack.events.user_change(house.slack.person("Ben").id, tz="Asia/Tokyo")

    assert (await rows(house, AuthorizationRow))[0].next_reminder_at == house.clock.now


async def test_the_reminders_are_planned_anew_for_the_new_owner(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser, owner="Ben")
    await leave(house)
    anna = house.slack.person("Anna")
    await anna.press(told(house, "Anna")[0], "Reassign")
    await planned(house)
    await anna.submit()

    assert (await rows(house, AuthorizationRow))[0].next_reminder_at == house.clock.now


async def test_an_active_persons_stores_are_theirs_and_the_admins_to_hand_over(
    house: House,
) -> None:
    await add_store(house, owner="Ben")
    for name, may in (("Sven", False), ("Anna", True), ("Ben", True)):
        person = house.slack.person(name)
        await person.command("/amazon-store view Amazon Store USA", channel="amazon")
        await person.press(modal(person), "reassign")
        assert (title(person) == "Reassign stores") is may, name
        await person.close()
        await person.close()
