"""Slack refuses the bot's token: what is owed is kept, and leaves when the bot comes back."""

from collections.abc import AsyncIterator

import pytest

from domain.messages import MessageKind
from storage.outbox import owe_message
from storage.tables import MessageRow, StoreRow
from tests.deeds import said
from tests.house import House, open_house
from tests.journeys.power import Power
from tests.journeys.steps import add_store, rows
from tests.moments import MovableClock

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
