"""Revoke: confirmed, begun at once, and over when Amazon has shown that its side is gone."""

import pytest

from playground.amazon import faults
from tests.harness.bot import House
from tests.harness.connect_steps import OpenBrowser, card_of, in_slack, no_token_is_left
from tests.harness.revoke_steps import (
    CANADA,
    USA,
    authorization,
    check_by_itself,
    checklist,
    issues_token,
    one_store,
    open_revoke,
    outcomes,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import answer, modal, said, url_of


async def test_the_question_names_the_seller_and_every_store_and_what_the_other_verbs_do(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    anna = await open_revoke(house)

    asked = said(modal(anna))
    for fact in ("Nordic Outdoor", "A2NORDICOUT01", USA, CANADA, "within the hour", "seven days"):
        assert fact in asked
    for verb in ("*Revoke*", "*Deactivate*", "*Remove*", "Disconnect only this store"):
        assert verb in asked


async def test_a_single_store_is_not_offered_to_be_disconnected_alone(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)

    assert "only this store" not in said(modal(await open_revoke(house)))


async def test_revoke_stops_handing_out_at_once_and_leaves_a_checklist(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    assert await issues_token(house, CANADA)
    await revoke(house)

    assert not await issues_token(house, USA)
    assert not await issues_token(house, CANADA)
    assert "Ending" in card_of(house)["text"]
    assert "Ending" in card_of(house, CANADA)["text"]
    listed = checklist(house)
    for fact in ("Nordic Outdoor", USA, CANADA, "Disable", "Nordic Shop Connector", "not been ask"):
        assert fact in said(listed)
    manage = f"{house.amazon.seller_central_url}/apps/manage"
    assert url_of(listed, "Manage Your Apps") == manage
    assert (await authorization(house)).refresh_token_encrypted is not None


async def test_the_view_of_a_store_has_the_same_button(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    anna = house.slack.person("Anna")
    await anna.press(card_of(house), "View Store")
    await anna.press(modal(anna), "Revoke")
    await anna.submit()
    await anna.close()
    await house.deliver()

    assert anna.modal is None
    assert "Ending" in card_of(house)["text"]


async def test_while_amazon_still_honours_it_nothing_is_said_to_be_gone(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)

    assert "still honours" in await press(house, "Check")
    assert "still honours it, asked <!date" in said(checklist(house))
    assert "still honours" in answer(
        await house.slack.person("Ben").command(f"/amazon-store check {USA}", channel="amazon")
    )
    assert (await authorization(house)).status == "revoking"


async def test_amazons_refusal_ends_it_without_being_asked_a_second_time(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    await revoke(house)
    house.amazon.disable("Nordic Outdoor")

    assert "no longer honours" in await press(house, "Check")
    assert "Amazon answered" in said(in_slack(house, "has ended"))
    assert "Disconnected" in card_of(house)["text"]
    assert "Disconnected" in card_of(house, CANADA)["text"]
    ended = await authorization(house)
    assert (ended.status, ended.ended_by) == ("revoked", "operator")
    assert await outcomes(house) == ["confirmed"]
    assert await no_token_is_left(house)


async def test_the_daily_check_finds_it_by_itself(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await one_store(house, open_browser)
    await revoke(house)
    house.clock.move(days=1)
    await check_by_itself(house)
    assert "still honours it" in said(checklist(house))

    house.amazon.disable("Nordic Outdoor")
    house.clock.move(days=1)
    await check_by_itself(house)
    assert "Amazon answered" in said(in_slack(house, "has ended"))
    assert await outcomes(house) == ["confirmed"]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_an_outage_of_amazons_ends_nothing(
    house: House, open_browser: OpenBrowser, status: int
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    house.amazon.faults.next("lwa.token", faults.unwell(status))

    assert "cannot tell about" in await press(house, "Check")
    assert "not been asked" in said(checklist(house))
    assert (await authorization(house)).status == "revoking"


async def test_revoke_of_what_is_ending_shows_its_checklist_again(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    anna = house.slack.person("Anna")
    shown = await anna.command(f"/amazon-store revoke {USA}", channel="amazon")

    assert shown is not None
    assert "Left to do at Amazon" in answer(shown)
    await anna.press(shown, "Keep it")
    assert (await authorization(house)).status == "live"


async def test_revoke_of_what_is_not_connected_changes_nothing(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await revoke(house)
    house.amazon.disable("Nordic Outdoor")
    await press(house, "Check")
    anna = house.slack.person("Anna")
    told = answer(await anna.command(f"/amazon-store revoke {USA}", channel="amazon"))

    assert "nothing to revoke" in told
    assert anna.modal is None
