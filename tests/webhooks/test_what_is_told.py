"""Each event, as sync programs get it when people and Amazon cause it."""

import pytest

from domain.authorizations import GONE_TWICE
from domain.clock import rfc3339
from domain.webhooks import WebhookType
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow
from storage.webhooks import owe_webhooks
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    add_store,
    confirm_ownership,
    connect_url,
    connected_store,
    in_slack,
    rows,
)
from tests.harness.renewal_steps import renewal_link
from tests.harness.revoke_steps import authorization, disconnect, press, revoke, two_stores
from tests.journeys.oauth.test_switch_seller import switch_link
from tests.monitoring.steps import check
from tests.reminders.steps import days_before_the_end, ends_at
from tests.webhooks.conftest import Hooked, hook
from tests.webhooks.receiver import Receiver

NORDIC, CANADA = "A2NORDICOUT01", "A2EUQ1WTGCTBG2"


async def ours(hooked: Hooked, open_browser: OpenBrowser) -> None:
    """Connect Anna's American store; what that told is not looked at any more."""
    await connected_store(hooked.house, open_browser(hooked.house))
    await confirm_ownership(hooked.house)
    await hooked.send()
    hooked.receiver.received.clear()


async def key_of(house: House, country: str = "ATVPDKIKX0DER") -> str:
    (key,) = [r.key for r in await rows(house, StoreRow) if r.marketplace_id == country]
    return str(key)


def told(hooked: Hooked) -> list[tuple[str, str]]:
    """Return the types of what came, each with the store it is about."""
    events = [received.event for received in hooked.receiver.received]
    return sorted((event["type"], event["data"]["store"]) for event in events)


async def test_a_store_that_is_added_is_told_of_at_once(hooked_on_each: Hooked) -> None:
    hooked = hooked_on_each
    await add_store(hooked.house)
    await hooked.send()

    (received,) = hooked.receiver.received
    assert received.event == {
        "type": "store.added",
        "timestamp": "2027-01-11T09:30:00Z",
        "data": {
            "store": await key_of(hooked.house),
            "website": "base",
            "marketplace": "ATVPDKIKX0DER",
            "connection": None,
            "ends_at": None,
        },
    }
    assert received.is_signed_with(hooked.endpoint.secret)
    assert received.headers["content-type"] == "application/json"
    sent = int(received.headers["webhook-timestamp"])
    assert 0 <= hooked.house.clock().timestamp() - sent <= 5


async def test_a_store_is_connected_for_programs_once_its_seller_is_the_teams_own(
    hooked_on_each: Hooked, open_browser: OpenBrowser
) -> None:
    hooked = hooked_on_each
    await connected_store(hooked.house, open_browser(hooked.house))
    await hooked.send()
    assert hooked.receiver.types == ["store.added"]

    await confirm_ownership(hooked.house)
    await hooked.send()
    assert hooked.receiver.types == ["store.added", "store.connected"]
    (seller,) = await rows(hooked.house, AuthorizationRow)
    data = hooked.receiver.received[-1].event["data"]
    assert data["connection"] == str(seller.id)
    assert data["ends_at"] == "2028-01-11T09:30:00Z"


async def test_a_seller_that_is_not_the_teams_own_was_never_there_for_programs(
    hooked: Hooked, open_browser: OpenBrowser
) -> None:
    await connected_store(hooked.house, open_browser(hooked.house))
    question = in_slack(hooked.house, "signed in as Nordic Outdoor")
    await hooked.house.slack.person("Anna").press(question, "Not ours")
    await hooked.send()

    assert hooked.receiver.types == ["store.added"]


async def test_a_second_store_comes_with_another_year_for_the_first(
    hooked: Hooked, open_browser: OpenBrowser
) -> None:
    await ours(hooked, open_browser)
    link = connect_url(await add_store(hooked.house, "🇨🇦 Canada"))
    await open_browser(hooked.house).connect(link, "Nordic Outdoor")
    await hooked.send()

    usa, canada = await key_of(hooked.house), await key_of(hooked.house, CANADA)
    expected = [("store.added", canada), ("store.connected", canada), ("store.renewed", usa)]
    assert told(hooked) == expected


async def test_a_renewal_is_told_of_for_each_store_with_the_new_end(
    hooked_on_each: Hooked, open_browser: OpenBrowser
) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await two_stores(house, open_browser)
    await hooked.send()
    hooked.receiver.received.clear()
    before = await ends_at(house)
    house.clock.move(days=340)
    await open_browser(house).connect(await renewal_link(house), "Nordic Outdoor")
    await hooked.send()

    usa, canada = await key_of(house), await key_of(house, CANADA)
    assert told(hooked) == sorted([("store.renewed", usa), ("store.renewed", canada)])
    ends = {received.event["data"]["ends_at"] for received in hooked.receiver.received}
    assert ends == {rfc3339(await ends_at(house))} != {rfc3339(before)}


