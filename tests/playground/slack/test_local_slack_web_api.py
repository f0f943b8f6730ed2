"""What the Web API gives, to whom and how often, seen through slack_sdk and bare HTTP."""

import json
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from block_makers import Json, actions, button
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import SECRET, TOKEN, Clock

from playground.slack import LocalSlack
from playground.slack.nordic_shop import APP

AMAZON, GENERAL = "C0AMAZON01", "C0GENERAL1"
ANNA, DANA, EXT = "U0ANNA0001", "U0DANA0001", "U0EXT00001"


async def answered(slack: LocalSlack, method: str, **request: Any) -> Json:
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.api_url + method, **request) as answer,
    ):
        return dict(await answer.json())


async def test_without_a_token_nobody_is_authed(slack: LocalSlack) -> None:
    assert await answered(slack, "auth.test") == {"ok": False, "error": "not_authed"}


async def test_a_token_in_a_json_body_does_not_count(slack: LocalSlack) -> None:
    assert (await answered(slack, "auth.test", json={"token": TOKEN}))["error"] == "not_authed"


async def test_a_token_in_a_form_counts(slack: LocalSlack) -> None:
    assert (await answered(slack, "auth.test", data={"token": TOKEN}))["team"] == "Nordic Shop"


async def test_a_wrong_token_is_invalid(slack: LocalSlack) -> None:
    wrong = {"Authorization": "Bearer xoxb-wrong"}
    assert (await answered(slack, "auth.test", headers=wrong))["error"] == "invalid_auth"


async def test_a_body_that_is_no_json_is_refused(slack: LocalSlack) -> None:
    json_type = {"Content-Type": "application/json"}
    assert (await answered(slack, "auth.test", data="{", headers=json_type))["error"] == (
        "invalid_json"
    )
    assert (await answered(slack, "auth.test", data="[]", headers=json_type))["error"] == (
        "json_not_object"
    )


async def test_a_missing_scope_tells_what_is_needed_and_provided(clock: Clock) -> None:
    scopes = frozenset({"chat:write", "commands"})
    async with await LocalSlack.start(
        clock=clock,
        signing_secret=SECRET,
        bot_token=TOKEN,
        app=replace(APP, scopes=scopes),
    ) as slack:
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError) as refused:
            await client.users_info(user=ANNA)
        answer = refused.value.response.data
        assert answer == {
            "ok": False,
            "error": "missing_scope",
            "needed": "users:read",
            "provided": "chat:write,commands",
        }
        await client.auth_test()


async def test_with_chat_write_public_a_bot_may_post_where_it_is_not(clock: Clock) -> None:
    scopes = frozenset({"chat:write", "chat:write.public"})
    async with await LocalSlack.start(
        clock=clock,
        signing_secret=SECRET,
        bot_token=TOKEN,
        app=replace(APP, scopes=scopes),
    ) as slack:
        client = AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
        await client.chat_postMessage(channel=GENERAL, text="hello")
        assert slack.channel("general").messages[0]["text"] == "hello"


async def test_a_message_can_be_posted_linked_changed_and_deleted(
    slack: LocalSlack,
    client: AsyncWebClient,
) -> None:
    posted = await client.chat_postMessage(channel=AMAZON, text="one", blocks=[{"type": "divider"}])
    link = await client.chat_getPermalink(channel=AMAZON, message_ts=posted["ts"])
    assert link["permalink"].endswith(f"/archives/{AMAZON}/p{posted['ts'].replace('.', '')}")
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="two", blocks=[])
    assert [m["text"] for m in slack.channel("amazon").messages] == ["two"]
    await client.chat_delete(channel=AMAZON, ts=posted["ts"])
    assert slack.channel("amazon").messages == []


async def test_only_its_own_messages_are_the_bots_to_change(
    slack: LocalSlack,
    client: AsyncWebClient,
) -> None:
    said = await slack.person("Ben").write("hello", channel="amazon")
    assert said
    for method, error in (("update", "cant_update_message"), ("delete", "cant_delete_message")):
        with pytest.raises(SlackApiError, match=error):
            await client.api_call(
                f"chat.{method}",
                params={"channel": AMAZON, "ts": said["ts"], "text": "x"},
            )


async def test_an_update_has_4000_characters(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=AMAZON, text="one")
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel=AMAZON, ts=posted["ts"], text="x" * 4001)


async def test_messages_in_an_archived_channel_stay_as_they_are(
    slack: LocalSlack,
    client: AsyncWebClient,
) -> None:
    posted = await client.chat_postMessage(channel=AMAZON, text="one")
    slack.channel("amazon").conversation.is_archived = True
    with pytest.raises(SlackApiError, match="is_inactive"):
        await client.chat_update(channel=AMAZON, ts=posted["ts"], text="two")


async def test_history_gives_metadata_only_when_asked(client: AsyncWebClient) -> None:
    metadata = {"event_type": "notice", "event_payload": {"key": "n-1"}}
    await client.chat_postMessage(channel=AMAZON, text="one", metadata=metadata)
    plain = await client.conversations_history(channel=AMAZON)
    whole = await client.conversations_history(channel=AMAZON, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert whole["messages"][0]["metadata"] == metadata


async def test_an_update_keeps_metadata_unless_new_or_empty_metadata_comes(
    slack: LocalSlack,
    client: AsyncWebClient,
) -> None:
    metadata = {"event_type": "notice", "event_payload": {"key": "n-1"}}
    posted = await client.chat_postMessage(channel=AMAZON, text="one", metadata=metadata)
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="two")
    assert slack.channel("amazon").messages[0]["metadata"] == metadata
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="three", metadata={})
    assert slack.channel("amazon").messages[0]["metadata"] is None


