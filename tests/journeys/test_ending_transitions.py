"""Every state of a connection with every event that ends it, or calls its end off."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from bot.services import Services
from domain.authorizations import Health
from domain.endings import Revocable
from domain.errors import (
    AlreadyHandled,
    IllegalTransition,
    NothingThere,
    Overtaken,
    Refusal,
)
from domain.people import Person
from storage.ending_tables import EndingRow
from storage.seller_tables import AuthorizationRow
from storage.tables import StoreRow
from tests.house import House
from tests.journeys.conftest import OpenBrowser
from tests.journeys.revoke_steps import check_by_itself, one_store, press, revoke
from tests.journeys.steps import (
    SellersBrowser,
    add_store,
    card_of,
    connect_url,
    connected_store,
    in_slack,
    rows,
    sellers_state,
    services_of,
)
from tests.storage.rows import member


async def nothing(house: House, _open_browser: OpenBrowser) -> None:
    await add_store(house)


async def doubted(house: House, open_browser: OpenBrowser) -> None:
    await one_store(house, open_browser)
    past = house.clock() - timedelta(minutes=20)
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(gone_at=past))


async def unvouched(house: House, open_browser: OpenBrowser) -> None:
    await connected_store(house, open_browser(house))


async def revoking(house: House, open_browser: OpenBrowser) -> None:
    await one_store(house, open_browser)
    await revoke(house)


async def ended_by_amazon(house: House, open_browser: OpenBrowser) -> None:
    await one_store(house, open_browser)
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await check_by_itself(house)


async def ended_by_operator(house: House, open_browser: OpenBrowser) -> None:
    await revoking(house, open_browser)
    await press(house, "Erase now")


async def not_ours(house: House, open_browser: OpenBrowser) -> None:
    await unvouched(house, open_browser)
    question = in_slack(house, "Is this yours?")
    await house.slack.person("Anna").press(question, "Not ours")
    await house.deliver()


STATES: Mapping[str, Callable[[House, OpenBrowser], Awaitable[None]]] = {
    "nothing": nothing,
    "live": one_store,
    "doubted": doubted,
    "unvouched": unvouched,
    "revoking": revoking,
    "revoked by amazon": ended_by_amazon,
    "revoked by operator": ended_by_operator,
    "revoked by not_ours": not_ours,
}


@dataclass(frozen=True)
class Scene:
    """A connection in some state, and Anna who does something to it."""

    house: House
    services: Services
    anna: Person
    what: Revocable
    ending: UUID

    @classmethod
    async def of(cls, house: House, services: Services) -> "Scene":
        (workspace,) = await services.workspaces.all()
        (store,) = await rows(house, StoreRow)
        found = await rows(house, AuthorizationRow)
        seller = (found[0].id, found[0].term) if found else (uuid4(), 1)
        endings = await rows(house, EndingRow)
        anna = replace(member(workspace.id, house.slack.person("Anna").id), is_admin=True)
        what = Revocable(*seller, store.id)
        return cls(house, services, anna, what, endings[0].id if endings else uuid4())

    async def revoke(self) -> None:
        await self.services.revoking.revoke(self.anna, self.what, str(uuid4()))

    async def revoke_an_older_term(self) -> None:
        what = replace(self.what, term=self.what.term - 1)
        await self.services.revoking.revoke(self.anna, what, str(uuid4()))

    async def ask_for_the_form(self) -> None:
        await self.services.revoking.form(self.anna, self.what)

    async def disconnect(self) -> None:
        await self.services.revoking.disconnect_store(self.anna, self.what, str(uuid4()))

    async def check(self) -> None:
        found = await self.services.sellers.check_ending(self.anna, self.ending)
        assert found is Health.HONOURED

    async def check_what_is_gone(self) -> None:
        self.house.amazon.revoke("Nordic Outdoor")
        found = await self.services.sellers.check_ending(self.anna, self.ending)
        assert found is Health.ENDED

    async def erase_now(self) -> None:
        await self.services.revoking.erase_now(self.anna, self.ending, str(uuid4()))

    async def keep(self) -> None:
        await self.services.revoking.keep(self.anna, self.ending, str(uuid4()))

    async def wait_for_seven_days(self) -> None:
        self.house.clock.move(days=7)
        await self.services.revoking.erase_due()

    async def be_checked(self) -> None:
        self.house.clock.move(days=1)
        await self.services.sellers.check_due()

    async def be_checked_when_gone(self) -> None:
        self.house.amazon.revoke("Nordic Outdoor")
        await self.be_checked()

    async def sign_in(self, browser: SellersBrowser) -> None:
        link = connect_url(card_of(self.house))
        await browser.connect(link, "Nordic Outdoor")

    async def state(self) -> str:
        found = await rows(self.house, AuthorizationRow)
        if not found:
            return "nothing"
        row: Any = found[0]
        if row.status == "live" and row.gone_at is not None:
            return "doubted"
        if row.status == "live" and row.ours_due_at is not None:
            return "unvouched"
        return f"revoked by {row.ended_by}" if row.status == "revoked" else str(row.status)


LED_ON: list[tuple[str, Callable[[Scene], Awaitable[None]], str]] = [
    ("live", Scene.revoke, "revoking"),
    ("doubted", Scene.revoke, "revoking"),
    ("unvouched", Scene.revoke, "revoking"),
    ("live", Scene.disconnect, "revoking"),
    ("doubted", Scene.disconnect, "revoking"),
    ("unvouched", Scene.disconnect, "revoking"),
    ("revoking", Scene.check, "revoking"),
    ("revoking", Scene.check_what_is_gone, "revoked by operator"),
    ("revoking", Scene.erase_now, "revoked by operator"),
    ("revoking", Scene.keep, "live"),
    ("revoking", Scene.wait_for_seven_days, "revoked by operator"),
    ("revoking", Scene.be_checked, "revoking"),
    ("revoking", Scene.be_checked_when_gone, "revoked by operator"),
    ("live", Scene.be_checked_when_gone, "doubted"),
    ("doubted", Scene.be_checked_when_gone, "revoked by amazon"),
    ("doubted", Scene.be_checked, "live"),
]
"""From a state, by an event, to the next state."""


@pytest.mark.parametrize(
    ("state", "event", "after"),
    LED_ON,
    ids=[f"{before} {event.__name__}" for before, event, _ in LED_ON],
)
async def test_an_event_leads_on(
    house: House,
    open_browser: OpenBrowser,
    state: str,
    event: Callable[[Scene], Awaitable[None]],
    after: str,
) -> None:
    await STATES[state](house, open_browser)
    async with services_of(house) as services:
        scene = await Scene.of(house, services)
        await event(scene)
        assert await scene.state() == after
    has_token = not after.startswith("revoked")
    (row,) = await rows(house, AuthorizationRow)
    assert (row.refresh_token_encrypted is not None) is has_token


BY_TERM = (Scene.revoke, Scene.disconnect, Scene.ask_for_the_form)
BY_ENDING = (Scene.check, Scene.check_what_is_gone, Scene.erase_now, Scene.keep)
NOT_LED_ON: Mapping[str, Mapping[Callable[[Scene], Awaitable[None]], type[Refusal]]] = {
    "nothing": dict.fromkeys((*BY_TERM, *BY_ENDING, Scene.revoke_an_older_term), NothingThere),
    "live": {**dict.fromkeys(BY_ENDING, NothingThere), Scene.revoke_an_older_term: Overtaken},
    "doubted": {**dict.fromkeys(BY_ENDING, NothingThere), Scene.revoke_an_older_term: Overtaken},
    "unvouched": {**dict.fromkeys(BY_ENDING, NothingThere), Scene.revoke_an_older_term: Overtaken},
    "revoking": {
        **dict.fromkeys(BY_TERM, IllegalTransition),
        Scene.revoke_an_older_term: Overtaken,
    },
    "revoked by amazon": {
        **dict.fromkeys(BY_TERM, IllegalTransition),
        **dict.fromkeys(BY_ENDING, NothingThere),
        Scene.revoke_an_older_term: Overtaken,
    },
    "revoked by operator": {
        **dict.fromkeys(BY_TERM, IllegalTransition),
        **dict.fromkeys(BY_ENDING, AlreadyHandled),
        Scene.revoke_an_older_term: Overtaken,
    },
    "revoked by not_ours": {
        **dict.fromkeys(BY_TERM, IllegalTransition),
        **dict.fromkeys(BY_ENDING, NothingThere),
        Scene.revoke_an_older_term: Overtaken,
    },
}
"""In a state, the events that are refused, and how."""


@pytest.mark.parametrize("state", STATES)
async def test_an_event_that_does_not_lead_on_is_refused_and_changes_nothing(
    house: House, open_browser: OpenBrowser, state: str
) -> None:
    await STATES[state](house, open_browser)
    before = await sellers_state(house)
    async with services_of(house) as services:
        scene = await Scene.of(house, services)
        for event, refusal in NOT_LED_ON[state].items():
            with pytest.raises(refusal):
                await event(scene)
        if state != "revoking":
            await scene.wait_for_seven_days()
    assert await sellers_state(house) == before


@pytest.mark.parametrize("state", STATES)
async def test_from_every_state_the_sellers_sign_in_leads_to_a_live_connection(
    house: House, open_browser: OpenBrowser, state: str
) -> None:
    await STATES[state](house, open_browser)
    if state in {"live", "doubted", "unvouched", "revoking"}:
        link = await house.slack.person("Ben").command(
            "/amazon-store renew Amazon Store USA", channel="amazon"
        )
    else:
        link = card_of(house)
    await open_browser(house).connect(connect_url(link or {}), "Nordic Outdoor")

    async with services_of(house) as services:
        scene = await Scene.of(house, services)
        asked_again = state in {"nothing", "unvouched", "revoked by not_ours"}
        assert await scene.state() == ("unvouched" if asked_again else "live")
        with pytest.raises((NothingThere, AlreadyHandled)):
            await scene.keep()
