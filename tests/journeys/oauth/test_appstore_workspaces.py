"""One seller that several teams know: one exchange, and each gets its due."""

from uuid import UUID

import pytest
from sqlalchemy import update

from domain.workspaces import Joining
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.oauth import GrantRow
from tests.harness.appstore_steps import AppstoreBrowser, claiming, our_seller, without_roles
from tests.harness.bot import House
from tests.harness.connect_steps import OpenBrowser, SellersBrowser, rows, services_of
from tests.storage.rows import member, new_store


@pytest.fixture
async def teams(house_on_each: House, open_browser: OpenBrowser) -> House:
    """Nordic Shop and Fjord Toys, both connected with Nordic Outdoor."""
    house = house_on_each
    await our_seller(house, open_browser(house))
    await fjord_connects(house, open_browser(house))
    return house


@pytest.fixture
async def seller(teams: House, open_browser: OpenBrowser) -> AppstoreBrowser:
    return AppstoreBrowser(open_browser(teams))


async def fjord_connects(house: House, browser: SellersBrowser) -> None:
    """Let a team in another workspace connect its own store with the same seller."""
    async with services_of(house) as services:
        joining = Joining("T0FJORDT01", "Fjord Toys", "https://fjord.example", "B1", "U1")
        fjord = await services.workspaces.join(joining)
        fia = member(fjord.id, "U0FIA00001")
        added = await services.add_stores.add(fia, "r0", new_store(channel="C0FJORD001"))
        store = added.store
        shown = await services.connect_links.show(fjord.id, store.id, fia.slack_user_id)
    link = getattr(shown, "link", shown)
    told = await browser.come_back(f"{house.url}/connect/{link.token}", "Nordic Outdoor")
    assert "is connected" in told.told


async def sellers(house: House) -> tuple[AuthorizationRow, AuthorizationRow]:
    """Return Nordic Shop's and Fjord Toys' authorizations, in this order."""
    nordic, fjord = sorted(await rows(house, AuthorizationRow), key=lambda row: row.created_at)
    return nordic, fjord


async def told(house: House, workspace_id: UUID) -> list[str]:
    messages = await rows(house, MessageRow)
    from_appstore = ("renewed", "held_at_door", "refused_at_door")
    of_one = [m for m in messages if m.workspace_id == workspace_id and m.kind in from_appstore]
    return sorted(m.kind for m in of_one)


async def test_one_exchange_renews_the_seller_for_every_team_that_knows_it(
    teams: House, seller: AppstoreBrowser
) -> None:
    exchanges = list(teams.amazon.calls).count("lwa.token")
    page = await seller.renew()

    assert "The permission is renewed" in page.told
    assert "Fjord" not in page.text
    assert list(teams.amazon.calls).count("lwa.token") == exchanges + 1
    nordic, fjord = await sellers(teams)
    assert [(row.status, row.term) for row in (nordic, fjord)] == [("live", 2)] * 2
    assert nordic.refresh_token_encrypted != fjord.refresh_token_encrypted
    assert await told(teams, nordic.workspace_id) == ["renewed"]
    assert await told(teams, fjord.workspace_id) == ["renewed"]
    async with services_of(teams) as services:
        for row in (nordic, fjord):
            sealed = AuthorizationRow(
                id=row.id, refresh_token_encrypted=row.refresh_token_encrypted
            )
            assert (services.callbacks.tokens.open(sealed) or "").startswith("Atzr|")
    assert {grant.refresh_token_encrypted for grant in await rows(teams, GrantRow)} == {None}


async def test_a_team_that_had_ended_it_is_left_as_it_is_while_the_other_is_renewed(
    teams: House, seller: AppstoreBrowser
) -> None:
    _, ended = await sellers(teams)
    await _set(teams, ended.id, status="revoking")
    _, before = await sellers(teams)
    assert "The permission is renewed" in (await seller.renew()).told

    nordic, after = await sellers(teams)
    assert (nordic.status, nordic.term) == ("live", 2)
    assert after == before
    assert await told(teams, nordic.workspace_id) == ["renewed"]
    assert await told(teams, after.workspace_id) == ["refused_at_door"]


async def test_unproved_each_team_is_asked_and_answers_for_itself(
    teams: House, seller: AppstoreBrowser
) -> None:
    without_roles(teams)
    async with teams.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(proof="claimed"))
    assert "A colleague has to confirm this" in (await seller.renew()).told
    nordic, fjord = await sellers(teams)
    assert (nordic.term, fjord.term) == (1, 1)
    assert await told(teams, nordic.workspace_id) == ["held_at_door"]
    assert await told(teams, fjord.workspace_id) == ["held_at_door"]
    grants = {g.workspace_id: g for g in await rows(teams, GrantRow) if g.status == "held"}
    async with services_of(teams) as services:
        fia = member(fjord.workspace_id, "U0FIA00001")
        await services.ownership.accept(fia, "r1", grants[fjord.workspace_id].id)

    nordic, fjord = await sellers(teams)
    assert (nordic.term, fjord.term) == (1, 2)
    left = {g.workspace_id: g.status for g in await rows(teams, GrantRow) if not g.settled_at}
    assert left == {nordic.workspace_id: "held"}


async def test_a_refuted_claim_replaces_the_token_of_no_team(
    teams: House, seller: AppstoreBrowser
) -> None:
    before = await sellers(teams)
    callback = claiming(await seller.consent("Prairie Crafts"), "A2NORDICOUT01")
    await seller.browser.look(callback)

    after = await sellers(teams)
    assert [row.token_version for row in after] == [row.token_version for row in before]
    assert {grant.refresh_token_encrypted for grant in await rows(teams, GrantRow)} == {None}


async def _set(house: House, authorization_id: UUID, **columns: object) -> None:
    statement = update(AuthorizationRow).where(AuthorizationRow.id == authorization_id)
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(statement.values(**columns))
