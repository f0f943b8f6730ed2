"""Who gets reminders, at whose morning, and what causes replanning."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update

from domain.reminders import LADDER
from domain.workspaces import Joining, Workspace
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.people import PersonRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    SellersBrowser,
    confirm_ownership,
    connected_store,
    rows,
    services_of,
)
from tests.reminders.steps import (
    add_connections,
    connected,
    days_before_the_end,
    ends_at,
    remind,
    shown,
    told,
)

AMAZON, SALES, ANNA, BEN = "C0AMAZON01", "C0SALES001", "U0ANNA0001", "U0BEN00001"


@pytest.fixture
async def with_admins(database_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """A house whose admin channel is #sales, with a connected store in #amazon."""
    async with open_house(database_url, clock, admin_channel=SALES) as house:
        browser = SellersBrowser(house)
        await connected(house, browser)
        await browser.close()
        yield house


async def test_from_a_day_before_the_admin_channel_is_told_too(with_admins: House) -> None:
    await days_before_the_end(with_admins, 3)
    assert SALES not in [target for _, target in await told(with_admins)]
    await days_before_the_end(with_admins, 1)
    assert (1, SALES) in await told(with_admins)
    last = with_admins.slack.channel("sales").messages[-1]
    assert "The Amazon connection of Nordic Outdoor ends in" in shown(last)


async def test_owner_and_backup_are_written_to_each_in_their_own_morning(
    house_on_each: House, seller: SellersBrowser
) -> None:
    await connected_store(house_on_each, seller, backup="Ben")
    await confirm_ownership(house_on_each)
    end = await ends_at(house_on_each)
    # Three days before the end, a Tuesday, is a Saturday: it is told on the Friday before.
    house_on_each.clock.now = end.replace(hour=8, minute=30) - timedelta(days=4)
    await remind(house_on_each)
    assert {target for _, target in await told(house_on_each)} == {AMAZON, ANNA}
    house_on_each.clock.now = end.replace(hour=14, minute=0) - timedelta(days=4)
    await remind(house_on_each)
    assert {target for _, target in await told(house_on_each)} == {AMAZON, ANNA, BEN}


async def test_every_slack_channel_with_a_store_of_the_seller_is_told(
    one_store: House, seller: SellersBrowser
) -> None:
    await connected_store(one_store, seller, country="🇨🇦 Canada")
    await _move(one_store, "Amazon Store Canada", SALES)
    await days_before_the_end(one_store, 30)
    assert sorted(await told(one_store)) == [(30, AMAZON), (30, SALES)]


async def test_a_store_that_moves_takes_its_reminder_along(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    await _move(one_store, "Amazon Store USA", SALES)
    await remind(one_store)
    assert sorted(await told(one_store)) == [(30, AMAZON), (30, SALES)]
    closed = [row for row in await rows(one_store, ReminderRow) if row.closed_because]
    assert [(row.target, row.closed_because) for row in closed] == [(AMAZON, "not_here")]
    texts = [shown(message) for message in one_store.slack.channel("amazon").messages]
    assert any("looked after in another place now" in text for text in texts)


async def test_an_owner_who_moves_to_another_zone_gets_another_morning(one_store: House) -> None:
    before = await _next_look(one_store)
    await one_store.slack.events.user_change(ANNA, tz="America/Los_Angeles")
    assert await _next_look(one_store) == before + timedelta(hours=9)


async def test_another_ladder_is_planned_by_from_the_next_start_on(one_store: House) -> None:
    before = await _next_look(one_store)
    settings = one_store.settings.model_copy(update={"reminder_days": (60, *LADDER)})
    async with services_of(replace(one_store, settings=settings)) as services:
        await services.open_reminders.keep_ladder()
        await services.open_reminders.open_due()
    assert await _next_look(one_store) < before - timedelta(days=25)


async def test_a_connection_whose_reminders_cannot_be_planned_holds_back_no_other(
    one_store: House,
) -> None:
    end = await ends_at(one_store)
    await add_connections(one_store, 2, ends_at=end)
    spoiled = (await rows(one_store, AuthorizationRow))[1].id
    async with one_store.bot.database.engine.begin() as connection:
        await connection.execute(delete(TermRow).where(TermRow.authorization_id == spoiled))
    one_store.clock.now = end - timedelta(days=30)
    await remind(one_store)
    assert [rung for rung, _ in await told(one_store)] == [30, 30]


async def test_a_workspace_that_is_back_is_told_only_what_is_most_urgent(
    one_store: House,
) -> None:
    one_store.slack.faults.next("chat.postMessage", error="account_inactive")
    await days_before_the_end(one_store, 30)
    for days in (14, 7):
        one_store.clock.now = await ends_at(one_store) - timedelta(days=days)
        await one_store.bot.metronome.tick("reminders")
    assert [rung for rung, _ in await told(one_store)] == [30]

    async with services_of(one_store) as services:
        (workspace,) = await services.workspaces.all()
        await services.workspaces.join(_as_before(workspace))
    await remind(one_store)
    assert [rung for rung, _ in await told(one_store)] == [30, 7]


def _as_before(workspace: Workspace) -> Joining:
    return Joining(
        slack_team_id=workspace.slack_team_id,
        name=workspace.name,
        url=workspace.url,
        bot_id=workspace.bot_id,
        bot_user_id=workspace.bot_user_id,
    )


async def test_an_unknown_zone_is_utc(one_store: House) -> None:
    async with one_store.bot.database.engine.begin() as connection:
        await connection.execute(update(PersonRow).values(timezone="Mars/Olympus_Mons"))
        await connection.execute(
            update(AuthorizationRow).values(next_reminder_at=one_store.clock())
        )
    await remind(one_store)
    assert (await _next_look(one_store)).hour == 9


async def _move(house: House, store: str, channel: str) -> None:
    """Give a store another Slack channel, as the form for that does."""
    async with services_of(house) as services:
        workspace = (await services.workspaces.all())[0]
        anna = await services.people.remembered(workspace.id, ANNA)
        assert anna is not None
        row = next(row for row in await rows(house, StoreRow) if row.name == store)
        await services.cards.choose(anna, f"move {store}", row.id, channel)
    await house.deliver()


async def _next_look(house: House) -> datetime:
    await remind(house)
    look: datetime = (await rows(house, AuthorizationRow))[0].next_reminder_at
    return look