async def test_a_renewal_is_due_once_a_term_however_many_reminders_there_are(
    hooked_on_each: Hooked, open_browser: OpenBrowser
) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await ours(hooked, open_browser)
    for days in (29, 13, 6, 2, 0, -8):
        await days_before_the_end(house, days)
        await hooked.send()

    assert told(hooked) == [("store.due", await key_of(house))]
    assert hooked.receiver.received[0].event["data"]["ends_at"] == "2028-01-11T09:30:00Z"

    await open_browser(house).connect(await renewal_link(house), "Nordic Outdoor")
    await days_before_the_end(house, 29)
    await hooked.send()
    assert hooked.receiver.types == ["store.due", "store.renewed", "store.due"]


async def test_a_revoke_ends_and_then_disconnects_each_store(
    hooked_on_each: Hooked, open_browser: OpenBrowser
) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await two_stores(house, open_browser)
    await hooked.send()
    hooked.receiver.received.clear()
    await revoke(house)
    await hooked.send()
    stores = [await key_of(house), await key_of(house, CANADA)]
    assert told(hooked) == sorted(("store.ending", key) for key in stores)

    await press(house, "Erase now")
    await hooked.send()
    assert told(hooked) == sorted(
        (kind, key) for kind in ("store.ending", "store.disconnected") for key in stores
    )


async def test_a_connection_that_is_kept_serves_programs_again(
    hooked: Hooked, open_browser: OpenBrowser
) -> None:
    await ours(hooked, open_browser)
    await revoke(hooked.house)
    await press(hooked.house, "Keep it")
    await hooked.send()

    assert hooked.receiver.types == ["store.ending", "store.connected"]


async def test_a_seller_whose_permission_amazon_has_ended_is_told_of_once_it_is_believed(
    hooked_on_each: Hooked, open_browser: OpenBrowser
) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await ours(hooked, open_browser)
    await ended_by_amazon(house)
    await hooked.send()

    assert told(hooked) == [("store.disconnected", await key_of(house))]


async def test_a_seller_who_comes_back_is_told_of_as_renewed(
    hooked: Hooked, open_browser: OpenBrowser
) -> None:
    await ours(hooked, open_browser)
    await ended_by_amazon(hooked.house)
    await open_browser(hooked.house).connect(await renewal_link(hooked.house), "Nordic Outdoor")
    await hooked.send()

    assert hooked.receiver.types == ["store.disconnected", "store.renewed"]


async def test_one_of_several_stores_is_disconnected_alone(
    hooked: Hooked, open_browser: OpenBrowser
) -> None:
    house = hooked.house
    await two_stores(house, open_browser)
    await hooked.send()
    hooked.receiver.received.clear()
    await disconnect(house)
    await hooked.send()

    assert told(hooked) == [("store.disconnected", await key_of(house))]
    assert hooked.receiver.received[0].event["data"]["connection"] is None


async def test_a_store_that_goes_to_another_seller_has_no_connection_until_that_is_the_teams_own(
    hooked_on_each: Hooked, open_browser: OpenBrowser
) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await ours(hooked, open_browser)
    await open_browser(house).connect(await switch_link(house), "Prairie Crafts")
    await house.deliver()
    await hooked.send()
    assert hooked.receiver.types == ["store.disconnected"]
    assert hooked.receiver.received[0].event["data"]["connection"] is None

    await confirm_ownership(house, "Prairie Crafts")
    await hooked.send()
    assert hooked.receiver.types == ["store.disconnected", "store.connected"]
    data = hooked.receiver.received[-1].event["data"]
    assert data["connection"] == str((await authorization(house, "Prairie Crafts")).id)


@pytest.mark.parametrize("kind", [WebhookType.UPDATED, WebhookType.REMOVED])
async def test_what_nobody_can_do_yet_is_told_by_the_same_words(
    hooked: Hooked, kind: WebhookType
) -> None:
    house = hooked.house
    await add_store(house)
    every = StoreRow.key.is_not(None)
    await house.bot.database.change(lambda s: owe_webhooks(s, kind, every, house.clock()))
    await hooked.send()

    assert told(hooked)[-1] == (kind, await key_of(house))


async def test_an_endpoint_gets_only_what_it_wants(
    hooked: Hooked, receiver: Receiver, open_browser: OpenBrowser
) -> None:
    async with Receiver() as picky:
        await hook(hooked.house, picky, types=[WebhookType.ENDING, WebhookType.CONNECTED])
        await ours(hooked, open_browser)
        await revoke(hooked.house)
        await hooked.send()

        assert receiver.types == ["store.ending"]
        assert picky.types == ["store.connected", "store.ending"]


async def test_no_event_names_a_person_a_seller_or_a_secret(
    hooked: Hooked, open_browser: OpenBrowser
) -> None:
    await connected_store(hooked.house, open_browser(hooked.house))
    await confirm_ownership(hooked.house)
    await revoke(hooked.house)
    await hooked.send()

    assert len(hooked.receiver.received) == 3
    for received in hooked.receiver.received:
        assert set(received.event) == {"type", "timestamp", "data"}
        names = {"store", "website", "marketplace", "connection", "ends_at"}
        assert set(received.event["data"]) == names
        for word in ("Atz", "@", "nordic", "Anna", "U0ANNA", NORDIC):
            assert word not in received.body


async def ended_by_amazon(house: House) -> None:
    """Let the seller take the permission back, and the bot find it out."""
    house.amazon.state.end(NORDIC)
    house.clock.move(days=1)
    await check(house)
    house.clock.now += GONE_TWICE
    await check(house)
