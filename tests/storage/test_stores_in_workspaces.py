"""Stores: one of a name, one of a place, and none that another workspace could find."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from domain.errors import NothingThere, StoreUnknown
from domain.forms import Field, FormRefused, Problem
from domain.marketplaces import MARKETPLACES
from domain.people import Person
from domain.store_search import parse
from domain.stores import Store
from services.stores.add import AddStores
from services.stores.card_channel import PlaceCards
from services.stores.find import FindStores
from services.stores.pre_setup import PreSetupTasks
from storage.database.transactions import Database
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.oauth import ConnectLinkRow
from storage.tables.stores import StoreRow
from tests.harness.clock import MovableClock
from tests.storage.rows import new_store, share_links

pytestmark = pytest.mark.sql

CANADA = MARKETPLACES[1]


@pytest.fixture
def add_stores(database: Database, clock: MovableClock) -> AddStores:
    return AddStores(database, clock)


@pytest.fixture
def find_stores(database: Database, clock: MovableClock) -> FindStores:
    return FindStores(database, clock)


@pytest.fixture
async def store(add_stores: AddStores, anna: Person) -> Store:
    return (await add_stores.add(anna, "r0", new_store())).store


async def _scalar(database: Database, query: Select[Any]) -> Any:
    return await database.read(lambda session: session.scalar(query))


async def test_two_stores_of_one_name_added_at_once_give_one_store_and_one_refusal(
    add_stores: AddStores, find_stores: FindStores, anna: Person
) -> None:
    one = new_store(name="Our Store", website="base")
    other = new_store(name="our  STORE", website="outlet", marketplace=CANADA)
    outcomes = await asyncio.gather(
        add_stores.add(anna, "r1", one), add_stores.add(anna, "r2", other), return_exceptions=True
    )

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert isinstance(refused, FormRefused)
    assert refused.problems == {Field.NAME: Problem.NAME_TAKEN}
    assert (await find_stores.page(anna)).total == 1


async def test_one_website_sells_only_once_in_one_marketplace(
    add_stores: AddStores, anna: Person, store: Store
) -> None:
    assert store.marketplace_id == MARKETPLACES[0].id
    with pytest.raises(FormRefused) as refused:
        await add_stores.add(anna, "r1", new_store(name="Another name"))
    assert refused.value.problems == {Field.WEBSITE: Problem.WEBSITE_SELLS_THERE}


async def test_both_what_is_wrong_with_the_name_and_with_the_place_is_told_at_once(
    add_stores: AddStores, anna: Person, store: Store
) -> None:
    with pytest.raises(FormRefused) as refused:
        await add_stores.add(anna, "r1", new_store(name=store.name))
    assert set(refused.value.problems) == {Field.NAME, Field.WEBSITE}


async def test_a_refused_store_leaves_its_request_open_for_a_better_one(
    add_stores: AddStores, find_stores: FindStores, anna: Person, store: Store
) -> None:
    with pytest.raises(FormRefused):
        await add_stores.add(anna, "r1", new_store(name=store.name, marketplace=CANADA))
    await add_stores.add(anna, "r1", new_store(name="A free name", marketplace=CANADA))
    assert (await find_stores.page(anna)).total == 2


async def test_the_same_name_and_place_are_free_in_another_workspace(
    add_stores: AddStores, find_stores: FindStores, anna: Person, fia: Person, store: Store
) -> None:
    theirs = (await add_stores.add(fia, "r0", new_store())).store

    assert theirs.id != store.id
    assert (await find_stores.named(anna, store.name)).id == store.id
    assert (await find_stores.named(fia, store.name)).id == theirs.id


async def test_a_store_of_another_workspace_is_found_neither_by_id_nor_by_name_nor_in_a_list(
    find_stores: FindStores, fia: Person, store: Store
) -> None:
    with pytest.raises(NothingThere):
        await find_stores.get(fia.workspace_id, store.id)
    for name in (store.name, "Amazon", "%"):
        with pytest.raises(StoreUnknown) as unknown:
            await find_stores.named(fia, name)
        assert unknown.value.similar == ()
    assert (await find_stores.page(fia)).total == 0


async def test_nothing_can_be_done_to_a_store_of_another_workspace(
    database: Database, clock: MovableClock, fia: Person, store: Store
) -> None:
    links = share_links(database, clock)
    cards = PlaceCards(database, clock)

    with pytest.raises(NothingThere):
        await links.show(fia.workspace_id, store.id, fia.slack_user_id)
    with pytest.raises(NothingThere):
        await links.send(fia, "r1", store.id, fia.slack_user_id)
    with pytest.raises(NothingThere):
        await cards.try_again(fia, "r2", store.id)
    with pytest.raises(NothingThere):
        await cards.choose(fia, "r3", store.id, "C0FJORD001")
    for row in (MessageRow, LaneRow, ConnectLinkRow):
        count = select(func.count()).where(row.workspace_id == fia.workspace_id)
        assert await _scalar(database, count) == 0
    assert await _scalar(database, select(StoreRow.channel)) == store.channel


async def test_ticks_and_first_stores_are_each_workspaces_own(
    database: Database, clock: MovableClock, anna: Person, fia: Person, store: Store
) -> None:
    tasks = PreSetupTasks(database, clock)

    assert (await tasks.of(anna)).has_stores, store
    assert not (await tasks.of(fia)).has_stores


@pytest.mark.parametrize("name", ["100%", "under_score", "back\\slash", "it's", 'a "quote"'])
async def test_names_with_characters_that_sql_knows_are_found_as_they_are(
    add_stores: AddStores, find_stores: FindStores, anna: Person, store: Store, name: str
) -> None:
    await add_stores.add(anna, "r1", new_store(name=name, marketplace=CANADA))

    assert (await find_stores.named(anna, name.upper())).name == name
    assert [found.name for found in (await find_stores.page(anna, parse(name, str))).stores] == [
        name
    ]
    assert store.name != name


async def test_a_page_past_the_end_is_the_last_one(
    add_stores: AddStores, find_stores: FindStores, anna: Person
) -> None:
    for number in range(12):
        site = new_store(name=f"Store {number:02}", website=f"site{number}")
        await add_stores.add(anna, f"r{number}", site)

    found = await find_stores.page(anna, page=7)
    assert (found.page, found.pages, found.total) == (1, 2, 12)
    assert [store.name for store in found.stores] == ["Store 10", "Store 11"]


async def test_a_link_asked_for_again_is_the_same_and_lives_its_whole_life_from_then(
    database: Database, clock: MovableClock, anna: Person, store: Store
) -> None:
    links = share_links(database, clock)
    first = await links.show(anna.workspace_id, store.id, anna.slack_user_id)
    clock.move(days=13)
    second = await links.show(anna.workspace_id, store.id, anna.slack_user_id)
    clock.move(days=14, seconds=1)
    third = await links.show(anna.workspace_id, store.id, anna.slack_user_id)

    assert second.token == first.token
    assert (second.expires_at - first.expires_at).days == 13
    assert third.token != first.token


async def test_twenty_who_ask_at_once_for_a_stores_link_get_one(
    database: Database, clock: MovableClock, anna: Person, store: Store
) -> None:
    links = share_links(database, clock)
    shown = await asyncio.gather(
        *(links.show(anna.workspace_id, store.id, anna.slack_user_id) for _ in range(20))
    )

    assert len({link.token for link in shown}) == 1


async def test_a_links_token_stands_nowhere_in_the_database_in_the_clear(
    database: Database, clock: MovableClock, anna: Person, store: Store
) -> None:
    links = share_links(database, clock)
    link = await links.show(anna.workspace_id, store.id, anna.slack_user_id)

    row = await database.read(lambda session: session.scalar(select(ConnectLinkRow)))
    assert row is not None
    assert link.token.encode() not in row.token_encrypted + row.token_hash
