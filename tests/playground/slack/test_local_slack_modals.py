"""Modals and Home: opening, filling in, submitting, and what an update leaves as it was."""

from typing import Any

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import Json, ToyBot, actions, button, field, modal, name_field, option, text

from playground.slack import LocalSlack, SlackSays
from playground.slack.person import Person
from playground.slack.presses import NotThereError

COUNTRY = field(
    "Country", {"type": "static_select", "options": [option("Sweden"), option("Norway")]}
)


async def opened(slack: LocalSlack, bot: ToyBot, client: AsyncWebClient, view: Json) -> Person:
    """Let Anna open a modal by a command in #amazon."""
    anna = slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    await client.views_open(trigger_id=bot.last["trigger_id"], view=view)
    return anna


@pytest.fixture
async def anna(slack: LocalSlack, bot: ToyBot, client: AsyncWebClient) -> Person:
    view = modal(
        name_field(), COUNTRY, callback_id="store", private_metadata="m", notify_on_close=True
    )
    return await opened(slack, bot, client, view)


def shown(person: Person) -> Json:
    assert person.modal
    return person.modal


async def filled(anna: Person) -> Json:
    await anna.type(shown(anna), "Name", "Nordic")
    await anna.choose(shown(anna), "Country", "Sweden")
    return shown(anna)


async def test_a_submission_carries_the_whole_view_and_its_values(
    anna: Person,
    bot: ToyBot,
) -> None:
    await filled(anna)
    assert await anna.submit() == {}
    assert anna.modal is None
    payload = bot.last
    assert payload["type"] == "view_submission"
    assert payload["user"]["id"] == anna.id
    assert payload["team"] == {"id": "T0NORDIC01", "domain": "nordic-shop"}
    assert payload["response_urls"] == []
    view = payload["view"]
    assert (view["callback_id"], view["private_metadata"]) == ("store", "m")
    assert view["root_view_id"] == view["id"]
    assert view["state"]["values"] == {
        "name": {"name": {"type": "plain_text_input", "value": "Nordic"}},
        "country": {"country": {"type": "static_select", "selected_option": option("Sweden")}},
    }


async def test_an_input_alone_tells_the_bot_nothing(anna: Person, bot: ToyBot) -> None:
    before = len(bot.requests)
    await filled(anna)
    assert len(bot.requests) == before


async def test_required_fields_are_asked_for_before_the_bot_is(anna: Person, bot: ToyBot) -> None:
    before = len(bot.requests)
    errors = await anna.submit()
    assert errors == dict.fromkeys(["name", "country"], "Please complete this required field.")
    assert len(bot.requests) == before


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


async def test_errors_stay_beside_their_fields(anna: Person, bot: ToyBot) -> None:
    bot.answers["view_submission"] = lambda _: {
        "response_action": "errors",
        "errors": {"name": "That name is taken."},
    }
    await filled(anna)
    assert await anna.submit() == {"name": "That name is taken."}
    assert shown(anna)["state"]["values"]["name"]["name"]["value"] == "Nordic"


async def test_an_update_keeps_what_was_typed_while_both_ids_stay(
    anna: Person,
    bot: ToyBot,
) -> None:
    later = field("Name", {"type": "plain_text_input", "initial_value": "ignored"})
    new = field("City", {"type": "plain_text_input", "initial_value": "Oslo"})
    bot.answers["view_submission"] = lambda _: {
        "response_action": "update",
        "view": modal(later, new),
    }
    before = (await filled(anna))["hash"]
    assert await anna.submit() == {}
    values = shown(anna)["state"]["values"]
    assert values["name"]["name"]["value"] == "Nordic"
    assert values["city"]["city"]["value"] == "Oslo"
    assert "country" not in values
    assert shown(anna)["hash"] != before


async def test_an_initial_value_counts_only_for_a_new_field(
    anna: Person,
    client: AsyncWebClient,
) -> None:
    later = field("Name", {"type": "plain_text_input", "initial_value": "too late"})
    await client.views_update(view_id=shown(anna)["id"], view=modal(later))
    assert shown(anna)["state"]["values"]["name"]["name"]["value"] is None
    renamed = field("Name", {"type": "plain_text_input", "initial_value": "new"}, block_id="name2")
    await client.views_update(view_id=shown(anna)["id"], view=modal(renamed))
    assert shown(anna)["state"]["values"]["name2"]["name"]["value"] == "new"


async def test_a_push_stacks_up_to_three_and_an_empty_ack_goes_back_one(
    anna: Person,
    bot: ToyBot,
) -> None:
    bot.answers["view_submission"] = lambda _: {
        "response_action": "push",
        "view": modal(title=text("Next")),
    }
    await filled(anna)
    await anna.submit()
    await anna.submit()
    assert [view["title"]["text"] for view in anna.modals] == ["A form", "Next", "Next"]
    assert shown(anna)["previous_view_id"] == anna.modals[1]["id"]
    with pytest.raises(SlackSays, match="push_limit_reached"):
        await anna.submit()
    bot.answers["view_submission"] = lambda _: None
    await anna.submit()
    assert len(anna.modals) == 2


