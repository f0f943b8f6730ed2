"""What the chat page asks for and does, by plain HTTP."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from block_makers import Json, actions, button, field, modal, name_field, option
from modal_steps import opened, shown
from slack_sdk.web.async_client import AsyncWebClient
from toy_bot import ToyBot

from playground.slack import LocalSlack

ANNA, BEN, FIA, GITA = "U0ANNA0001", "U0BEN00001", "U0FIA00001", "U0GITA0001"
AMAZON = "C0AMAZON01"


class Page:
    """One browser page of one person."""

    def __init__(self, session: aiohttp.ClientSession, user: str) -> None:
        self.session = session
        self.user = user

    async def get(self, what: str, **query: str) -> Json:
        parameters = {"user": self.user, **query}
        async with self.session.get(f"/client/{what}", params=parameters) as answer:
            return dict(await answer.json())

    async def post(self, deed: str, **asked: Any) -> Json:
        body = {"user": self.user, **asked}
        async with self.session.post(f"/client/{deed}", json=body) as answer:
            return dict(await answer.json())

    async def events(self) -> AsyncIterator[Json]:
        async with self.session.get("/client/events", params={"user": self.user}) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
                elif line.startswith(b":"):
                    yield {"type": "here"}


@pytest.fixture
async def page(slack: LocalSlack) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession(slack.url) as session:
        yield Page(session, ANNA)


async def test_the_page_learns_who_and_what_there_is(page: Page, slack: LocalSlack) -> None:
    state = await page.get("state")
    assert state["workspace"] == {
        "id": "T0NORDIC01",
        "name": "Nordic Shop",
        "domain": "nordic-shop",
    }
    assert (state["user"]["id"], state["user"]["is_admin"]) == (ANNA, True)
    assert FIA not in [user["id"] for user in state["users"]]
    names = [c["name"] for c in state["conversations"] if c["kind"] == "channel"]
    assert names == [
        "amazon",
        "sales",
        "general",
        "old-project",
        "amazon-admins",
        "board",
        "partners",
    ]
    kinds = [c["kind"] for c in state["conversations"] if c["kind"] != "channel"]
    assert kinds == ["im", "app_home"]
    assert state["commands"][0]["command"] == "/amazon-store"
    assert state["app"]["bot_user_id"] == slack.world.bot_of(slack.world.home)
    assert state["now"] == 1_772_442_000


async def test_a_guest_sees_their_own_channels_only(page: Page) -> None:
    page.user = GITA
    state = await page.get("state")
    assert [c["name"] for c in state["conversations"] if c["kind"] == "channel"] == ["amazon"]


async def test_a_page_without_a_name_is_the_first_persons(page: Page) -> None:
    async with page.session.get("/client/state") as answer:
        assert (await answer.json())["user"]["id"] == ANNA
    async with page.session.get("/client/state?user=U0NOBODY01") as answer:
        assert answer.status == 404


async def test_a_deed_that_is_not_json_is_refused(page: Page) -> None:
    async with page.session.post("/client/send", data='{"text": "from elsewhere"}') as answer:
        assert answer.status == 415
    broken = {"data": "{", "headers": {"Content-Type": "application/json"}}
    async with page.session.post("/client/send", **broken) as answer:
        assert answer.status == 400


async def test_unread_messages_are_counted_until_they_are_read(
    page: Page,
    client: AsyncWebClient,
) -> None:
    await client.chat_postMessage(channel=AMAZON, text="card")
    assert await unread(page) == 1
    read = await page.get("messages", conversation=AMAZON)
    assert [message["text"] for message in read["messages"]] == ["card"]
    assert read["messages"][0]["username"] == "Amazon Stores"
    assert await unread(page) == 0


async def unread(page: Page) -> int:
    state = await page.get("state")
    return next(int(c["unread"]) for c in state["conversations"] if c["id"] == AMAZON)


async def test_what_is_sent_is_a_message_a_reply_or_a_command(page: Page, bot: ToyBot) -> None:
    assert await page.post("send", conversation=AMAZON, text="hello") == {"ok": True}
    root = (await page.get("messages", conversation=AMAZON))["messages"][0]
    await page.post("send", conversation=AMAZON, text="a reply", thread_ts=root["ts"])
    seen = (await page.get("messages", conversation=AMAZON))["messages"]
    assert (seen[0]["reply_count"], seen[1]["thread_ts"]) == (1, root["ts"])
    assert bot.requests == []
    await page.post("send", conversation=AMAZON, text="/amazon-store list")
    assert bot.last["text"] == "list"


async def test_what_slack_says_comes_with_the_reason(page: Page, slack: LocalSlack) -> None:
    slack.bot_url = None
    answer = await page.post("send", conversation=AMAZON, text="/amazon-store list")
    assert answer == {
        "ok": False,
        "error": "no address of the bot is set",
        "explain": "/amazon-store failed with the error “dispatch_failed”",
    }
    assert slack.notices[0].text == answer["explain"]


async def test_a_command_in_a_thread_is_refused(page: Page) -> None:
    answer = await page.post("send", conversation=AMAZON, text="/amazon-store", thread_ts="1.1")
    assert answer["explain"] == "/amazon-store is not supported in threads. Sorry!"


async def open_form(page: Page, bot: ToyBot, client: AsyncWebClient, view: Json) -> Json:
    await page.post("send", conversation=AMAZON, text="/amazon-store add")
    await client.views_open(trigger_id=bot.last["trigger_id"], view=view)
    return (await page.get("view"))["stack"][-1]


async def test_a_form_is_filled_in_refused_and_taken(
    page: Page,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    form = await open_form(page, bot, client, modal(name_field()))
    empty = await page.post("submit", view_id=form["id"], values={"name": {"name": ""}})
    assert empty == {"ok": False, "errors": {"name": "Please complete this required field."}}
    values = {"name": {"name": "Nordic"}}
    bot.answers["view_submission"] = lambda _: {
        "response_action": "errors",
        "errors": {"name": "Taken."},
    }
    refused = await page.post("submit", view_id=form["id"], values=values)
    assert refused == {"ok": False, "errors": {"name": "Taken."}}
    bot.answers["view_submission"] = lambda _: None
    assert await page.post("submit", view_id=form["id"], values=values) == {"ok": True}
    assert (await page.get("view"))["stack"] == []


async def test_a_press_in_a_form_takes_along_what_was_typed(
    page: Page,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    site = {"type": "static_select", "options": [option("Nordic"), option("Baltic")]}
    form = await open_form(
        page,
        bot,
        client,
        modal(name_field(), field("Site", site, dispatch_action=True)),
    )
    pressed = await page.post(
        "press",
        container={"type": "view", "view_id": form["id"]},
        block_id="site",
        action_id="site",
        value="baltic",
        state={"name": {"name": "typed, not sent"}},
    )
    assert pressed == {"ok": True}
    values = bot.last["view"]["state"]["values"]
    assert values["name"]["name"]["value"] == "typed, not sent"
    assert values["site"]["site"]["selected_option"]["value"] == "baltic"


async def test_options_are_asked_for_from_the_page(
    page: Page,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    select = {"type": "external_select", "min_query_length": 0}
    form = await open_form(page, bot, client, modal(field("Attribute", select)))
    bot.answers["block_suggestion"] = lambda _: {"options": [option("SKU")]}
    where = {"view_id": form["id"], "block_id": "attribute", "action_id": "attribute"}
    assert await page.post("options", **where, query="") == {"ok": True, "options": [option("SKU")]}
    kept = {"attribute": {"attribute": "sku"}}
    assert await page.post("edit", view_id=form["id"], values=kept) == {"ok": True}
    state = (await page.get("view"))["stack"][-1]["state"]["values"]
    assert state["attribute"]["attribute"]["selected_option"] == option("SKU")


async def test_a_form_is_closed_from_the_page(
    page: Page,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    form = await open_form(page, bot, client, modal(notify_on_close=True))
    assert await page.post("close", view_id=form["id"]) == {"ok": True}
    assert bot.last["type"] == "view_closed"


async def test_a_button_in_a_message_is_pressed_from_the_page(
    page: Page,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    await client.chat_postMessage(
        channel=AMAZON,
        text="card",
        blocks=[actions(button("Connect store"), block_id="card")],
    )
    card = (await page.get("messages", conversation=AMAZON))["messages"][0]
    container = {"type": "message", "conversation": AMAZON, "ts": card["ts"]}
    where = {"container": container, "block_id": "card", "action_id": "connect store"}
    assert await page.post("press", **where, value=None) == {"ok": True}
    await client.chat_update(channel=AMAZON, ts=card["ts"], text="done", blocks=[])
    gone = await page.post("press", **where, value=None)
    assert (gone["ok"], gone["explain"]) == (False, "That is no longer there.")
    assert len(bot.requests) == 1


async def test_a_modal_that_is_closed_can_be_closed_again(
    page: Page, slack: LocalSlack, bot: ToyBot, client: AsyncWebClient
) -> None:
    anna = await opened(slack, bot, client, modal())
    closing = {"view_id": shown(anna)["id"]}
    assert await page.post("close", **closing) == {"ok": True}
    assert await page.post("close", **closing) == {"ok": True}


async def test_the_home_tab_is_opened_from_the_page(
    page: Page,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    assert await page.get("home") == {"view": None}
    assert bot.last["event"]["type"] == "app_home_opened"
    await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": []})
    assert (await page.get("home"))["view"]["type"] == "home"


async def test_everything_that_happens_is_streamed_to_those_who_may_see_it(
    page: Page,
    slack: LocalSlack,
    bot: ToyBot,
    client: AsyncWebClient,
) -> None:
    stream = page.events()
    assert (await anext(stream))["type"] == "here"
    await client.chat_postEphemeral(channel=AMAZON, user=BEN, text="not for Anna")
    posted = await client.chat_postMessage(channel=AMAZON, text="card")
    assert await told(stream) == ("message", "card")
    await client.chat_update(channel=AMAZON, ts=posted["ts"], text="changed")
    assert await told(stream) == ("message_changed", "changed")
    await client.chat_delete(channel=AMAZON, ts=posted["ts"])
    assert await told(stream) == ("message_deleted", "changed")
    anna = slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    await client.views_open(trigger_id=bot.last["trigger_id"], view=modal(name_field()))
    opened = await anext(stream)
    assert (opened["type"], len(opened["stack"])) == ("view_opened", 1)
    await client.views_update(view_id=opened["view_id"], view=modal(name_field()))
    assert (await anext(stream))["type"] == "view_updated"
    await anna.submit()
    errors = await anext(stream)
    assert (errors["type"], list(errors["errors"])) == ("view_errors", ["name"])
    await anna.close()
    closed = await anext(stream)
    assert (closed["type"], closed["stack"]) == ("view_closed", [])
    await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": []})
    assert (await anext(stream))["type"] == "home"


async def told(stream: AsyncIterator[Json]) -> tuple[str, str]:
    event = await anext(stream)
    return event["type"], event["message"]["text"]
