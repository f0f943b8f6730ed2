"""Connect to another seller: expects nobody in particular, and detaches only on success."""

from storage.tables.endings import EndingRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    card_of,
    confirm_ownership,
    ends,
    in_slack,
    rows,
)
from tests.harness.revoke_steps import (
    CANADA,
    USA,
    authorization,
    check_by_itself,
    checklist,
    issues_token,
    one_store,
    outcomes,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import answer, modal, said, url_of


async def switch_link(house: House, name: str = USA) -> str:
    """Let Anna ask in the store's view for the link to another seller."""
    anna = house.slack.person("Anna")
    await anna.command(f"/amazon-store view {name}", channel="amazon")
    await anna.press(modal(anna), "Connect to another seller")
    return url_of(modal(anna), "Connect store")


async def test_the_link_says_what_stays_until_it_has_worked(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    link = await switch_link(house)

    shown = said(modal(house.slack.person("Anna")))
    assert f"*{USA}* stays connected to *Nordic Outdoor*" in shown
    assert link in shown
    page = await open_browser(house).look(link)
    assert "Takes the place of the seller Nordic Outdoor" in page.told


async def test_the_last_store_leaves_a_checklist_behind(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    page = await open_browser(house).connect(await switch_link(house), "Prairie Crafts")
    assert "Connected" in page
    await house.deliver()
    await confirm_ownership(house, "Prairie Crafts")

    assert await issues_token(house)
    assert (await authorization(house)).status == "revoking"
    shown = said(checklist(house))
    assert "serves no store any more" in shown
    assert "Keep it" not in shown
    house.amazon.disable("Nordic Outdoor")
    house.clock.move(days=1)
    await check_by_itself(house)
    assert "Amazon answered" in said(in_slack(house, "has ended"))
    assert await outcomes(house) == ["confirmed"]
    assert "Connected" in card_of(house)["text"]


async def test_a_seller_with_other_stores_goes_on_for_them(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    await open_browser(house).connect(await switch_link(house), "Prairie Crafts")
    await house.deliver()

    assert (await authorization(house)).status == "live"
    assert await issues_token(house, CANADA)
    assert await rows(house, EndingRow) == []


async def test_the_same_seller_renews_and_leaves_nothing(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await open_browser(house).connect(await switch_link(house), "Nordic Outdoor")
    await house.deliver()

    kept = await authorization(house)
    assert (kept.status, kept.term) == ("live", 2)
    assert await rows(house, EndingRow) == []
    assert await issues_token(house)


async def test_a_try_that_does_not_work_detaches_nothing(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    browser = open_browser(house)
    await browser.connect(await switch_link(house), "Maple Goods")
    await house.deliver()

    assert await ends(house) == ["succeeded", "not_in_marketplace"]
    assert (await authorization(house)).status == "live"
    assert await issues_token(house)


async def test_a_store_whose_connection_is_ending_can_go_to_another_seller(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    await open_browser(house).connect(await switch_link(house), "Prairie Crafts")
    await house.deliver()

    assert "Connected" in card_of(house)["text"]
    assert (await authorization(house)).status == "revoking"
    house.amazon.disable("Nordic Outdoor")
    await press(house, "Check")
    assert await outcomes(house) == ["confirmed"]


async def test_only_who_may_end_a_connection_gets_the_link(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    ben = house.slack.person("Ben")
    await ben.command(f"/amazon-store view {USA}", channel="amazon")
    await ben.press(modal(ben), "Connect to another seller")

    assert "Only those who look after the stores" in said(modal(ben))
    assert "/connect/" not in said(modal(ben))


async def test_renew_still_expects_the_seller_it_has(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    other = await switch_link(house)
    ben = house.slack.person("Ben")
    link = answer(await ben.command(f"/amazon-store renew {USA}", channel="amazon"))

    assert other not in link
