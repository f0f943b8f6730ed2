"""Who is told instead of a closed Slack channel: the people concerned."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.endings import Revocable
from playground.amazon import faults
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from tests.harness.appstore_steps import AppstoreBrowser
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    connected_store,
    in_slack,
    rows,
    services_of,
)
from tests.harness.revoke_steps import authorization, one_store, revoke
from tests.harness.slack_steps import said
from tests.storage.rows import member

ADMINS = "C0SALES001"


@pytest.fixture
async def house(database_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """The bot with an admin channel, on each kind of database."""
    async with open_house(database_url, clock, admin_channel=ADMINS) as opened:
        yield opened


def told(house: House, first_name: str, words: str) -> list[dict[str, Any]]:
    """Find direct messages by what they say."""
    return [m for m in house.slack.im(first_name).messages if words in said(m)]


def told_admins(house: House, words: str) -> list[dict[str, Any]]:
    return [m for m in house.slack.channel("sales").messages if words in said(m)]


def leave(house: House, first_name: str) -> None:
    """Let a person have left, of which the app has not heard yet."""
    house.slack.world.change_user(house.slack.person(first_name).id, deleted=True)


async def archive(house: House) -> None:
    await house.slack.channel("amazon").archive()


async def outage(house: House) -> None:
    """Let Amazon have been silent for a day about every seller, and the bot notice it."""
    now = house.clock()
    async with house.bot.database.engine.begin() as connection:
        silent = {"unwell_since": now - timedelta(hours=30), "next_check_at": now}
        await connection.execute(update(AuthorizationRow).values(**silent))
    house.amazon.faults.next("lwa.token", faults.unwell(503))
    await house.bot.metronome.tick("checks")
    await house.deliver()


async def test_an_alarm_comes_to_the_people_of_the_stores_it_concerns_and_to_no_stranger(
    house: House, browser: SellersBrowser
) -> None:
    """Ben's store in the same Slack channel is older, and has no seller."""
    await add_store(house, country="🇩🇪 Germany", name="Germany", owner="Ben")
    house.clock.move(minutes=1)
    await connected_store(house, browser, backup="Sven")
    await archive(house)
    await outage(house)

    (alarm,) = told(house, "Anna", "has not answered for")
    assert "meant for <#C0AMAZON01>" in said(alarm)
    assert told(house, "Ben", "has not answered for") == []


async def test_an_alarm_comes_to_the_backup_and_then_to_the_admins(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser, backup="Ben")
    await archive(house)
    leave(house, "Anna")
    leave(house, "Ben")
    await outage(house)

    assert len(told_admins(house, "has not answered for")) == 1
    assert not [row for row in await rows(house, MessageRow) if row.undelivered_at]


async def test_that_somebody_left_comes_to_those_who_look_after_that_persons_stores(
    house: House,
) -> None:
    """Not to Anna, who owns the oldest store."""
    await add_store(house)
    await add_store(house, country="🇩🇪 Germany", name="Germany", owner="Ben", backup="Sven")
    leave(house, "Sven")
    await house.slack.deactivate("Ben")
    await house.deliver()

    (asked,) = told_admins(house, "<@U0BEN00001>")
    assert "meant for" in said(asked)
    assert told(house, "Anna", "<@U0BEN00001>") == []


async def test_the_checklist_of_the_last_store_to_leave_comes_to_its_owner(
    house: House, open_browser: OpenBrowser
) -> None:
    """By then no store has that connection any more."""
    await one_store(house, open_browser)
    await archive(house)
    await _disconnect_the_only_store(house)

    (checklist,) = told(house, "Anna", "Left to do at Amazon")
    assert "Erase now" in str(checklist["blocks"])


async def test_a_checklist_whose_channel_is_closed_tells_the_owner_what_came_of_it(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    await archive(house)
    house.clock.move(days=8)
    await house.bot.metronome.tick("endings")
    await house.deliver()

    (checklist,) = told(house, "Anna", "Amazon has not shown")
    assert "meant for <#C0AMAZON01>" in said(checklist)
    assert not [
        row for row in await rows(house, MessageRow) if row.kind == "ending" and row.undelivered_at
    ]


async def test_an_appstore_refusal_of_a_seller_without_stores_comes_to_the_last_owner(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await _disconnect_the_only_store(house)
    await archive(house)
    await AppstoreBrowser(open_browser(house)).renew()
    await house.deliver()

    assert len(told(house, "Anna", "ended this connection")) == 1


async def test_slack_says_that_a_seller_who_comes_back_was_not_the_teams_own(
    house: House, open_browser: OpenBrowser
) -> None:
    await connected_store(house, open_browser(house))
    await house.slack.person("Anna").press(in_slack(house, "Is this yours"), "Not ours")
    await house.deliver()
    before = len(house.slack.channel("amazon").messages)
    await AppstoreBrowser(open_browser(house)).renew()
    await house.deliver()

    (refused,) = house.slack.channel("amazon").messages[before:]
    assert "Nordic Outdoor" in said(refused)
    assert "ended" in said(refused)


async def test_of_a_seller_who_never_had_a_store_the_admins_are_told(
    house: House, open_browser: OpenBrowser
) -> None:
    await connected_store(house, open_browser(house))
    await house.slack.person("Anna").press(in_slack(house, "Is this yours"), "Not ours")
    await house.deliver()
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(MessageRow).values(authorization_id=None))
    await AppstoreBrowser(open_browser(house)).renew()
    await house.deliver()

    assert len(told_admins(house, "Nordic Outdoor")) == 1


async def _disconnect_the_only_store(house: House) -> None:
    """Press what a modal offered while there was another store."""
    (store,) = await rows(house, StoreRow)
    row = await authorization(house)
    async with services_of(house) as services:
        anna = member(store.workspace_id, store.owner)
        what = Revocable(row.id, row.term, store.id)
        await services.revocation.disconnect_store(anna, "late", what)
    await house.deliver()
