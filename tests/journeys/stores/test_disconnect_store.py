"""Disconnect only this store: the others of its seller go on, and the last one ends it."""

from domain.endings import Revocable
from storage.tables.endings import EndingRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    card_of,
    connect_url,
    in_slack,
    no_token_is_left,
    rows,
    services_of,
)
from tests.harness.revoke_steps import (
    CANADA,
    USA,
    authorization,
    checklist,
    disconnect,
    issues_token,
    one_store,
    open_revoke,
    outcomes,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import modal, said
from tests.storage.rows import member


async def test_only_that_store_loses_its_seller(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    await disconnect(house, store=CANADA)

    assert await issues_token(house, USA)
    assert not await issues_token(house, CANADA)
    assert "Not connected" in card_of(house, CANADA)["text"]
    assert "Connected" in card_of(house)["text"]
    assert (await authorization(house)).status == "live"
    assert await rows(house, EndingRow) == []
    old = said(in_slack(house, f"*{CANADA}* was connected here"))
    assert "not confirmed as yours" not in old


async def test_what_was_disconnected_can_be_connected_to_anybody(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    await disconnect(house)
    page = await open_browser(house).connect(connect_url(card_of(house)), "Prairie Crafts")

    assert "Connected" in page
    await house.deliver()
    assert "Connected" in card_of(house)["text"]
    assert await issues_token(house, CANADA)


async def test_the_last_store_ends_the_connection_with_the_checklist(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await disconnect_by_hand(house)

    assert (await authorization(house)).status == "revoking"
    assert USA in said(checklist(house))
    assert "Not connected" in card_of(house)["text"]
    house.amazon.disable("Nordic Outdoor")
    await press(house, "Check")
    assert await outcomes(house) == ["confirmed"]
    assert await no_token_is_left(house)


async def test_keep_it_gives_the_last_store_its_seller_back(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await disconnect_by_hand(house)
    await press(house, "Keep it")

    assert await issues_token(house)
    assert "Connected" in card_of(house)["text"]
    assert "is connected to Amazon as" in in_slack(house, "is connected to Amazon as")["text"]


async def test_a_store_that_found_another_seller_is_not_taken_back(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await disconnect_by_hand(house)
    listed = checklist(house)
    await open_browser(house).connect(connect_url(card_of(house)), "Prairie Crafts")
    anna = house.slack.person("Anna")
    await anna.press(listed, "Keep it")

    assert "being ended already" in said(anna.sees("amazon")[-1])
    assert (await authorization(house)).status == "revoking"
    assert (await store_of(house)).authorization_id == (
        await authorization(house, "Prairie Crafts")
    ).id


async def test_the_old_renewal_link_of_a_seller_without_stores_works_no_more(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    link = await house.slack.person("Ben").command(f"/amazon-store renew {USA}", channel="amazon")
    await disconnect_by_hand(house)
    page = await open_browser(house).look(connect_url(link or {}))

    assert page.status == 410
    assert (await authorization(house)).status == "revoking"


async def test_a_store_that_has_left_meanwhile_is_not_disconnected_twice(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    late = await open_revoke(house, "Ben", CANADA)
    await disconnect(house, "Anna", CANADA)
    await late.choose(modal(late), "What should end?", "Disconnect only this store")
    await late.submit()

    assert "done already" in said(modal(late))
    assert await issues_token(house, USA)


async def test_a_connection_that_is_ending_loses_no_single_store(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    late = await open_revoke(house, "Ben", CANADA)
    await late.choose(modal(late), "What should end?", "Disconnect only this store")
    await revoke(house)
    await late.submit()

    assert "being ended already" in said(modal(late))
    seller = (await authorization(house)).id
    assert (await store_of(house, CANADA)).authorization_id == seller


async def disconnect_by_hand(house: House) -> None:
    """Disconnect a store that is the only one of its seller, which no form offers."""
    row, store = await authorization(house), await store_of(house)
    what = Revocable(row.id, row.term, store.id)
    async with services_of(house) as services:
        anna = member(row.workspace_id, store.owner)
        await services.revocation.disconnect_store(anna, "by hand", what)
    await house.deliver()


async def store_of(house: House, name: str = USA) -> StoreRow:
    (found,) = [row for row in await rows(house, StoreRow) if row.name == name]
    store: StoreRow = found
    return store
