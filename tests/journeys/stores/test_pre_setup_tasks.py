"""The pre-setup tasks: shown, ticked, saved, and never in the way."""

from typing import Any

import pytest

from domain.pre_setup import PreSetupTask
from tests.harness.bot import House
from tests.harness.slack_steps import add_store, entered, modal, said, title


def _boxes(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if "accessory" in block]


def _ticked(view: dict[str, Any]) -> set[str]:
    return {box["block_id"] for box in _boxes(view) if box["accessory"].get("initial_options")}


async def test_all_eight_are_shown_each_with_its_why_a_link_and_a_checkbox(house: House) -> None:
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")

    boxes = _boxes(modal(anna))
    assert [box["block_id"] for box in boxes] == list(PreSetupTask)
    assert len(boxes) == 8
    for box in boxes:
        what, why = box["text"]["text"].split("\n")
        assert what.startswith("*")
        assert "<https://" in why
        assert box["accessory"]["type"] == "checkboxes"


async def test_a_tick_is_remembered_for_the_whole_team_and_can_be_taken_back(
    house_on_each: House,
) -> None:
    anna, ben = (house_on_each.slack.person(name) for name in ("Anna", "Ben"))
    await anna.command("/amazon-store add", channel="amazon")
    for task in ("vat", "currency"):
        await anna.choose(modal(anna), f"{task}/tick_task", "done")

    await ben.command("/amazon-store add", channel="sales")
    assert _ticked(modal(ben)) == {"vat", "currency"}
    await ben.choose(modal(ben), "vat/tick_task")

    await anna.command("/amazon-store setup", channel="amazon")
    assert _ticked(modal(anna)) == {"currency"}


async def test_no_tick_is_needed_to_go_on(house: House) -> None:
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")

    assert modal(anna)["submit"]["text"] == "Continue"
    assert await anna.submit() == {}
    assert title(anna) == "Add Amazon store"


async def test_after_the_first_store_the_form_comes_at_once_and_setup_shows_the_tasks(
    house: House,
) -> None:
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    await anna.choose(modal(anna), "vat/tick_task", "done")
    await add_store(house, anna)

    await anna.command("/amazon-store add", channel="amazon")
    assert title(anna) == "Add Amazon store"
    await anna.command("/amazon-store setup", channel="amazon")
    assert title(anna) == "Before you begin"
    assert _ticked(modal(anna)) == {"vat"}
    assert modal(anna)["submit"]["text"] == "Add a store"
    await anna.submit()
    assert title(anna) == "Add Amazon store"


async def test_setup_before_the_first_store_leads_to_the_form_too(house: House) -> None:
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store setup", channel="sales")
    await anna.submit()

    assert title(anna) == "Add Amazon store"
    assert entered(modal(anna), "Slack channel") == house.slack.channel("sales").id


async def test_a_tick_that_comes_twice_is_one_tick(house_on_each: House) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    await anna.choose(modal(anna), "vat/tick_task", "done")
    await slack.send_again(slack.sent[-1])

    await anna.command("/amazon-store setup", channel="amazon")
    assert _ticked(modal(anna)) == {"vat"}


@pytest.mark.parametrize("word", ["5 minutes", "Professional", "14 days", "ASIN"])
async def test_the_tasks_say_what_adobe_says(house: House, word: str) -> None:
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store setup", channel="amazon")

    assert word in said(modal(anna))
