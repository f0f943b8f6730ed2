"""Answers of `/amazon-store`: help, lists, names that match none or many."""

import logging
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.marketplaces import MARKETPLACES
from domain.people import Person
from services.stores.add import AddStores
from services.workspace.people import People
from storage.tables.workspaces import WorkspaceRow
from tests.harness.bot import House
from tests.harness.slack_steps import add_store, answer, modal, said, title
from tests.storage.rows import new_store


async def _many_stores(house: House, count: int) -> None:
    """Keep stores without asking for each in the form."""
    anna = await _asker(house)
    add_stores = AddStores(house.bot.database, house.clock)
    for number in range(count):
        name, place = f"Store {number:02}", MARKETPLACES[number % 23]
        new = new_store(name=name, website=f"site{number}", marketplace=place)
        await add_stores.add(anna, name, new)


async def _asker(house: House) -> Person:
    """Anna as the bot knows her, once she has asked for something."""
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store help", channel="amazon")
    (row,) = await _workspaces(house)
    person = await People(house.bot.database, house.clock).remembered(row, anna.id)
    assert person is not None
    return person


async def _workspaces(house: House) -> list[UUID]:
    found = await house.bot.database.read(lambda session: session.scalars(select(WorkspaceRow.id)))
    return list(found)


@pytest.mark.parametrize("typed", ["", " ", " help", " HELP", " help add"])
async def test_nothing_and_help_show_what_it_can_do(house: House, typed: str) -> None:
    reply = await house.slack.person("Anna").command(f"/amazon-store{typed}", channel="sales")

    shown = answer(reply)
    for verb in ("add", "list", "view NAME", "connect NAME", "setup", "help"):
        assert f"/amazon-store {verb}" in shown
    assert reply is not None
    assert reply["ephemeral"]
    assert reply["text"]


@pytest.mark.parametrize("word", ["dance", "ad", "адд", "<!channel>", "*", "payload", "{x}"])
async def test_a_word_that_it_does_not_know_shows_help_too(house: House, word: str) -> None:
    reply = await house.slack.person("Anna").command(f"/amazon-store {word}", channel="sales")

    assert "/amazon-store add" in answer(reply)
    assert "<!channel>" not in answer(reply)


@pytest.mark.parametrize(
    "word", ["x" * 3900, "&" * 2000, "view " + "<" * 2000, "list " + "&" * 1500], ids=len
)
async def test_words_without_end_are_answered_as_well(house: House, word: str) -> None:
    anna = house.slack.person("Anna")
    reply = await anna.command(f"/amazon-store {word}", channel="sales")

    assert "/amazon-store" in answer(reply)
    assert anna.notices == []


async def test_help_offers_to_add_a_store(house: House) -> None:
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store", channel="sales")
    assert reply is not None
    await anna.press(reply, "Add a store")

    assert title(anna) == "Before you begin"


async def test_an_empty_list_says_so_and_offers_to_add_a_store(house: House) -> None:
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store list", channel="sales")
    assert "no stores yet" in answer(reply)
    assert reply is not None
    await anna.press(reply, "Add a store")

    assert title(anna) == "Before you begin"


async def test_a_short_list_has_one_page(house_on_each: House) -> None:
    await _many_stores(house_on_each, 3)
    reply = await house_on_each.slack.person("Ben").command("/amazon-store list", channel="sales")

    shown = answer(reply)
    assert "3 stores" in shown
    assert "Not connected" in shown
    assert shown.index("Store 00") < shown.index("Store 01") < shown.index("Store 02")
    assert "Next" not in shown


async def test_a_long_list_is_paged_forwards_and_back(house_on_each: House) -> None:
    await _many_stores(house_on_each, 23)
    anna = house_on_each.slack.person("Anna")
    reply = await anna.command("/amazon-store list", channel="sales")
    assert reply is not None
    pages = [said(reply)]
    for button in ("Next", "Next", "Previous"):
        await anna.press(anna.sees("sales")[-1], button)
        pages.append(said(anna.sees("sales")[-1]))

    assert [page.count("*Store ") for page in pages] == [10, 10, 3, 10]
    assert "Page 2 of 3" in pages[1]
    assert "Next" not in pages[2]
    assert "Previous" not in pages[0]
    assert pages[3] == pages[1]
    assert len(anna.sees("sales")) == 1


async def test_paging_keeps_to_the_words_that_were_searched_for(house: House) -> None:
    await _many_stores(house, 23)
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store list store  1", channel="sales")
    assert "12 stores" in answer(reply)
    await anna.press(anna.sees("sales")[-1], "Next")

    shown = said(anna.sees("sales")[-1])
    assert "12 stores" in shown
    assert shown.count("*Store ") == 2


async def test_a_list_that_finds_nothing_says_what_was_searched_for(house: House) -> None:
    await _many_stores(house, 1)
    reply = await house.slack.person("Anna").command("/amazon-store list pony", channel="sales")

    assert "pony" in answer(reply)
    assert "`/amazon-store list`" in answer(reply)


async def test_a_store_in_the_list_can_be_viewed(house: House) -> None:
    await _many_stores(house, 1)
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store list", channel="sales")
    assert reply is not None
    await anna.press(reply, "View")

    assert "Store 00" in said(modal(anna))


@pytest.mark.parametrize("verb", ["view", "connect"])
async def test_without_a_name_there_is_a_choice(house: House, verb: str) -> None:
    await _many_stores(house, 2)
    reply = await house.slack.person("Anna").command(f"/amazon-store {verb}", channel="sales")

    assert "Store 00" in answer(reply)
    assert "Store 01" in answer(reply)


@pytest.mark.parametrize("verb", ["view", "connect"])
async def test_a_name_that_fits_several_asks_which(house: House, verb: str) -> None:
    await _many_stores(house, 5)
    anna = house.slack.person("Anna")
    reply = await anna.command(f"/amazon-store {verb} store", channel="sales")

    shown = answer(reply)
    assert "Store 00, Store 01, Store 02" in shown
    assert "whole name" in shown


@pytest.mark.parametrize("verb", ["view", "connect"])
@pytest.mark.parametrize("name", ["pony", "%", "_", "Store\u202e 00x", "' OR 1=1 --"])
async def test_a_name_that_nobody_has_says_where_to_look(
    house: House, verb: str, name: str
) -> None:
    await _many_stores(house, 2)
    anna = house.slack.person("Anna")
    reply = await anna.command(f"/amazon-store {verb} {name}", channel="sales")

    assert "/amazon-store list" in answer(reply)


async def test_a_whole_name_is_meant_even_where_others_begin_with_it(house: House) -> None:
    anna = house.slack.person("Anna")
    await add_store(house, anna, name="Shop")
    house.clock.move(seconds=2)
    await add_store(house, anna, name="Shop 2", website="Nordic Outlet")
    reply = await anna.command("/amazon-store connect shop", channel="sales")

    assert "*Shop*" in answer(reply)


async def test_a_command_that_goes_wrong_gives_a_reference_and_no_details(house: House) -> None:
    house.slack.faults.next("views.open", error="internal_error")
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store add", channel="sales")

    assert "Something went wrong on our side" in answer(reply)
    assert "internal_error" not in answer(reply)


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_dialog_that_slack_shows_no_more_is_nobodys_fault(
    house: House, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    house.slack.faults.next("views.open", error=error)
    reply = await house.slack.person("Anna").command("/amazon-store add", channel="sales")

    assert "could not show the dialog in time" in answer(reply)
    assert "our side" not in answer(reply)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
