"""From the command to the card."""

from tests.harness.bot import House


async def test_before_the_first_store_the_tasks_come_and_then_the_form(house: House) -> None:
    anna = house.slack.person("Anna")

    assert await anna.command("/amazon-store add", channel="amazon") is None
    assert anna.modal is not None, anna.notices
    assert anna.modal["title"]["text"] == "Before you begin"
    assert await anna.submit() == {}
    assert anna.modal["title"]["text"] == "Add Amazon store"


async def test_a_filled_in_form_becomes_a_card(house_on_each: House) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    await anna.submit()
    form = anna.modal
    assert form is not None
    await anna.choose(form, "Commerce website", "Nordic Shop International")
    await anna.type(form, "E-mail address", "a+b@c.com")
    await anna.choose(form, "Amazon marketplace country", "🇺🇸 United States")
    assert await anna.submit() == {}, anna.notices
    card = await slack.next_message("amazon")
    assert "Amazon Store USA" in str(card["blocks"])
    assert anna.modal["title"]["text"] == "Store added"
