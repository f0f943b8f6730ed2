"""An Appstore renewal that could not be proved is held until the team decides."""

import pytest
from sqlalchemy import update

from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import GrantRow
from storage.tables.workspaces import HistoryRow
from tests.harness.appstore_steps import (
    NAMES_OF_OURS,
    AppstoreBrowser,
    our_seller,
    set_seller,
    without_roles,
)
from tests.harness.bot import House
from tests.harness.connect_steps import (
    Json,
    OpenBrowser,
    ends,
    in_slack,
    rows,
    sellers_state,
    services_of,
)
from tests.harness.slack_steps import said


@pytest.fixture
async def seller(house_on_each: House, open_browser: OpenBrowser) -> AppstoreBrowser:
    """The browser in which Nordic Outdoor was renewed without being proved."""
    house = house_on_each
    without_roles(house)
    await our_seller(house, open_browser(house))
    before = await sellers_state(house)
    seller = AppstoreBrowser(open_browser(house))
    page = await seller.renew()
    await house.deliver()

    assert "A colleague has to confirm this" in page.told
    assert "nothing was replaced" in page.told
    assert not any(name in page.text for name in NAMES_OF_OURS)
    assert await sellers_state(house) == before
    assert (await ends(house))[-1] == "held"
    return seller


@pytest.fixture
def held(house_on_each: House, seller: AppstoreBrowser) -> House:
    assert seller
    return house_on_each


def question(house: House) -> Json:
    return in_slack(house, "Somebody renewed *Nordic Outdoor* in Seller Central")


async def held_grant(house: House) -> object:
    (grant,) = [row for row in await rows(house, GrantRow) if row.status == "held"]
    return grant


async def test_names_that_fit_do_not_suffice_in_the_appstore_workflow(held: House) -> None:
    """Otherwise whoever knows a seller's id and name could replace its token."""
    asked = question(held)

    assert "could not prove that this is the seller you know" in said(asked)
    assert "Amazon Store USA" in said(asked)
    assert "refused after seven days" in said(asked)
    assert await held_grant(held)


async def test_accepted_it_is_the_next_term(held: House) -> None:
    anna = held.slack.person("Anna")
    await anna.press(question(held), "Accept")
    await held.deliver()

    (row,) = await rows(held, AuthorizationRow)
    assert (row.status, row.term, row.token_version) == ("live", 2, 2)
    assert {grant.refresh_token_encrypted for grant in await rows(held, GrantRow)} == {None}
    assert in_slack(held, "*Nordic Outdoor* is renewed until about")
    assert in_slack(held, "The permission for Nordic Outdoor has been dealt with.")
    (accepted,) = [r for r in await rows(held, HistoryRow) if r.event == "grant.accepted"]
    assert accepted.actor == anna.id
    assert (await ends(held))[-1] == "succeeded"


async def test_refused_its_token_is_erased_and_nothing_is_replaced(held: House) -> None:
    before = await sellers_state(held)
    await held.slack.person("Anna").press(question(held), "Refuse")
    await held.deliver()

    await _assert_dropped(held, before)


async def test_without_an_answer_within_seven_days_it_is_refused(held: House) -> None:
    before = await sellers_state(held)
    async with services_of(held) as services:
        held.clock.move(days=6, hours=23)
        await services.ownership.drop_unaccepted()
        assert await held_grant(held)
        held.clock.move(hours=2)
        await services.ownership.drop_unaccepted()
    await held.deliver()

    await _assert_dropped(held, before)


async def test_what_the_team_ends_meanwhile_stays_ended_also_when_it_is_accepted(
    held: House,
) -> None:
    await set_seller(held, status="revoked", ended_by="operator", refresh_token_encrypted=None)
    before = await sellers_state(held)
    anna = held.slack.person("Anna")
    await anna.press(question(held), "Accept")
    await held.deliver()

    assert any("It was not accepted" in said(message) for message in anna.sees("amazon"))
    await _assert_dropped(held, before)
    assert in_slack(held, "but your team had ended this connection")


async def test_a_held_one_that_was_overtaken_by_a_link_is_not_applied_later(
    held: House, open_browser: OpenBrowser
) -> None:
    asked = question(held)
    async with held.bot.database.engine.begin() as connection:
        later = update(GrantRow).where(GrantRow.status == "held")
        await connection.execute(later.values(received_at=held.clock()))
    held.clock.move(minutes=1)
    anna = held.slack.person("Anna")
    await anna.command("/amazon-store renew Amazon Store USA", channel="amazon")
    async with services_of(held) as services:
        (row,) = await rows(held, AuthorizationRow)
        stores = await services.find_stores.of_seller(row.workspace_id, row.id)
        link = await services.connect_links.show(row.workspace_id, stores[1][0].id, anna.id)
    url = f"{held.url}/connect/{getattr(link, 'link', link).token}"
    await open_browser(held).come_back(url, "Nordic Outdoor")
    await anna.press(asked, "Accept")
    await held.deliver()

    (row,) = await rows(held, AuthorizationRow)
    assert (row.term, row.token_version) == (2, 2)


async def _assert_dropped(house: House, before: dict[str, list[str]]) -> None:
    assert await sellers_state(house) == before
    assert sorted(row.status for row in await rows(house, GrantRow)) == ["applied", "refused"]
    assert {row.refresh_token_encrypted for row in await rows(house, GrantRow)} == {None}
    assert in_slack(house, "The permission for Nordic Outdoor has been dealt with.")
