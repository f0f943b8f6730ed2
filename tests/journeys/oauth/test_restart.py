"""The power goes at every step between the form and the connected store: nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import MessageRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from storage.tables.stores import StoreRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    SellersBrowser,
    add_store,
    card_of,
    connect_url,
    ends,
    in_slack,
    rows,
    services_of,
    threads,
)
from tests.harness.power import Hold, Power, reached


@pytest.fixture
def power() -> Power:
    return Power()


@pytest.fixture
async def house(database_url: str, clock: MovableClock, power: Power) -> AsyncIterator[House]:
    """On each kind of database."""
    async with open_house(database_url, clock, power.run) as opened:
        yield opened


async def test_cut_off_while_the_card_is_posted_the_store_and_its_card_are_there(
    house: House, power: Power
) -> None:
    anna = house.slack.person("Anna")
    await deeds.open_form(anna)
    await deeds.fill_in(anna, **deeds.USUAL)
    hold = house.slack.faults.hold("chat.postMessage")
    submitting = asyncio.create_task(anna.submit())
    await reached(hold)
    await power.cut(house)
    await asyncio.gather(submitting, return_exceptions=True)
    await _a_minute_later(house)

    assert "Not connected" in card_of(house)["text"]
    assert len(await rows(house, StoreRow)) == 1
    assert [row.kind for row in await rows(house, MessageRow)] == ["card"]


async def test_cut_off_while_the_seller_is_at_amazon_the_try_goes_on(
    house: House, power: Power, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    callback = await browser.consent(link, "Nordic Outdoor")
    await power.cut(house)

    assert "is connected" in (await browser.look(callback)).told
    await _assert_connected_once(house)


@pytest.mark.parametrize("where", ["hold", "hold_answer"])
async def test_cut_off_in_the_exchange_the_try_ends_and_another_one_works(
    house: House, power: Power, browser: SellersBrowser, where: str
) -> None:
    link = connect_url(await add_store(house))
    hold = getattr(house.amazon.faults, where)("lwa.token")
    await _come_back_until(hold, house, power, browser, link)

    assert await rows(house, GrantRow) == []
    assert await ends(house) == [None]
    house.clock.move(minutes=11)
    async with services_of(house) as services:
        await services.attempts.end_overdue()
    await house.deliver()
    assert await ends(house) == ["interrupted"]
    (told,) = threads(house)
    assert "We were interrupted" in deeds.said(told)

    assert "is connected" in (await browser.come_back(link, "Nordic Outdoor")).told
    assert await ends(house) == ["interrupted", "succeeded"]
    await _assert_connected_once(house)


@pytest.mark.parametrize("call", ["spapi.participations", "spapi.listings"])
async def test_cut_off_after_the_exchange_the_permission_is_kept_and_applied(
    house: House, power: Power, browser: SellersBrowser, call: str
) -> None:
    link = connect_url(await add_store(house))
    hold = house.amazon.faults.hold(call)  # type: ignore[arg-type]  # the two are among its names
    callback = await _come_back_until(hold, house, power, browser, link)

    (grant,) = await rows(house, GrantRow)
    assert (grant.status, grant.settled_at) == ("received", None)
    assert "Almost there" in (await browser.look(callback)).told
    house.clock.move(minutes=11)
    async with services_of(house) as services:
        await services.attempts.end_overdue()
        assert await ends(house) == [None]
        await services.callbacks.finish()
        await services.callbacks.finish()
    assert await ends(house) == ["succeeded"]
    assert "is connected" in (await browser.look(callback)).told
    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.proof == "proved"
    await _assert_connected_once(house)


async def test_a_kept_permission_that_no_key_opens_holds_up_no_other(
    house: House, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    for _ in range(2):
        await browser.press_connect(link)
    first, second = await rows(house, ConnectAttemptRow)
    async with services_of(house) as services:
        unreadable, known = (_kept(attempt) for attempt in (first, second))
        services.callbacks.tokens.seal(known, "Atzr|a-token-that-was-taken-back")
        unreadable.refresh_token_encrypted = b"not a ciphertext"
        engine = house.bot.database.engine
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            session.add_all([unreadable, known])
        house.clock.move(minutes=2)
        await services.callbacks.finish()

    settled = {row.id: row.status for row in await rows(house, GrantRow)}
    assert settled == {unreadable.id: "received", known.id: "refused"}


@pytest.mark.parametrize("call", ["chat.update", "chat.postMessage"])
async def test_cut_off_while_slack_is_told_it_is_told_all_the_same(
    house: House, power: Power, browser: SellersBrowser, call: str
) -> None:
    link = connect_url(await add_store(house))
    hold = house.slack.faults.hold(call)
    await browser.come_back(link, "Nordic Outdoor")
    await _reached(hold, house)
    await power.cut(house)
    await _a_minute_later(house)

    await _assert_connected_once(house)
    kinds = sorted(row.kind for row in await rows(house, MessageRow))
    assert kinds == ["card", "connected"]
    assert len(house.slack.channel("amazon").messages) == 2


async def test_cut_off_before_the_team_answers_its_yes_still_counts(
    house: House, power: Power, browser: SellersBrowser
) -> None:
    link = connect_url(await add_store(house))
    await browser.come_back(link, "Nordic Outdoor")
    await house.deliver()
    await power.cut(house)
    await house.slack.person("Anna").press(in_slack(house, "Is this yours?"), "Yes, it is ours")
    await house.deliver()

    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.ours_due_at is None
    assert "Add Canada" in deeds.said(in_slack(house, "is connected to Amazon"))


async def _come_back_until(
    hold: Hold, house: House, power: Power, browser: SellersBrowser, link: str
) -> str:
    """Go over Amazon, and cut the power when the callback has come to a call."""
    callback = await browser.consent(link, "Nordic Outdoor")
    coming_back = asyncio.create_task(browser.look(callback))
    await reached(hold)
    await power.cut(house)
    await asyncio.gather(coming_back, return_exceptions=True)
    return callback


async def _reached(hold: Hold, house: House) -> None:
    """Let time pass until the bot has come to a call."""
    reaching = asyncio.create_task(reached(hold))
    while not reaching.done():
        house.pass_seconds(1)
        await asyncio.wait({reaching}, timeout=0.05)
    await reaching


async def _a_minute_later(house: House) -> None:
    """Let what was leased before the power went be free again."""
    house.clock.move(seconds=61)
    await house.deliver()


async def _assert_connected_once(house: House) -> None:
    """See that the store is connected, that Slack was told, and that nothing is there twice."""
    await house.deliver()
    assert "Connected" in card_of(house)["text"]
    assert in_slack(house, "is connected to Amazon as *Nordic Outdoor*")
    for table in (StoreRow, AuthorizationRow, TermRow, GrantRow):
        assert len(await rows(house, table)) == 1, table
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.term, authorization.token_version) == (1, 1)
    succeeded = [row for row in await rows(house, ConnectAttemptRow) if row.end == "succeeded"]
    assert len(succeeded) == 1


def _kept(attempt: ConnectAttemptRow) -> GrantRow:
    """A permission that came back to an attempt, just before the power went."""
    return GrantRow(
        id=uuid4(),
        workspace_id=attempt.workspace_id,
        attempt_id=attempt.id,
        application_id="amzn1.sp.solution.test",
        region="NA",
        seller_id="A2NORDICOUT01",
        status="received",
        received_at=attempt.started_at,
        leased_until=attempt.started_at,
    )
