"""Owner and backup of an affected store, and workspace admins, end a connection."""

import pytest

from tests.harness.bot import House
from tests.harness.connect_steps import OpenBrowser
from tests.harness.revoke_steps import (
    CANADA,
    USA,
    authorization,
    checklist,
    disconnect,
    issues_token,
    open_revoke,
    outcomes,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import answer, modal, said

KINDLY = "Only those who look after the stores"


async def test_somebody_else_is_told_who_may(house: House, open_browser: OpenBrowser) -> None:
    await two_stores(house, open_browser)
    sven = house.slack.person("Sven")
    told = answer(await sven.command(f"/amazon-store revoke {USA}", channel="amazon"))

    assert sven.modal is None
    assert house.slack.person("Anna").id in told
    assert house.slack.person("Ben").id in told


async def test_somebody_else_is_refused_at_the_button(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    await house.slack.events.user_change(house.slack.person("Sven").id, locale="en-US")
    sven = house.slack.person("Sven")
    await sven.command(f"/amazon-store view {USA}", channel="amazon")
    await sven.press(modal(sven), "Revoke")

    assert KINDLY in said(modal(sven))


async def test_the_backup_of_one_store_ends_it_for_all_but_disconnects_only_their_own(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)

    assert "only this store" not in said(modal(await open_revoke(house, "Ben", USA)))
    await house.slack.person("Ben").close()
    await disconnect(house, "Ben", CANADA)
    assert not await issues_token(house, CANADA)
    assert await issues_token(house, USA)


async def test_the_backup_of_one_store_revokes(house: House, open_browser: OpenBrowser) -> None:
    await two_stores(house, open_browser)
    await revoke(house, "Ben", USA)

    assert (await authorization(house)).status == "revoking"


async def test_who_may_is_asked_again_at_the_submit(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    sven = house.slack.person("Sven")
    await house.slack.events.user_change(sven.id, is_admin=True, locale="en-US")
    await open_revoke(house, "Sven")
    await house.slack.events.user_change(sven.id, is_admin=False)
    await sven.submit()

    assert KINDLY in said(modal(sven))
    assert (await authorization(house)).status == "live"


@pytest.mark.parametrize("button", ["Erase now", "Keep it"])
async def test_somebody_else_answers_no_checklist(
    house: House, open_browser: OpenBrowser, button: str
) -> None:
    await two_stores(house, open_browser)
    await house.slack.events.user_change(house.slack.person("Sven").id, locale="en-US")
    await revoke(house)

    assert KINDLY in await press(house, button, "Sven")
    assert (await authorization(house)).status == "revoking"


async def test_anybody_of_the_team_may_have_amazon_asked(
    house: House, open_browser: OpenBrowser
) -> None:
    await two_stores(house, open_browser)
    await house.slack.events.user_change(house.slack.person("Sven").id, locale="en-US")
    await revoke(house)
    house.amazon.disable("Nordic Outdoor")

    assert "no longer honours" in await press(house, "Check", "Sven")
    assert await outcomes(house) == ["confirmed"]


async def test_a_guest_answers_no_checklist(house: House, open_browser: OpenBrowser) -> None:
    await two_stores(house, open_browser)
    await revoke(house)
    gita = house.slack.person("Gita")
    await gita.press(checklist(house), "Erase now")

    assert "Only members of this workspace" in said(gita.sees("amazon")[-1])
    assert (await authorization(house)).status == "revoking"
