"""Modals and Home: opening, filling in, submitting, and what an update leaves as it was."""

from typing import Any

import pytest
from aiohttp import web
from block_makers import actions, button, field, modal, option, text
from modal_steps import filled, opened, shown
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import ToyBot

from playground.slack import LocalSlack, SlackSays
from playground.slack.person import Person


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
