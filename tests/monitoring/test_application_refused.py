"""Amazon refuses our own application: one alarm for the host, however many sellers there are."""

import pytest
from pydantic import SecretStr

from playground.amazon import faults
from tests.harness.bot import CLIENT_SECRET, House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url, ends, services_of
from tests.monitoring.steps import (
    HOSTS,
    alarms,
    authorization,
    check,
    hold_sellers,
    hours_pass,
    look,
    messages,
    ours,
    restarted,
    texts,
)

ANOTHER = "amzn1.oa2-cs.v1.another-client-secret"


def change_the_secret(house: House) -> None:
    house.amazon.rotate_secret(house.settings.amazon_application_id, ANOTHER)


def change_it_back(house: House) -> None:
    house.amazon.rotate_secret(house.settings.amazon_application_id, CLIENT_SECRET)


@pytest.mark.long
async def test_a_thousand_sellers_refused_by_invalid_client_make_one_alarm(house: House) -> None:
    await hold_sellers(house, 1000)
    change_the_secret(house)
    for _ in range(10):
        await check(house)
    assert len(house.amazon.calls) == 1000
    await look(house)
    await hours_pass(house, 2)

    (told,) = texts(house, HOSTS)
    assert "Amazon refuses the application Nordic Shop Connector" in told
    assert "AMAZON_CLIENT_SECRET" in told
    assert "Client authentication failed" in told
    assert messages(house) == []


async def test_the_alarm_is_over_once_amazon_takes_the_application_again(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await ours(house, seller)
    before = await authorization(house)
    change_the_secret(house)
    await hours_pass(house, 25)
    assert "refuses the application" in texts(house, HOSTS)[0]
    refused = await authorization(house)
    assert (refused.status, refused.token_version) == ("live", before.token_version)
    assert (refused.gone_at, refused.unwell_since) == (None, None)

    change_it_back(house)
    await hours_pass(house, 2)
    (told,) = texts(house, HOSTS)
    assert "takes the application Nordic Shop Connector again" in told
    assert [alarm.until is not None for alarm in await alarms(house)] == [True]


async def test_one_success_between_refusals_ends_nothing(
    house: House, browser: SellersBrowser
) -> None:
    """While one seller is refused and the others are not, the alarm stands still."""
    await ours(house, browser)
    house.amazon.faults.next("lwa.token", faults.answer(400, '{"error":"unauthorized_client"}'))
    await hours_pass(house, 24)
    house.amazon.faults.next("lwa.token", faults.answer(400, '{"error":"unauthorized_client"}'))
    ben = house.slack.person("Ben")
    for minutes in (1, 15):
        house.clock.move(minutes=minutes)
        await ben.command("/amazon-store check Amazon Store USA", channel="amazon")
        await look(house)

    assert len([alarm for alarm in await alarms(house) if alarm.until is None]) == 1


async def test_an_expired_client_secret_is_told_though_login_with_amazon_goes_on(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    house.amazon.expire_secret()
    await hours_pass(house, 24 * 9)

    (told,) = texts(house, HOSTS)
    assert "older than 180 days" in told
    assert (await authorization(house)).status == "live"

    house.amazon.state.expired_secrets.clear()
    await hours_pass(house, 2)
    assert "again" in texts(house, HOSTS)[0]


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        ("unauthorized_client", "AMAZON_APPLICATION_ID"),
        ("invalid_scope", "fault of the bot itself"),
        ("unsupported_grant_type", "fault of the bot itself"),
    ],
)
async def test_each_refusal_is_told_with_what_mends_it(
    house: House, error: str, remedy: str
) -> None:
    await hold_sellers(house, 1)
    house.amazon.faults.keep(["lwa.token"], faults.answer(400, f'{{"error":"{error}"}}'))
    await check(house)
    await look(house)

    assert remedy in texts(house, HOSTS)[0]


async def test_a_sellers_refused_code_raises_the_alarm_as_well(
    house: House, browser: SellersBrowser
) -> None:
    card = await add_store(house)
    change_the_secret(house)
    await browser.connect(connect_url(card), "Nordic Outdoor")
    await look(house)

    assert await ends(house) == ["application_refused"]
    assert "refuses the application" in texts(house, HOSTS)[0]


async def test_whoever_asks_is_told_that_it_is_not_the_seller(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    change_the_secret(house)
    ben = house.slack.person("Ben")
    told = await ben.command("/amazon-store check Amazon Store USA", channel="amazon")

    assert told is not None
    assert "refuses this bot's own application" in told["text"]


async def test_without_a_slack_channel_the_alarm_is_kept_and_told_once_there_is_one(
    sqlite_url: str, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(sqlite_url, clock) as house:
        await hold_sellers(house, 3)
        change_the_secret(house)
        await check(house)
        await look(house)
        await look(house)

        assert len([r for r in caplog.records if r.levelname == "ERROR"]) == 1
        async with services_of(house) as services:
            (alarm,) = await services.alarms.open()
        assert alarm.facts["code"] == "invalid_client"
        assert texts(house, HOSTS) == []

    async with open_house(sqlite_url, clock, admin_channel="C0SALES001") as house:
        await look(house)
        assert "refuses the application" in texts(house, HOSTS)[0]


async def test_a_bot_that_is_started_with_the_right_secret_ends_the_alarm_of_the_one_before(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    change_the_secret(house)
    await hours_pass(house, 25)
    async with restarted(house, amazon_client_secret=SecretStr(ANOTHER)) as services:
        house.clock.move(hours=1)
        await services.sellers.check_due()
        await services.application_watch.look()

    assert [alarm.until is not None for alarm in await alarms(house)] == [True]


async def test_two_replicas_make_one_alarm(house_on_each: House) -> None:
    house = house_on_each
    await hold_sellers(house, 2)
    change_the_secret(house)
    await check(house)
    house.clock.move(minutes=16)
    async with restarted(house) as replica:
        await replica.sellers.check_due()
        await replica.application_watch.look()
        await look(house)
        await replica.application_watch.look()

    assert len(await alarms(house)) == 1