async def test_only_a_message_without_blocks_is_marked_as_edited(
    slack: LocalSlack,
    client: AsyncWebClient,
) -> None:
    posted = await client.chat_postMessage(channel=AMAZON, text="one")
    blocks = [{"type": "divider"}]
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="two", blocks=blocks)
    assert slack.channel("amazon").messages[0]["edited"] is None
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="three")
    assert slack.channel("amazon").messages[0]["edited"]
    assert slack.channel("amazon").messages[0]["blocks"] == []


async def test_rich_text_is_passed_through_as_it_is(client: AsyncWebClient) -> None:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    rich = {"type": "rich_text", "block_id": "r", "elements": [words]}
    posted = await client.chat_postMessage(channel=AMAZON, text="x", blocks=[rich])
    assert posted["message"]["blocks"] == [rich]


async def test_replies_stand_in_the_thread_and_not_in_the_history(
    client: AsyncWebClient,
    clock: Clock,
) -> None:
    root = await client.chat_postMessage(channel=AMAZON, text="root")
    clock.move(seconds=1)
    await client.chat_postMessage(channel=AMAZON, text="reply", thread_ts=root["ts"])
    history = await client.conversations_history(channel=AMAZON)
    thread = await client.conversations_replies(channel=AMAZON, ts=root["ts"])
    assert [m["text"] for m in history["messages"]] == ["root"]
    assert [m["text"] for m in thread["messages"]] == ["root", "reply"]


async def test_a_person_is_shown_with_locale_zone_and_rank(client: AsyncWebClient) -> None:
    sven = (await client.users_info(user="U0SVEN0001", include_locale=True))["user"]
    gita = (await client.users_info(user="U0GITA0001"))["user"]
    ext = (await client.users_info(user=EXT))["user"]
    dana = (await client.users_info(user=DANA))["user"]
    assert (sven["locale"], sven["tz"], sven["tz_offset"]) == ("sv-SE", "Europe/Stockholm", 3600)
    assert "locale" not in gita
    assert gita["is_restricted"]
    assert ext["is_stranger"]
    assert ext["team_id"] != sven["team_id"]
    assert dana["deleted"]


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    names: list[str] = []
    cursor = ""
    while True:
        page = await client.conversations_list(limit=2, cursor=cursor, exclude_archived=True)
        names += [channel["name"] for channel in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == ["amazon", "sales", "general", "partners"]
    joined = await client.users_conversations(exclude_archived=True)
    assert [c["name"] for c in joined["channels"]] == ["amazon", "sales", "partners"]


async def test_a_shared_channel_says_so(client: AsyncWebClient) -> None:
    assert (await client.conversations_info(channel="C0PARTNER1"))["channel"]["is_ext_shared"]


async def test_a_message_to_a_person_lands_in_the_direct_messages(
    slack: LocalSlack,
    client: AsyncWebClient,
) -> None:
    opened = await client.conversations_open(users=ANNA)
    posted = await client.chat_postMessage(channel=ANNA, text="for you")
    assert posted["channel"] == opened["channel"]["id"]
    assert slack.im("Anna").messages[0]["text"] == "for you"


async def test_a_bot_that_joined_a_channel_may_post_there(client: AsyncWebClient) -> None:
    await client.conversations_join(channel=GENERAL)
    await client.chat_postMessage(channel=GENERAL, text="hello")
    members = await client.conversations_members(channel=GENERAL)
    assert "U0AMZBOT01" in members["members"]


async def test_ids_that_the_bot_left_out_are_given(client: AsyncWebClient) -> None:
    nameless = button("Go")
    del nameless["action_id"]
    posted = await client.chat_postMessage(channel=AMAZON, text="x", blocks=[actions(nameless)])
    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_one_message_a_second_in_each_channel(client: AsyncWebClient, clock: Clock) -> None:
    await client.chat_postMessage(channel=AMAZON, text="one")
    await client.chat_postMessage(channel="C0SALES001", text="another channel")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=AMAZON, text="two")
    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "1"
    clock.move(seconds=1)
    await client.chat_postMessage(channel=AMAZON, text="two")


async def test_a_method_has_its_calls_a_minute(client: AsyncWebClient, clock: Clock) -> None:
    posted = await client.chat_postMessage(channel=AMAZON, text="one")
    for _ in range(50):
        await client.chat_update(channel=AMAZON, ts=posted["ts"], text="two")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_update(channel=AMAZON, ts=posted["ts"], text="three")
    assert refused.value.response.headers["Retry-After"] == "60"
    clock.move(seconds=60)
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="three")


async def test_every_call_is_kept_as_it_was_made(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.users_info(user=ANNA)
    assert slack.calls == [("users.info", {"user": ANNA})]


async def test_form_and_json_are_both_read(slack: LocalSlack) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    blocks = [{"type": "divider"}]
    sent: Json = {"channel": AMAZON, "text": "json", "blocks": blocks}
    assert (await answered(slack, "chat.postMessage", json=sent, headers=bearer))["ok"]
    form = {"channel": "C0SALES001", "text": "form", "blocks": json.dumps(blocks)}
    assert (await answered(slack, "chat.postMessage", data=form, headers=bearer))["ok"]


async def test_an_uninstalled_app_has_no_account(slack: LocalSlack, client: AsyncWebClient) -> None:
    await slack.events.app_uninstalled(slack.world.home)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
