"""What makes a check due immediately, how many run at a time, and what an answer is worth."""

import asyncio

import pytest

from amazon.errors import GrantGone
from playground.amazon import faults
from services.connections.health_checks import ASKED_AT_ONCE
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, connect_url, ends, services_of
from tests.harness.power import reached
from tests.monitoring.steps import authorization, check, hold_sellers, ours, restarted, texts

pytestmark = pytest.mark.sql


async def issue(house: House) -> None:
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        await services.tokens.issue(workspace.id, "Amazon Store USA", "test")


async def renewal_link(house: House) -> str:
    ben = house.slack.person("Ben")
    link = await ben.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert link is not None
    return connect_url(link)


async def is_due(house: House) -> bool:
    due: bool = (await authorization(house)).next_check_at <= house.clock()
    return due


async def test_a_token_request_that_amazon_refuses_is_the_first_of_two_refusals(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await ours(house, seller)
    house.amazon.revoke("Nordic Outdoor")
    with pytest.raises(GrantGone):
        await issue(house)
    assert (await authorization(house)).gone_at == house.clock()
    assert not await is_due(house)

    house.clock.move(minutes=15)
    await check(house)
    assert "no longer honours" in texts(house)[-1]


async def test_a_callback_in_another_browser_is_checked_at_once(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    callback = await browser.consent(await renewal_link(house), "Nordic Outdoor")
    assert not await is_due(house)
    other = SellersBrowser(house)
    await other.look(callback)
    await other.close()

    assert await is_due(house)


async def test_a_callback_that_came_too_late_is_checked_at_once(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    callback = await browser.consent(await renewal_link(house), "Nordic Outdoor")
    house.clock.move(minutes=11)
    await browser.look(callback)

    assert "expired" in await ends(house)
    assert await is_due(house)


@pytest.mark.parametrize(
    "fault",
    [
        faults.unwell(),
        faults.answer(400, '{"error":"invalid_grant"}'),
        faults.answer(401, '{"error":"invalid_client"}'),
    ],
    ids=["unavailable", "code refused", "application refused"],
)
async def test_a_code_that_could_not_be_exchanged_is_checked_at_once(
    house: House, browser: SellersBrowser, fault: faults.Fault
) -> None:
    await ours(house, browser)
    callback = await browser.consent(await renewal_link(house), "Nordic Outdoor")
    house.amazon.faults.next("lwa.token", fault)
    await browser.look(callback)

    assert await is_due(house)


async def test_a_declined_consent_without_a_code_is_no_reason_to_ask(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    consent = await browser.press_connect(await renewal_link(house))
    state = consent.partition("state=")[2].partition("&")[0]
    await browser.look(f"/amazon/callback?state={state}&error=access_denied")

    assert (await ends(house))[-1] == "denied"
    assert not await is_due(house)


async def test_an_answer_about_a_token_that_was_replaced_is_not_called_honoured(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    link = await renewal_link(house)
    hold = house.amazon.faults.hold_answer("lwa.token")
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        anna = await services.people.remembered(workspace.id, house.slack.person("Anna").id)
        assert anna is not None
        store = await services.find_stores.named(anna, "Amazon Store USA")
        asking = asyncio.create_task(services.sellers.check(anna.workspace_id, store.id))
        await reached(hold)
        await browser.connect(link, "Nordic Outdoor")
        hold.release()

        assert await asking == "overtaken"


async def test_some_sellers_are_asked_about_at_a_time_and_no_more(house_on_each: House) -> None:
    house = house_on_each
    await hold_sellers(house, ASKED_AT_ONCE * 3)
    at_once = Crowd()
    house.amazon.faults.next("lwa.token", at_once, times=ASKED_AT_ONCE * 3)
    await house.bot.metronome.tick("checks")

    assert at_once.most == ASKED_AT_ONCE
    assert len(house.amazon.calls) == ASKED_AT_ONCE * 3


async def test_each_replica_asks_about_its_own(house_on_each: House) -> None:
    house = house_on_each
    await hold_sellers(house, 250)
    async with restarted(house) as replica:
        for _ in range(3):
            await asyncio.gather(house.bot.metronome.tick("checks"), replica.sellers.check_due())

    assert len(house.amazon.calls) == 250


class Crowd:
    """Counts the calls that are under way; each waits until no further one comes."""

    def __init__(self) -> None:
        self._inside = 0
        self.most = 0
        self._full = asyncio.Event()

    async def __call__(self, call: faults.Call) -> faults.web.StreamResponse:
        self._inside += 1
        self.most = max(self.most, self._inside)
        if self._inside >= ASKED_AT_ONCE:
            self._full.set()
        await self._full.wait()
        try:
            return await call.proceed()
        finally:
            self._inside -= 1
