"""Odd names are shown as they are, and harmless wherever they appear."""

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
    mrkdwn,
    open_form,
    said,
    submit,
    url_of,
)

NASTY = [
    "*bold* _it_ ~no~ `code`",
    "<!channel> <!everyone> <!here>",
    "<@U0ANNA0001> <#C0AMAZON01>",
    "<https://evil.example|Connect store>",
    "&lt;!channel&gt; & <",
    "{store} {0} %s {{x}}",
    "Ünïcødé 店 🛍️👩‍👩‍👧",
    "'; DROP TABLE stores; --",
    "payload=%7B%7D",
    "\\n\\t\\",
    ":tada: :us:",
]


@pytest.mark.parametrize("name", NASTY)
async def test_a_name_is_shown_as_it_was_given_and_mentions_and_links_nothing(
    house: House, name: str
) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, anna, name=name)
    shown = [card, modal(anna)]
    for word in ("list", f"view {name}", f"connect {name}", f"list {name}", f"view x{name}"):
        reply = await anna.command(f"/amazon-store {word}", channel="sales")
        shown.append(reply or modal(anna))

    for part in shown:
        read = mrkdwn(part) + str(part.get("text") or "")
        for dangerous in ("<!channel", "<!everyone", "<@U0ANNA0001> <#", "<https://evil"):
            assert dangerous not in read
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert name in said(card) or escaped in said(card)
    assert anna.notices == []
    assert url_of(card, "Connect store").startswith(house.url)


async def test_marks_that_turn_the_direction_of_writing_are_dropped(house: House) -> None:
    card = await add_store(
        house, house.slack.person("Anna"), name="\u202eevil\u202c \u200fname\u2066"
    )

    assert "evil name" in said(card)
    assert not set("\u202e\u202c\u200f\u2066") & set(said(card))


async def test_a_name_of_only_spaces_and_marks_counts_as_left_empty(house: House) -> None:
    card = await add_store(house, house.slack.person("Anna"), name=" \u00a0\u200b\u3000\u202e ")

    assert "Amazon Store USA" in said(card)


async def test_a_name_of_two_thousand_characters_is_refused_beside_its_field(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL, name="x" * 2000)

    assert list(await submit(anna)) == ["name"]


async def test_a_name_as_long_as_may_be_stands_whole_everywhere(house_on_each: House) -> None:
    anna = house_on_each.slack.person("Anna")
    name = "店" * 80
    card = await add_store(house_on_each, anna, name=name)

    assert name in said(card)
    assert await anna.command(f"/amazon-store view {name}", channel="amazon") is None
    assert name in said(modal(anna))
    assert name in answer(await anna.command("/amazon-store list", channel="amazon"))


async def test_an_emoji_is_no_trouble_in_the_form_drawn_again(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, name="👩‍👩‍👧 shop", country="🇸🇪 Sweden")

    assert entered(modal(anna), LABELS["name"]) == "👩‍👩‍👧 shop"
