"""Each reader gets their own language; a Slack channel gets the workspace's."""

import pytest

from tests.harness.bot import House
from tests.harness.slack_steps import add_store, answer, modal, said, title
from views.language import Translator, Translators


@pytest.fixture
def swedish() -> Translator:
    languages = Translators.read("en")
    if "sv" not in languages:
        pytest.skip("there is no Swedish catalog yet")
    return languages.of("sv-SE")


async def test_a_swede_is_answered_in_swedish(house: House, swedish: Translator) -> None:
    sven, anna = house.slack.person("Sven"), house.slack.person("Anna")
    english = "add a store and connect it to Amazon"

    assert swedish(english) in answer(await sven.command("/amazon-store help", channel="sales"))
    assert english in answer(await anna.command("/amazon-store help", channel="sales"))
    assert swedish(english) != english


async def test_a_swede_fills_in_a_swedish_form(house: House, swedish: Translator) -> None:
    sven = house.slack.person("Sven")
    await sven.command("/amazon-store add", channel="amazon")
    assert title(sven) == swedish("Before you begin") != "Before you begin"
    await sven.submit()

    assert title(sven) == swedish("Add Amazon store")
    assert "🇸🇪 Sverige" in said(modal(sven))
    assert "🇩🇪 Tyskland" in said(modal(sven))


async def test_a_swede_whose_form_is_refused_reads_why_in_swedish(
    house: House, swedish: Translator
) -> None:
    await add_store(house, house.slack.person("Anna"))
    sven = house.slack.person("Sven")
    reply = await sven.command("/amazon-store view pony", channel="sales")

    assert "pony" in answer(reply)
    assert "There is no store" not in answer(reply)
    assert swedish.tag == "sv"


async def test_a_direct_message_is_in_its_readers_language(
    house: House, swedish: Translator
) -> None:
    sven, anna = house.slack.person("Sven"), house.slack.person("Anna")
    await sven.command("/amazon-store help", channel="sales")
    card = await add_store(house, anna)
    await anna.press(card, "Send link")
    await anna.choose(modal(anna), "Send it to a colleague in Slack", "Sven")
    await anna.submit()

    message = await house.slack.next_message(house.slack.im("Sven"))
    assert swedish("Connect store") in said(message)
    assert "Connect store" not in said(message)


async def test_a_card_is_in_the_workspaces_language_whoever_added_the_store(
    house: House, swedish: Translator
) -> None:
    card = await add_store(house, house.slack.person("Anna"))

    assert "Connect store" in said(card)
    assert swedish("Connect store") not in said(card)


async def test_a_change_of_language_in_slack_counts_at_once(
    house: House, swedish: Translator
) -> None:
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store help", channel="sales")
    await house.slack.events.user_change(anna.id, locale="sv-SE")
    reply = await anna.command("/amazon-store help", channel="sales")

    assert swedish("show one store") in answer(reply)


@pytest.mark.parametrize("locale", ["de-DE", "xx", "en-GB", ""])
async def test_whoever_speaks_another_language_reads_the_bots_own(
    house: House, locale: str
) -> None:
    anna = house.slack.person("Anna")
    await house.slack.events.user_change(anna.id, locale=locale)

    assert "show one store" in answer(await anna.command("/amazon-store", channel="sales"))
