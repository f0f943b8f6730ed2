"""An open reminder shows what is true now: which stores, whose, and whether it is over."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import update

from domain.messages import MessageKind
from domain.reassign import Successors
from storage.outbox import want_shown
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House
from tests.harness.connect_steps import (
    SellersBrowser,
    card_of,
    connected_store,
    in_slack,
    rows,
    services_of,
)
from tests.harness.revoke_steps import CANADA, USA, disconnect
from tests.harness.slack_steps import modal
from tests.reminders.steps import (
    add_connections,
    days_before_the_end,
    ends_at,
    reminders,
    shown,
)
from tests.storage.rows import member

ANNA, BEN = "U0ANNA0001", "U0BEN00001"


async def hand_over(house: House, leaver: str, owner: str) -> None:
    """Let somebody hand all their stores over to another."""
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        asker, to = member(workspace.id, leaver), Successors(owner, None)
        await services.reassign_stores.reassign(asker, f"{leaver} to {owner}", leaver, to)
    await house.deliver()


async def test_a_store_that_was_disconnected_is_no_more_named_and_revoke_goes_on(
    one_store: House, seller: SellersBrowser
) -> None:
    await connected_store(one_store, seller, country="🇨🇦 Canada")
    await days_before_the_end(one_store, 30)
    assert USA in shown(reminders(one_store)[-1])
    await disconnect(one_store)

    reminder = reminders(one_store)[-1]
    assert USA not in shown(reminder)
    assert CANADA in shown(reminder)
    anna = one_store.slack.person("Anna")
    await anna.press(reminder, "Revoke")
    assert CANADA in shown(modal(anna))


async def test_a_store_that_joined_is_named(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    anna = one_store.slack.person("Anna")
    await anna.press(in_slack(one_store, "also sells in Canada"), "Add Canada")
    assert await deeds.submit(anna) == {}
    await one_store.deliver()
    assert CANADA in shown(reminders(one_store)[-1])


async def test_the_new_owner_is_named_in_place_of_the_one_who_was_replaced(
    one_store: House,
) -> None:
    await days_before_the_end(one_store, 7)
    await hand_over(one_store, ANNA, BEN)
    assert f"Responsible: <@{BEN}>." in shown(reminders(one_store)[-1])


async def test_the_new_owner_is_named_in_a_digest(one_store: House) -> None:
    await add_connections(one_store, 4, ends_at=await ends_at(one_store))
    await days_before_the_end(one_store, 7)
    await hand_over(one_store, ANNA, BEN)
    digest = shown(in_slack(one_store, "connections have to be renewed"))
    assert f"<@{BEN}>" in digest
    assert f"<@{ANNA}>" not in digest


async def test_once_the_end_has_passed_a_reminder_says_so(one_store: House) -> None:
    await days_before_the_end(one_store, 0.05)
    assert "ends today" in shown(reminders(one_store)[-1])
    await days_before_the_end(one_store, -0.05)
    assert "The Amazon connection of Nordic Outdoor is overdue" in shown(reminders(one_store)[-1])
    assert "Renewal overdue" in card_of(one_store)["text"]


async def test_what_was_told_on_the_friday_before_says_so_too(one_store: House) -> None:
    sunday = datetime(2028, 1, 16, 12, tzinfo=UTC)
    async with one_store.bot.database.engine.begin() as connection:
        await connection.execute(update(TermRow).values(ends_at=sunday))
        await connection.execute(
            update(AuthorizationRow).values(next_reminder_at=one_store.clock())
        )
    await days_before_the_end(one_store, 2)
    assert "ends in 2 days" in shown(reminders(one_store)[-1])
    await days_before_the_end(one_store, 0)
    assert "Nordic Outdoor is overdue" in shown(reminders(one_store)[-1])


async def test_a_digest_tells_of_an_end_that_has_passed(one_store: House) -> None:
    end = await ends_at(one_store)
    await add_connections(one_store, 4, ends_at=end)
    await days_before_the_end(one_store, 0.05)
    assert shown(in_slack(one_store, "connections have to")).count("· ends today") == 5
    await days_before_the_end(one_store, -0.05)
    digest = shown(in_slack(one_store, "connections have to"))
    assert "ends today" not in digest
    assert digest.count("· overdue") == 5


async def test_a_reminder_that_finds_no_store_holds_back_nothing_else(one_store: House) -> None:
    """Between two of its reads the last store may leave; what is owed for that comes after it."""
    await days_before_the_end(one_store, 30)
    database, now = one_store.bot.database, one_store.clock()
    async with database.engine.begin() as connection:
        await connection.execute(update(StoreRow).values(authorization_id=None))
    is_reminder = MessageRow.kind == MessageKind.REMINDER
    await database.change(lambda session: want_shown(session, is_reminder, now))
    async with asyncio.timeout(20):
        await one_store.deliver()
    (told,) = [row for row in await rows(one_store, MessageRow) if row.kind == "reminder"]
    assert (told.shown_version, told.wanted_version) == (2, 2)
