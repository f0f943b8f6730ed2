"""The form "Add Amazon store": websites and attributes from a catalog, or typed by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.slack_steps import (
    LABELS,
    USUAL,
    add_store,
    element,
    entered,
    fill_in,
    modal,
    open_form,
    said,
    submit,
)

ONE_WEBSITE = """
connections:
  - name: Main shop
    websites:
      - {code: base, name: Main Website, orders_go_into: Default Store View}
attributes:
  - {code: ean, label: EAN}
"""


@pytest.fixture
async def house_of_one_website(
    sqlite_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[House]:
    file = tmp_path / "commerce.yml"
    file.write_text(ONE_WEBSITE, encoding="utf-8")
    async with open_house(sqlite_url, clock, commerce_file=file) as house:
        yield house


@pytest.fixture
async def house_by_hand(sqlite_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """A house without a catalog."""
    async with open_house(sqlite_url, clock, commerce_file=None) as house:
        yield house


async def test_the_websites_come_grouped_by_their_commerce_connection(house: House) -> None:
    anna = house.slack.person("Anna")
    offered = await anna.options(await open_form(anna), LABELS["website"])

    groups = {
        group["label"]["text"]: [option["text"]["text"] for option in group["options"]]
        for group in offered["option_groups"]
    }
    assert groups == {
        "Nordic Shop": ["Nordic Shop International", "Nordic Outlet"],
        "Fjord Living": ["Fjord Living Europe", "Fjord Living UK"],
    }


async def test_typing_narrows_the_websites_down(house: House) -> None:
    anna = house.slack.person("Anna")
    offered = await anna.options(await open_form(anna), LABELS["website"], "outLET")

    assert len(offered["option_groups"]) == 1
    assert "Nordic Outlet" in said(offered)
    assert "Europe" not in said(offered)


async def test_a_search_that_finds_nothing_offers_nothing(house: House) -> None:
    anna = house.slack.person("Anna")
    form = await open_form(anna)

    for field in ("website", "attribute"):
        offered = await anna.options(form, LABELS[field], "no such thing")
        assert [found for groups in offered.values() for found in groups] == []


async def test_a_single_website_is_chosen_already_and_says_where_orders_go(
    house_of_one_website: House,
) -> None:
    form = await open_form(house_of_one_website.slack.person("Anna"))

    assert entered(form, LABELS["website"]) == "Main Website"
    assert "Orders go into: Default Store View (Commerce)" in said(form)


async def test_choosing_a_website_shows_where_its_orders_go(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    assert "Orders go into" not in said(modal(anna))

    await fill_in(anna, website="Nordic Outlet")
    assert "Orders go into: Outlet Store View (Commerce)" in said(modal(anna))
    await fill_in(anna, website="Fjord Living UK")
    assert "Orders go into: Fjord UK (Commerce)" in said(modal(anna))
    assert entered(modal(anna), LABELS["website"]) == "Fjord Living UK"


async def test_attributes_are_found_by_code_or_label(house: House) -> None:
    anna = house.slack.person("Anna")
    form = await open_form(anna)

    by_label = await anna.options(form, LABELS["attribute"], "part number")
    assert [option["value"] for option in by_label["options"]] == ["mpn"]
    by_code = await anna.options(form, LABELS["attribute"], "EA")
    assert [option["value"] for option in by_code["options"]] == ["ean"]


async def test_without_a_catalog_website_and_attribute_are_typed(house_by_hand: House) -> None:
    anna = house_by_hand.slack.person("Anna")
    form = await open_form(anna)
    for field in ("website", "attribute"):
        assert element(form, LABELS[field])["type"] == "plain_text_input"
    await fill_in(anna, **USUAL | {"website": "base"}, product_id="EAN", attribute="my_ean")
    assert await submit(anna) == {}

    card = said(await house_by_hand.slack.next_message("amazon"))
    assert "base" in card
    assert "EAN ↔ my_ean" in card


async def test_without_a_catalog_a_chosen_country_keeps_the_typed_website(
    house_by_hand: House,
) -> None:
    anna = house_by_hand.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, website="base", country="🇸🇪 Sweden")

    assert entered(modal(anna), LABELS["website"]) == "base"


async def test_without_a_catalog_one_website_still_sells_only_once_in_a_marketplace(
    house_by_hand: House,
) -> None:
    anna = house_by_hand.slack.person("Anna")
    await add_store(house_by_hand, anna, website="base")
    await open_form(anna)
    await fill_in(anna, **USUAL | {"website": " base "}, name="Another")

    assert list(await submit(anna)) == ["website"]