async def test_clear_takes_all_away(anna: Person, bot: ToyBot) -> None:
    bot.answers["view_submission"] = lambda _: {"response_action": "push", "view": modal()}
    await filled(anna)
    await anna.submit()
    bot.answers["view_submission"] = lambda _: {"response_action": "clear"}
    await anna.submit()
    assert anna.modals == []


BAD_ACKS: dict[str, tuple[Any, str]] = {
    "errors for a block that is not there": (
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        "no input block is called",
    ),
    "errors without any": ({"response_action": "errors", "errors": {}}, "with entries"),
    "an action that is none": ({"response_action": "dance"}, "invalid_response_action"),
    "a view beyond the limits": (
        {"response_action": "update", "view": modal(title=text("x" * 25))},
        "must be less than 25 characters",
    ),
    "an update without a view": ({"response_action": "update"}, "must provide an object"),
    "words": ("thanks", "not JSON"),
    "an error page": (web.Response(status=500), "HTTP 500"),
}


@pytest.mark.parametrize("what", BAD_ACKS)
async def test_a_bad_ack_leaves_the_modal_open_with_slacks_sentence(
    anna: Person,
    bot: ToyBot,
    what: str,
) -> None:
    answer, reason = BAD_ACKS[what]
    bot.answers["view_submission"] = lambda _: answer
    await filled(anna)
    with pytest.raises(SlackSays, match="We had some trouble connecting") as said:
        await anna.submit()
    assert reason in said.value.reason
    assert anna.modal


async def test_closing_tells_the_bot_where_the_view_asked_for_it(
    anna: Person,
    bot: ToyBot,
) -> None:
    await anna.close()
    assert anna.modal is None
    assert bot.last["type"] == "view_closed"
    assert bot.last["is_cleared"] is False
    assert bot.last["view"]["callback_id"] == "store"


async def test_clear_on_close_takes_the_whole_stack(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna = await opened(slack, bot, client, modal())
    bot.answers["view_submission"] = lambda _: {
        "response_action": "push",
        "view": modal(clear_on_close=True, notify_on_close=True),
    }
    await anna.submit()
    await anna.close()
    assert anna.modals == []
    assert bot.last["is_cleared"] is True


async def test_a_hash_guards_an_update(anna: Person, client: AsyncWebClient) -> None:
    view = shown(anna)
    await client.views_update(view_id=view["id"], view=modal(), hash=view["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], view=modal(), hash=view["hash"])


async def test_a_closed_view_is_not_found(anna: Person, client: AsyncWebClient) -> None:
    view = shown(anna)
    await anna.close()
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view["id"], view=modal())


async def test_an_external_id_names_one_view(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna = await opened(slack, bot, client, modal(external_id="tasks"))
    await client.views_update(external_id="tasks", view=modal(external_id="tasks"))
    ben = slack.person("Ben")
    await ben.command("/amazon-store add", channel="amazon")
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await client.views_open(
            trigger_id=bot.last["trigger_id"],
            view=modal(external_id="tasks"),
        )
    assert anna.modal
    assert ben.modal is None


async def test_a_view_can_be_pushed_from_a_button_inside(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna = await opened(slack, bot, client, modal(actions(button("More"))))
    await anna.press(shown(anna), "More")
    await client.views_push(trigger_id=bot.last["trigger_id"], view=modal(title=text("More")))
    assert [view["title"]["text"] for view in anna.modals] == ["A form", "More"]


async def test_a_push_needs_a_modal_to_stand_on(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    await slack.person("Anna").command("/amazon-store add", channel="amazon")
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_push(trigger_id=bot.last["trigger_id"], view=modal())


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
        with pytest.raises(ValueError, match="not among the conversations"):
            await anna.choose(shown(anna), "Channel", unoffered)
    with pytest.raises(ValueError, match="not among the people"):
        await anna.choose(shown(anna), "Owner", "Dana")
    await anna.choose(shown(anna), "Owner", "Ben")
    await anna.choose(shown(anna), "Channel", "sales")
    await anna.submit()
    values = bot.last["view"]["state"]["values"]
    assert values["owner"]["owner"]["selected_user"] == "U0BEN00001"
    assert values["channel"]["channel"]["selected_conversation"] == "C0SALES001"
    assert bot.last["response_urls"][0]["channel_id"] == "C0SALES001"


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


async def test_home_is_opened_published_and_guarded(
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    anna = slack.person("Anna")
    assert await anna.open_home() is None
    event = bot.last["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", anna.id)
    home = {"type": "home", "blocks": [actions(button("Add a store"))]}
    published = await client.views_publish(user_id=anna.id, view=home)
    assert anna.home
    await anna.press(anna.home, "Add a store")
    assert bot.last["view"]["type"] == "home"
    await client.views_open(trigger_id=bot.last["trigger_id"], view=modal())
    await client.views_publish(user_id=anna.id, view=home, hash=published["view"]["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=anna.id, view=home, hash=published["view"]["hash"])
    await anna.open_home()
    assert bot.last["event"]["view"]["id"] == published["view"]["id"]
