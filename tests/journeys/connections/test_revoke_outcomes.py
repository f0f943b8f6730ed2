"""Outcomes of a revoke without Amazon's word: erased, called off, or overtaken by a renewal."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from storage.tables.reminders import ReminderRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    card_of,
    connect_url,
    connected_store,
    in_slack,
    no_token_is_left,
    rows,
    services_of,
)
from tests.harness.revoke_steps import (
    CANADA,
    USA,
    authorization,
    check_by_itself,
    checklist,
    issues_token,
    one_store,
    outcomes,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import said, url_of

GONE = ("no longer honours", "Amazon answered", "has ended")


async def sweep(house: House) -> None:
    """Let the sweep of endings run, and what it owes be delivered."""
    await house.bot.metronome.tick("endings")
    await house.deliver()


async def test_erase_now_erases_the_token_and_tells_what_is_left_to_do(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    await revoke(house)
    assert "erased" in await press(house, "Erase now")

    erased = in_slack(house, "The token of *Nordic Outdoor* is erased")
    shown = said(erased)
    assert "has not shown" in shown
    assert "/apps/manage" in url_of(erased, "Manage Your Apps")
    assert not any(word in shown for word in GONE)
    assert "Disconnected" in card_of(house)["text"]
    assert "Disconnected" in card_of(house, CANADA)["text"]
    assert await no_token_is_left(house)
    assert await outcomes(house) == ["erased"]


async def test_after_seven_days_the_token_is_erased_whatever_amazon_says(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)
    house.clock.move(days=6, hours=23)
    await sweep(house)
    assert (await authorization(house)).status == "revoking"

    house.clock.move(hours=1)
    await sweep(house)
    ended = await authorization(house)
    assert (ended.status, ended.ended_by) == ("revoked", "operator")
    assert "after seven days" in said(in_slack(house, "is erased"))
    assert await outcomes(house) == ["erased"]


async def test_keep_it_brings_the_connection_back_as_it_was(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    before = await authorization(house)
    await revoke(house)
    assert "called off" in await press(house, "Keep it")

    assert await issues_token(house, USA)
    assert await issues_token(house, CANADA)
    assert "Connected" in card_of(house)["text"]
    assert "called off" in said(in_slack(house, "the connection stays"))
    kept = await authorization(house)
    assert (kept.status, kept.term, kept.token_version) == ("live", 2, before.token_version)
    assert await outcomes(house) == ["kept"]


async def test_of_what_was_kept_amazon_is_asked_at_once(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    """The seller may have disabled the application while the checklist stood."""
    house = house_on_each
    await one_store(house, open_browser)
    house.clock.move(hours=1)
    await revoke(house)
    house.amazon.disable("Nordic Outdoor")
    await press(house, "Keep it")
    await check_by_itself(house)
    assert not await issues_token(house)
    house.clock.move(minutes=15)
    await check_by_itself(house)

    assert "Disconnected" in card_of(house)["text"]
    assert "Reconnect" in said(in_slack(house, "no longer honours the connection"))


async def test_what_was_kept_is_not_erased_after_all(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    await press(house, "Keep it")
    house.clock.move(days=8)
    await sweep(house)
    await check_by_itself(house)

    assert await issues_token(house)


async def test_what_was_kept_can_be_revoked_again_with_a_checklist_of_its_own(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    first = checklist(house)
    await press(house, "Keep it")
    await revoke(house)

    assert checklist(house)["ts"] != first["ts"]
    assert "called off" in said(in_slack(house, "the connection stays"))
    anna = house.slack.person("Anna")
    house.amazon.disable("Nordic Outdoor")
    await press(house, "Check")
    assert "called off" in said(in_slack(house, "the connection stays"))
    assert await outcomes(house) == ["kept", "confirmed"]
    assert anna.notices == []


async def test_keep_it_tells_the_most_urgent_reminder_once_more(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await reminders(house, rung=30, closed_because="superseded")
    await reminders(house, rung=14)
    await revoke(house)
    closed = {row.rung: row.closed_because for row in await rows(house, ReminderRow)}
    assert closed == {30: "superseded", 14: "revoked"}
    assert (await authorization(house)).next_reminder_at is None

    await press(house, "Keep it")
    closed = {row.rung: row.closed_because for row in await rows(house, ReminderRow)}
    assert closed == {30: "superseded", 14: None}
    (again,) = [row for row in await rows(house, ReminderRow) if row.rung == 14]
    assert again.closed_at is None
    assert again.snoozed_until is not None
    assert (await authorization(house)).next_reminder_at is not None


async def test_the_sellers_next_sign_in_calls_a_revoke_off(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    link = await house.slack.person("Ben").command(f"/amazon-store renew {USA}", channel="amazon")
    await revoke(house)
    await open_browser(house).connect(connect_url(link or {}), "Nordic Outdoor")
    await house.deliver()

    renewed = await authorization(house)
    assert (renewed.status, renewed.term) == ("live", 3)
    assert "connected it anew" in said(in_slack(house, "was called off"))
    assert "Connected" in card_of(house, CANADA)["text"]
    assert await issues_token(house, CANADA)
    assert await outcomes(house) == ["renewed"]
    house.clock.move(days=8)
    await sweep(house)
    assert await issues_token(house)


async def test_a_checklist_asks_nobody_to_disable_what_was_connected_anew(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    await press(house, "Erase now")
    link = connect_url(card_of(house))
    await open_browser(house).connect(link, "Nordic Outdoor")
    await house.deliver()

    shown = in_slack(house, "connected anew since")
    assert "Disable" not in said(shown)
    assert (await authorization(house)).status == "live"


async def test_of_a_seller_nobody_vouched_for_it_is_asked_again_after_a_revoke(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house))
    await revoke(house)
    house.clock.move(days=8)
    await house.bot.metronome.tick("unanswered")
    assert (await authorization(house)).status == "revoking"
    await press(house, "Keep it")
    assert not await issues_token(house)
    await house.bot.metronome.tick("unanswered")
    assert (await authorization(house)).status == "live"

    await revoke(house)
    await press(house, "Erase now")
    await open_browser(house).connect(connect_url(card_of(house)), "Nordic Outdoor")
    await house.deliver()
    assert "Is this yours?" in said(in_slack(house, "signed in as Nordic Outdoor"))
    assert not await issues_token(house)


async def test_an_ending_of_another_application_is_not_asked_about(
    house: House, open_browser: OpenBrowser
) -> None:
    """Amazon would refuse the token to any other application, which shows nothing."""
    await one_store(house, open_browser)
    await revoke(house)
    other = house.settings.model_copy(update={"amazon_application_id": "amzn1.sp.solution.another"})
    house.clock.move(days=2)
    async with services_of(house, other) as services:
        await services.sellers.check_due()

    assert (await authorization(house)).status == "revoking"


async def reminders(house: House, rung: int, closed_because: str | None = None) -> None:
    """Put a reminder there as if it had been told."""
    row = await authorization(house)
    told: dict[str, Any] = {
        "id": uuid4(),
        "workspace_id": row.workspace_id,
        "authorization_id": row.id,
        "term": row.term,
        "rung": rung,
        "target": "C0AMAZON01",
        "day": date(2027, 1, 11),
        "opened_at": house.clock(),
        "closed_because": closed_because,
        "closed_at": datetime(2027, 1, 11, tzinfo=UTC) if closed_because else None,
    }
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(insert(ReminderRow).values(told))
