"""The steps of ending a connection, as people take them in Slack."""

from typing import Any

from domain.errors import NotConnected
from playground.slack.person import Person
from storage.tables.authorizations import AuthorizationRow
from storage.tables.endings import EndingRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    add_store,
    confirm_ownership,
    connect_url,
    connected_store,
    in_slack,
    rows,
    services_of,
)
from tests.harness.slack_steps import answer, modal, said, title

USA, CANADA = "Amazon Store USA", "Amazon Store Canada"


async def one_store(house: House, open_browser: OpenBrowser) -> None:
    """Connect Anna's American store as Nordic Outdoor; it is the team's own."""
    await connected_store(house, open_browser(house))
    await confirm_ownership(house)


async def two_stores(house: House, open_browser: OpenBrowser) -> None:
    """Connect a Canadian store of the same seller besides, whose backup is Ben."""
    await one_store(house, open_browser)
    link = connect_url(await add_store(house, "🇨🇦 Canada", backup="Ben"))
    await open_browser(house).connect(link, "Nordic Outdoor")
    await house.deliver()


async def open_revoke(house: House, person: str = "Anna", store: str = USA) -> Person:
    """Ask for the modal by the command."""
    asker = house.slack.person(person)
    refused = await asker.command(f"/amazon-store revoke {store}", channel="amazon")
    assert refused is None, answer(refused)
    assert title(asker) == "Revoke a connection"
    return asker


async def revoke(house: House, person: str = "Anna", store: str = USA) -> None:
    """End a connection for all its stores."""
    asker = await open_revoke(house, person, store)
    await asker.submit()
    assert "sync programs get no access" in said(modal(asker))
    await asker.close()
    await house.deliver()


async def disconnect(house: House, person: str = "Anna", store: str = USA) -> None:
    """Disconnect only the one store of several."""
    asker = await open_revoke(house, person, store)
    await asker.choose(modal(asker), "What should end?", "Disconnect only this store")
    await asker.submit()
    assert f"*{store}* is disconnected" in said(modal(asker))
    await asker.close()
    await house.deliver()


async def press(house: House, button: str, person: str = "Anna") -> str:
    """Press a button of the checklist; what the presser is told."""
    presser = house.slack.person(person)
    await presser.press(checklist(house), button)
    told = presser.sees("amazon")[-1]
    assert told["ephemeral"]
    await house.deliver()
    return said(told)


def checklist(house: House) -> dict[str, Any]:
    return in_slack(house, "Left to do at Amazon")


async def check_by_itself(house: House) -> None:
    """Let the sweep of checks run, and what it owes be delivered."""
    await house.bot.metronome.tick("checks")
    await house.deliver()


async def authorization(house: House, seller: str = "Nordic Outdoor") -> Any:
    """Read the row of a seller."""
    found = [row for row in await rows(house, AuthorizationRow) if row.seller_name == seller]
    assert len(found) == 1, found
    return found[0]


async def outcomes(house: House) -> list[str | None]:
    """Return how the endings so far came out, in the order in which they began."""
    return [row.outcome for row in sorted(await rows(house, EndingRow), key=lambda r: r.begun_at)]


async def issues_token(house: House, store: str = USA) -> bool:
    """Tell whether a sync program gets access to a store."""
    async with services_of(house) as services:
        workspace = (await services.workspaces.all())[0]
        try:
            await services.tokens.issue(workspace.id, store, "test")
        except NotConnected:
            return False
        return True
