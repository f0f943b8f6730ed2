"""An outage of Amazon's is reported after a day, once for each Slack channel."""

import pytest

from playground.amazon import faults
from playground.amazon.faults import Fault
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, services_of
from tests.monitoring.steps import alarms, authorization, check, hours_pass, messages, ours, texts

OUTAGES: dict[str, Fault] = {
    "503": faults.unwell(503),
    "429": faults.throttled(),
    "HTML": faults.html(),
    "reset": faults.reset(),
    "bad JSON": faults.bad_json(),
}


async def outage(house: House, fault: Fault = OUTAGES["503"]) -> None:
    """Let Amazon fall silent, and the bot notice it at once."""
    house.amazon.faults.keep(["lwa.token"], fault)
    while (await authorization(house)).unwell_since is None:
        house.clock.move(hours=1)
        await check(house)


@pytest.mark.parametrize("fault", OUTAGES.values(), ids=OUTAGES.keys())
async def test_nothing_is_said_of_an_outage_of_23_hours(
    house: House, browser: SellersBrowser, fault: Fault
) -> None:
    await ours(house, browser)
    before = texts(house)
    await outage(house, fault)
    await hours_pass(house, 23)
    house.amazon.faults.clear()
    await hours_pass(house, 2)

    assert texts(house) == before
    assert (await authorization(house)).unwell_since is None


async def test_an_outage_of_25_hours_is_told_once_and_so_is_its_end(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await ours(house, seller)
    before = len(messages(house))
    kept = await authorization(house)
    await outage(house)
    await hours_pass(house, 25)

    assert len(messages(house)) == before + 1
    told = texts(house)[-1]
    for fact in ("has not answered for 2", "Amazon Store USA", "Nothing was changed"):
        assert fact in told
    now = await authorization(house)
    assert (now.status, now.token_version, now.gone_at) == ("live", kept.token_version, None)

    house.amazon.faults.clear()
    await hours_pass(house, 2)
    assert len(messages(house)) == before + 1
    assert "Amazon answers again" in texts(house)[-1]
    assert "Nothing was changed" in texts(house)[-1]


async def test_many_sellers_of_one_slack_channel_make_one_message(
    house: House, browser: SellersBrowser
) -> None:
    """It is over when Amazon answers about the last of them."""
    await ours(house, browser)
    other = SellersBrowser(house)
    await ours(house, other, "Prairie Crafts", website="Nordic Outlet", name="Outlet")
    await other.close()
    before = len(messages(house))
    await outage(house)
    await hours_pass(house, 49)

    assert len(messages(house)) == before + 1
    assert "Amazon Store USA" in texts(house)[-1]
    async with services_of(house) as services:
        (alarm,) = await services.alarms.open()
    assert [store.name for store in alarm.stores] == ["Amazon Store USA", "Outlet"]

    house.amazon.faults.clear()
    await hours_pass(house, 2)
    assert "Amazon answers again" in texts(house)[-1]
    assert len(await alarms(house)) == 1


async def test_the_next_outage_is_told_anew(house: House, browser: SellersBrowser) -> None:
    await ours(house, browser)
    for _ in range(2):
        await outage(house)
        await hours_pass(house, 25)
        house.amazon.faults.clear()
        await hours_pass(house, 2)

    assert [alarm.until is not None for alarm in await alarms(house)] == [True, True]
    assert "Amazon answers again" in texts(house)[-1]


async def test_a_renewal_meanwhile_ends_what_was_told(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    await outage(house)
    await hours_pass(house, 25)
    house.amazon.faults.clear()
    ben = house.slack.person("Ben")
    link = await ben.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert link is not None
    await browser.connect(link["blocks"][1]["elements"][0]["url"], "Nordic Outdoor")
    await hours_pass(house, 1)

    assert any("Amazon answers again" in text for text in texts(house))
