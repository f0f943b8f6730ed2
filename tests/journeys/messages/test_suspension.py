"""Slack refuses the bot's token: what is owed is kept, and leaves when the bot comes back."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.messages import MessageKind
from storage.outbox import owe_message
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import OpenBrowser, add_store, connected_store, rows
from tests.harness.power import Power
from tests.harness.slack_steps import said

REFUSALS = ("account_inactive", "token_revoked", "invalid_auth")


@pytest.fixture
def power() -> Power:
    return Power()


@pytest.fixture
async def house(database_url: str, clock: MovableClock, power: Power) -> AsyncIterator[House]:
    async with open_house(database_url, clock, power.run) as opened:
        yield opened


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_all_that_is_owed_waits_for_a_working_token_and_then_leaves_in_order(
    house: House, power: Power, refusal: str
) -> None:
    await add_store(house)
    installed = house.slack.world.installation(house.slack.world.home)
    installed.refusal = refusal
    await _owe(house, "C0AMAZON01", times=2)
    await _owe(house, "C0SALES001", times=2)
    await _a_day(house)
    assert len(house.slack.channel("amazon").messages) == 1
    assert all(row.skipped_because is None for row in await rows(house, MessageRow))

    installed.refusal = ""
    await power.cut(house)
    await house.deliver()

    assert len(house.slack.channel("amazon").messages) == 3
    assert len(house.slack.channel("sales").messages) == 2
    told = [said(m) for m in house.slack.channel("amazon").messages]
    assert "Amazon Store USA" in told[0]
    owed = [row for row in await rows(house, MessageRow) if row.target == "C0AMAZON01"]
    in_order = sorted(owed, key=lambda row: row.position)
    assert [row.ts for row in in_order] == sorted(row.ts for row in owed)


async def test_while_it_is_suspended_slack_is_not_asked_again_and_again(house: House) -> None:
    await add_store(house)
    house.slack.world.installation(house.slack.world.home).refusal = "token_revoked"
    await _owe(house, "C0AMAZON01", times=2)
    asked = len(house.slack.calls)
    await _a_day(house)

    assert len(house.slack.calls) == asked + 1


@pytest.mark.parametrize("is_told_by_slack", [True, False], ids=["by an event", "by a refusal"])
async def test_of_the_nudges_that_were_missed_only_the_last_is_told(
    house: House, power: Power, *, is_told_by_slack: bool
) -> None:
    """The first is owed already where Slack's refusal of it is what tells of the suspension."""
    await add_store(house)
    if is_told_by_slack:
        await house.slack.uninstall()
    _refuse(house)
    for days in (3, 6):
        await _nudge(house, days)
    await _come_back(house, power)
    await house.deliver()
    await _nudge(house, 0)
    await _nudge(house, 9)

    (nudge,) = house.slack.im("Anna").messages
    assert "has waited 9 days" in nudge["text"]
    assert "I do not ask again" in said(nudge)


async def test_a_nudge_that_was_missed_is_told_late_and_the_next_in_time(
    house: House, power: Power
) -> None:
    await add_store(house)
    await house.slack.uninstall()
    await _nudge(house, 4)
    await _come_back(house, power)
    await _nudge(house, 0)
    (late,) = house.slack.im("Anna").messages
    assert "once more" in said(late)

    await _nudge(house, 5)
    assert len(house.slack.im("Anna").messages) == 2


async def test_amazon_is_not_asked_for_a_workspace_without_the_bot_and_on_return_not_at_once(
    house: House, power: Power, open_browser: OpenBrowser
) -> None:
    await connected_store(house, open_browser(house))
    await house.slack.uninstall()
    asked = len(house.amazon.calls)
    for _ in range(3):
        house.clock.move(days=1)
        await house.bot.metronome.tick("checks")
    assert len(house.amazon.calls) == asked

    await _come_back(house, power)
    (seller,) = await rows(house, AuthorizationRow)
    assert house.clock() < seller.next_check_at <= house.clock() + timedelta(days=1)
    house.clock.move(days=1)
    await house.bot.metronome.tick("checks")
    assert len(house.amazon.calls) > asked


def _refuse(house: House, refusal: str = "account_inactive") -> None:
    house.slack.world.installation(house.slack.world.home).refusal = refusal


async def _come_back(house: House, power: Power) -> None:
    """Let Slack take the token again, and the bot be started anew."""
    _refuse(house, "")
    await power.cut(house)


async def _nudge(house: House, days: int) -> None:
    """Let days pass, and whoever is due be nudged."""
    house.clock.move(days=days)
    await house.bot.metronome.tick("nudges")
    await house.deliver()


async def _owe(house: House, target: str, times: int) -> None:
    (store,) = await rows(house, StoreRow)
    kind, about = MessageKind.NEW_LINK_ASKED, {"store_id": store.id}
    for _ in range(times):
        await house.bot.database.change(
            lambda s: owe_message(s, store.workspace_id, kind, target, house.clock(), **about)
        )


async def _a_day(house: House) -> None:
    """Let the delivery look again and again for a day."""
    for _ in range(24):
        await house.bot.delivery.deliver_due()
        await house.bot.delivery.drain()
        house.clock.move(hours=1)
