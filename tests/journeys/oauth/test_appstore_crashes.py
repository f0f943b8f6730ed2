"""The Appstore workflow with a power cut at every step, and with doubled, late or stray answers."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from tests.harness.appstore_steps import AppstoreBrowser, our_seller
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    OpenBrowser,
    ends,
    in_slack,
    rows,
    sellers_state,
    services_of,
)
from tests.harness.power import Hold, Power, reached


@pytest.fixture
def power() -> Power:
    return Power()


@pytest.fixture
async def house(
    database_url: str, clock: MovableClock, power: Power, open_browser: OpenBrowser
) -> AsyncIterator[House]:
    """On each kind of database, with a connected seller."""
    async with open_house(database_url, clock, power.run) as opened:
        await our_seller(opened, open_browser(opened))
        yield opened


@pytest.fixture
async def seller(house: House, open_browser: OpenBrowser) -> AppstoreBrowser:
    return AppstoreBrowser(open_browser(house))


async def come_back_until(hold: Hold, house: House, power: Power, seller: AppstoreBrowser) -> str:
    """Come back from Amazon, and lose the power at that call; returns the callback."""
    callback = await seller.consent()
    opening = asyncio.create_task(seller.browser.ask("GET", callback))
    await reached(hold)
    await power.cut(house)
    await asyncio.gather(opening, return_exceptions=True)
    return callback


@pytest.mark.parametrize("where", ["hold", "hold_answer"])
async def test_cut_off_in_the_exchange_the_try_ends_and_another_one_works(
    house: House, power: Power, seller: AppstoreBrowser, where: str
) -> None:
    before = await sellers_state(house)
    hold = getattr(house.amazon.faults, where)("lwa.token")
    callback = await come_back_until(hold, house, power, seller)
    assert "Almost there" in (await seller.browser.look(callback)).told
    house.clock.move(minutes=11)
    async with services_of(house) as services:
        await services.attempts.end_overdue()

    assert (await ends(house))[-1] == "interrupted"
    assert "We were interrupted" in (await seller.browser.look(callback)).told
    assert await sellers_state(house) == before
    assert "The permission is renewed" in (await seller.renew()).told


@pytest.mark.parametrize("call", ["spapi.participations", "spapi.listings"])
async def test_cut_off_after_the_exchange_the_permission_is_kept_and_applied(
    house: House, power: Power, seller: AppstoreBrowser, call: str
) -> None:
    hold = house.amazon.faults.hold(call)  # type: ignore[arg-type]  # the two are among its names
    callback = await come_back_until(hold, house, power, seller)
    kept = [row for row in await rows(house, GrantRow) if row.settled_at is None]
    assert [row.status for row in kept] == ["received"]
    house.clock.move(minutes=11)
    async with services_of(house) as services:
        await services.attempts.end_overdue()
        assert (await ends(house))[-1] is None
        await services.callbacks.finish()
        await services.callbacks.finish()
    await house.deliver()

    assert "The permission is renewed" in (await seller.browser.look(callback)).told
    (row,) = await rows(house, AuthorizationRow)
    assert (row.status, row.term, row.token_version) == ("live", 2, 2)
    assert in_slack(house, "*Nordic Outdoor* is renewed until about")


async def test_a_kept_permission_that_amazon_took_back_is_told(
    house: House, power: Power, seller: AppstoreBrowser
) -> None:
    hold = house.amazon.faults.hold("spapi.participations")
    callback = await come_back_until(hold, house, power, seller)
    house.amazon.revoke("Nordic Outdoor")
    house.clock.move(minutes=2)
    async with services_of(house) as services:
        await services.callbacks.finish()
    await house.deliver()

    assert "We were interrupted" in (await seller.browser.look(callback)).told
    assert in_slack(house, "took the permission back before it could be used")
    assert [row.status for row in await rows(house, GrantRow)].count("refused") == 1


async def test_an_answer_that_comes_twice_leads_to_its_result_and_changes_nothing(
    house: House, seller: AppstoreBrowser
) -> None:
    callback = await seller.consent()
    first, second = await asyncio.gather(
        seller.browser.ask("GET", callback), seller.browser.ask("GET", callback)
    )
    before, calls = await sellers_state(house), list(house.amazon.calls)
    again = await seller.browser.ask("GET", callback)

    places = {answered.headers["Location"] for answered in (first, second, again)}
    assert len(places) == 1
    assert "code" not in places.pop()
    assert house.amazon.calls == calls
    assert await sellers_state(house) == before
    assert len(await rows(house, GrantRow)) == 2


async def test_an_answer_in_another_browser_changes_nothing_and_the_right_one_still_can(
    house: House, seller: AppstoreBrowser, open_browser: OpenBrowser
) -> None:
    callback = await seller.consent()
    before, other = await sellers_state(house), open_browser(house)
    for _ in range(2):
        refused = await other.look(callback)
        assert refused.status == 400
        assert "This try began in another browser" in refused.told
        assert (await other.ask("GET", await AppstoreBrowser(other).sent())).status == 200
    assert await sellers_state(house) == before

    assert "The permission is renewed" in (await seller.browser.look(callback)).told
    result = (await seller.browser.ask("GET", callback)).headers["Location"]
    elsewhere = await other.ask("GET", result)
    assert elsewhere.status == 404
    assert "There is nothing to show here" in elsewhere.told


async def test_an_answer_that_comes_too_late_says_so(house: House, seller: AppstoreBrowser) -> None:
    callback = await seller.consent()
    calls = list(house.amazon.calls)
    house.clock.move(minutes=11)

    assert "took longer than ten minutes" in (await seller.browser.look(callback)).told
    assert (await ends(house))[-1] == "expired"
    assert house.amazon.calls == calls


async def test_whoever_never_comes_back_leaves_an_end_that_is_told_to_nobody(
    house: House, seller: AppstoreBrowser
) -> None:
    await seller.go_on(await seller.sent())
    before = len(house.slack.channel("amazon").messages)
    house.clock.move(minutes=11)
    async with services_of(house) as services:
        await services.attempts.end_overdue()
    await house.deliver()
    assert (await ends(house))[-1] == "expired"
    assert len(house.slack.channel("amazon").messages) == before
    house.clock.move(days=31)
    async with services_of(house) as services:
        await services.forget.overdue()
    assert await rows(house, ConnectAttemptRow) == []
