"""Errors are shown next to their fields; nothing is stored, and nothing typed is lost."""

import pytest

from tests.harness.bot import House
from tests.harness.slack_steps import (
    LABELS,
    USUAL,
    add_store,
    answer,
    entered,
    fill_in,
    modal,
    open_form,
    said,
    submit,
    title,
)


@pytest.mark.parametrize("name", ["amazon store usa", "AMAZON  Store   USA ", "Ａmazon Store USA"])
async def test_a_name_that_is_taken_is_told_whatever_its_case_and_spaces(
    house: House, name: str
) -> None:
    anna = house.slack.person("Anna")
    await add_store(house, anna)
    await open_form(anna)
    await fill_in(anna, **USUAL | {"website": "Nordic Outlet"}, name=name)

    assert list(await submit(anna)) == ["name"]
    assert entered(modal(anna), LABELS["name"]) == name


async def test_a_website_that_sells_there_already_is_told(house_on_each: House) -> None:
    anna = house_on_each.slack.person("Anna")
    await add_store(house_on_each, anna)
    await open_form(anna)
    await fill_in(anna, **USUAL, name="Another name")

    errors = await submit(anna)
    assert list(errors) == ["website"]
    assert "already sells" in errors["website"]


@pytest.mark.parametrize("email", ["a+b@c.com", "a@b.info", "o'hara@x.example.co", "å@ö.se"])
async def test_good_addresses_are_taken(house: House, email: str) -> None:
    card = await add_store(house, house.slack.person("Anna"), email=email)

    assert email in said(card)


@pytest.mark.parametrize(
    "email", ["anna@nordic..se", "a b@c.se", "@c.se", "anna@-x.se", "a@b@c.se"]
)
async def test_what_is_no_address_is_told(house: House, email: str) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL | {"email": email})

    assert list(await submit(anna)) == ["email"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [({"product_id": "EAN"}, "attribute"), ({"attribute": "ean"}, "product_id_type")],
)
async def test_half_a_mapping_is_told_beside_the_missing_half(
    house: House, given: dict[str, str], missing: str
) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL | given)

    errors = await submit(anna)
    assert list(errors) == [missing]
    assert "leave both empty" in errors[missing]


async def test_the_owner_cannot_be_their_own_backup(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL, backup="Anna")

    assert list(await submit(anna)) == ["backup"]


@pytest.mark.parametrize("field", ["owner", "backup"])
async def test_a_guest_cannot_look_after_a_store(house: House, field: str) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL | {field: "Gita"})

    errors = await submit(anna)
    assert list(errors) == [field]
    assert "member" in errors[field]


async def test_all_that_is_wrong_is_told_at_once(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(
        anna, **USUAL | {"email": "anna@nordic..se"}, product_id="EAN", owner="Gita", backup="Gita"
    )

    assert set(await submit(anna)) == {"email", "attribute", "owner", "backup"}


async def test_what_slack_itself_asks_for_is_asked_before_we_are(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)

    assert set(await submit(anna)) == {"website", "email", "marketplace"}


async def test_a_form_put_right_is_taken(house_on_each: House) -> None:
    anna = house_on_each.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL | {"email": "anna@nordic..se"})
    assert list(await submit(anna)) == ["email"]
    listed = await anna.command("/amazon-store list", channel="amazon")
    assert "no stores yet" in answer(listed)
    await fill_in(anna, email="anna@nordic.example")

    assert await submit(anna) == {}
    assert title(anna) == "Store added"


async def test_two_people_who_submit_the_same_name_get_one_store_and_one_sentence(
    house_on_each: House,
) -> None:
    anna, ben = (house_on_each.slack.person(name) for name in ("Anna", "Ben"))
    for person, website in ((anna, "Nordic Outlet"), (ben, "Fjord Living UK")):
        await open_form(person)
        await fill_in(person, **USUAL | {"website": website}, name="Our store")
    assert await submit(anna) == {}

    assert list(await submit(ben)) == ["name"]


@pytest.mark.parametrize("error", ["user_not_found", "user_not_visible"])
async def test_somebody_whom_slack_does_not_know_is_told_beside_the_field(
    house: House, error: str
) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL, backup="Ben")
    house.slack.faults.next("users.info", error=error)

    errors = await submit(anna)
    assert list(errors) == ["backup"]
    assert "choose a member of this workspace" in errors["backup"]
