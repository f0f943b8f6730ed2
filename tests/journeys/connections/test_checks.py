"""The bot asks Amazon every day, and notices by itself when a connection has ended."""

import asyncio

import pytest
from sqlalchemy import update

from domain.errors import NotConnected
from playground.amazon import faults
from storage.tables.authorizations import AuthorizationRow
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url, rows, services_of
from tests.harness.power import reached


async def connected(house: House, seller: SellersBrowser) -> None:
    """Connect a store as Nordic Outdoor, and let Anna say that the seller is theirs."""
    await seller.connect(connect_url(await add_store(house)), "Nordic Outdoor")
    await house.deliver()
    await house.slack.person("Anna").press(messages(house)[-1], "Yes, it is ours")
    await house.deliver()


def messages(house: House) -> list[dict[str, object]]:
    return house.slack.channel("amazon").messages


async def check(house: House) -> None:
    """Let the sweep of checks run, and what it owes be delivered."""
    await house.bot.metronome.tick("checks")
    await house.deliver()


async def test_a_seller_amazon_could_not_tell_about_is_named_once_it_answers(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    house.amazon.faults.next("spapi.participations", faults.unwell(503), times=2)
    await seller.connect(connect_url(await add_store(house)), "Nordic Outdoor")
    await house.deliver()
    assert "A2NORDICOUT01" in str(messages(house)[-1]["text"])

    house.clock.move(minutes=5)
    await check(house)
    assert "A2NORDICOUT01" in str(messages(house)[-1]["text"])

    house.clock.move(minutes=5)
    await check(house)
    assert "Nordic Outdoor" in str(messages(house)[-1]["text"])


async def test_amazon_is_believed_the_second_time_it_refuses(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await connected(house, seller)
    house.amazon.revoke("Nordic Outdoor")

    house.clock.move(days=1)
    await check(house)
    assert "Connected" in str(messages(house)[0]["text"])
    with pytest.raises(NotConnected):
        await token(house)

    house.clock.move(minutes=15)
    await check(house)
    assert "Disconnected" in str(messages(house)[0]["text"])
    assert "no longer honours" in str(messages(house)[-1]["text"])
    assert "Reconnect" in str(messages(house)[-1]["blocks"])


async def test_a_connection_that_amazon_ended_comes_back_with_the_same_seller(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await connected(house, seller)
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await check(house)

    page = await seller.connect(connect_url(messages(house)[-1]), "Nordic Outdoor")
    await house.deliver()

    assert "Nordic Outdoor is renewed" in page
    assert "Connected" in str(messages(house)[0]["text"])
    assert "Is this yours" not in str(messages(house)[-1]["blocks"])
    assert await token(house)


async def test_another_seller_cannot_take_the_place_of_the_one_that_ended(
    house: House,
) -> None:
    browser = SellersBrowser(house)
    await connected(house, browser)
    await browser.close()
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await check(house)
    other = SellersBrowser(house)

    page = await other.connect(connect_url(messages(house)[-1]), "Prairie Crafts")
    await other.close()
    await house.deliver()

    assert "another seller account" in page
    assert "Disconnected" in str(messages(house)[0]["text"])


async def test_an_outage_of_amazons_changes_nothing(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await connected(house, seller)
    before = [message["text"] for message in messages(house)]
    house.amazon.faults.next("lwa.token", faults.unwell(503), times=24)

    for _ in range(24):
        house.clock.move(hours=1)
        await check(house)

    house.amazon.faults.clear()
    assert [message["text"] for message in messages(house)] == before
    assert await token(house)


async def test_anybody_of_the_team_can_ask_amazon_now(house: House) -> None:
    browser = SellersBrowser(house)
    await connected(house, browser)
    await browser.close()
    ben = house.slack.person("Ben")

    honoured = await ben.command("/amazon-store check Amazon Store USA", channel="amazon")
    house.amazon.revoke("Nordic Outdoor")
    doubted = await ben.command("/amazon-store check Amazon Store USA", channel="amazon")

    assert honoured is not None
    assert "Amazon honours the connection" in honoured["text"]
    assert doubted is not None
    assert "once more in a quarter" in doubted["text"]


async def test_an_answer_about_a_replaced_token_does_not_count(
    house_on_each: House, seller: SellersBrowser
) -> None:
    """A refusal of the old token comes in after a renewal: the new one stays live."""
    house = house_on_each
    await connected(house, seller)
    hold = house.amazon.faults.hold_answer("lwa.token")
    house.amazon.revoke("Nordic Outdoor")
    house.clock.move(days=1)
    checking = house.bot.metronome.tick("checks")
    late = asyncio.create_task(checking)
    await hold.reached()
    ben = house.slack.person("Ben")
    link = await ben.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert link is not None
    await seller.connect(connect_url(link), "Nordic Outdoor")
    hold.release()
    await late
    await house.deliver()

    assert await token(house)


async def test_a_token_that_no_key_opens_keeps_no_other_seller_from_being_asked_about(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await connected(house, seller)
    other = await add_store(house, website="Nordic Outlet", name="Outlet")
    browser = SellersBrowser(house)
    await browser.connect(connect_url(other), "Prairie Crafts")
    await browser.close()
    spoilt = update(AuthorizationRow).where(AuthorizationRow.seller_name == "Nordic Outdoor")
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(spoilt.values(refresh_token_encrypted=b"not a ciphertext"))
    house.amazon.revoke("Prairie Crafts")

    house.clock.move(days=1)
    await check(house)

    doubted = {row.seller_name: row.gone_at for row in await rows(house, AuthorizationRow)}
    assert doubted["Nordic Outdoor"] is None
    assert doubted["Prairie Crafts"] is not None


async def test_a_connection_that_amazon_ended_comes_back_through_another_stores_link(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await connected(house, seller)
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await check(house)

    other = await add_store(house, website="Nordic Outlet", name="Outlet")
    page = await seller.connect(connect_url(other), "Nordic Outdoor")
    await house.deliver()

    assert "This seller is connected already" in page
    assert "Connected" in str(messages(house)[0]["text"])
    assert await token(house)


@pytest.mark.long
async def test_no_token_is_handed_out_of_a_seller_who_was_let_go_meanwhile(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await connected(house, seller)
    hold = house.amazon.faults.hold("lwa.token")
    asking = asyncio.create_task(token(house))
    await reached(hold)
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(status="revoked"))
    hold.release()

    with pytest.raises(NotConnected):
        await asking


async def token(house: House) -> str:
    """Hand out an access token of the store, as the command line does."""
    async with services_of(house) as services:
        workspace = (await services.workspaces.all())[0]
        handed = await services.tokens.issue(workspace.id, "Amazon Store USA", "test")
        return handed.access_token
