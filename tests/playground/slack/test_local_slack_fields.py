"""Fields in a modal: what is typed, chosen, offered and checked before it is sent."""

from typing import Any

import pytest
from block_makers import Json, actions, field, modal, name_field, option, text
from modal_steps import COUNTRY, filled, opened, shown
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import ToyBot

from playground.slack import LocalSlack, SlackSays
from playground.slack.person import Person
from playground.slack.presses import NotThereError


@pytest.mark.parametrize(
    ("element", "typed", "sentence"),
    [
        ({"type": "email_text_input"}, "nonsense", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "a+b@c.com", None),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3 characters"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "at most 3 characters"),
    ],
)
async def test_slacks_client_checks_what_was_typed(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
    element: Json,
    typed: str,
    sentence: str | None,
) -> None:
    anna = await opened(slack, bot, client, modal(field("Mail", element)))
    await anna.type(shown(anna), "Mail", typed)
    errors = await anna.submit()
    assert (sentence or "") in errors.get("mail", "")
    assert bool(errors) == bool(sentence)


async def test_a_dispatching_input_tells_the_bot_with_all_values(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna = await opened(
        slack, bot, client, modal(name_field(), {**COUNTRY, "dispatch_action": True})
    )
    await filled(anna)
    payload = bot.last
    assert payload["container"] == {"type": "view", "view_id": shown(anna)["id"]}
    assert payload["view"]["state"]["values"]["name"]["name"]["value"] == "Nordic"
    action = payload["actions"][0]
    assert (action["block_id"], action["action_id"]) == ("country", "country")
    assert action["selected_option"] == option("Sweden")
    assert action["action_ts"]
    assert "response_url" not in payload


async def test_options_are_asked_for_and_checked(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    select = {"type": "external_select", "min_query_length": 2}
    anna = await opened(slack, bot, client, modal(field("Attribute", select)))
    bot.answers["block_suggestion"] = lambda _: {"options": [option("SKU"), option("EAN")]}
    assert await anna.options(shown(anna), "Attribute", "s") == {"options": []}
    offered = await anna.options(shown(anna), "Attribute", "sk")
    assert [item["value"] for item in offered["options"]] == ["sku", "ean"]
    assert bot.last["value"] == "sk"
    assert (bot.last["block_id"], bot.last["action_id"]) == ("attribute", "attribute")
    await anna.choose(shown(anna), "Attribute", "EAN")
    await anna.submit()
    chosen = bot.last["view"]["state"]["values"]["attribute"]["attribute"]
    assert chosen == {"type": "external_select", "selected_option": option("EAN")}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"options": [option("One")], "option_groups": []},
        {"options": [option(f"Option {n}") for n in range(101)]},
        {"options": [option("x" * 76)]},
        {"options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "x"}]},
    ],
)
async def test_options_that_slack_would_not_show_are_told(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
    answer: Any,
) -> None:
    anna = await opened(slack, bot, client, modal(field("A", {"type": "external_select"})))
    bot.answers["block_suggestion"] = lambda _: answer
    with pytest.raises(SlackSays, match="The options could not be loaded"):
        await anna.options(shown(anna), "A", "word")


async def test_groups_of_options_are_shown_too(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna = await opened(slack, bot, client, modal(field("A", {"type": "external_select"})))
    groups = [{"label": text("Europe"), "options": [option("Sweden")]}]
    bot.answers["block_suggestion"] = lambda _: {"option_groups": groups}
    assert await anna.options(shown(anna), "A", "swe") == {"option_groups": groups}
    await anna.choose(shown(anna), "A", "Sweden")


async def test_people_and_channels_are_chosen_by_name(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    places = {
        "type": "conversations_select",
        "response_url_enabled": True,
        "default_to_current_conversation": True,
        "filter": {"include": ["public"], "exclude_external_shared_channels": True},
    }
    view = modal(field("Owner", {"type": "users_select"}), field("Channel", places))
    anna = await opened(slack, bot, client, view)
    assert shown(anna)["state"]["values"]["channel"]["channel"]["selected_conversation"] == (
        "C0AMAZON01"
    )
    for unoffered in ("old-project", "partners", "board"):
        with pytest.raises(ValueError, match="not among what conversations_select"):
            await anna.choose(shown(anna), "Channel", unoffered)
    with pytest.raises(ValueError, match="not among what users_select"):
        await anna.choose(shown(anna), "Owner", "Dana")
    await anna.choose(shown(anna), "Owner", "Ben")
    await anna.choose(shown(anna), "Channel", "sales")
    await anna.submit()
    values = bot.last["view"]["state"]["values"]
    assert values["owner"]["owner"]["selected_user"] == "U0BEN00001"
    assert values["channel"]["channel"]["selected_conversation"] == "C0SALES001"
    assert bot.last["response_urls"][0]["channel_id"] == "C0SALES001"


async def test_a_place_that_is_not_offered_is_not_proposed_either(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    places: Json = {
        "type": "conversations_select",
        "filter": {"include": ["public"], "exclude_external_shared_channels": True},
    }
    proposed = [{"initial_conversation": place} for place in ("C0PARTNER1", "C0BOARD001")]
    view = modal(*(field(str(n), places | more) for n, more in enumerate(proposed)))
    anna = await opened(slack, bot, client, view)
    assert await anna.submit() == dict.fromkeys("01", "Please complete this required field.")


async def test_boxes_are_ticked_by_their_texts(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    boxes = {"type": "checkboxes", "action_id": "done", "options": [option("One"), option("Two")]}
    anna = await opened(slack, bot, client, modal(actions(boxes, block_id="tasks")))
    await anna.choose(shown(anna), "done", "One", "Two")
    assert [item["value"] for item in bot.last["actions"][0]["selected_options"]] == ["one", "two"]
    await anna.choose(shown(anna), "One", "Two")
    assert [item["value"] for item in bot.last["actions"][0]["selected_options"]] == ["two"]
    await anna.choose(shown(anna), "done", None)
    assert bot.last["actions"][0]["selected_options"] == []


async def test_what_is_not_on_the_screen_cannot_be_used(anna: Person) -> None:
    with pytest.raises(NotThereError, match="nothing is called 'Colour'"):
        await anna.type(shown(anna), "Colour", "blue")
    with pytest.raises(NotThereError, match="'Denmark' is not among"):
        await anna.choose(shown(anna), "Country", "Denmark")
