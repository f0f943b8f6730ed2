"""A real Bolt app, from the slash command to the card, on the local Slack."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from block_makers import Json, actions, button, field, modal, name_field, option
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import LocalSlack

Told = list[tuple[str, Any]]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
async def app(slack: LocalSlack, client: AsyncWebClient, told: Told) -> AsyncIterator[AsyncApp]:
    """Start Bolt as the bot; signatures are checked elsewhere, by slack_sdk and a still clock."""
    bolt = AsyncApp(client=client, request_verification_enabled=False, process_before_response=True)
    _listen(bolt, told)
    runner = web.AppRunner(bolt.web_app(path="/slack/events"), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield bolt
    await runner.cleanup()


def _listen(bolt: AsyncApp, told: Told) -> None:
    form = modal(name_field(), field("Site", {"type": "external_select"}), callback_id="store")

    @bolt.command("/amazon-store")
    async def add(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await ack()

    @bolt.options("site")
    async def sites(ack: Any) -> None:
        await ack(options=[option("Nordic Toys", "nordic")])

    @bolt.view("store")
    async def take(ack: Any, view: Json, client: AsyncWebClient) -> None:
        name = view["state"]["values"]["name"]["name"]["value"]
        if name == "Taken":
            await ack(response_action="errors", errors={"name": "That name is taken."})
            return
        card = [actions(button("Connect store", value=name))]
        await client.chat_postMessage(channel="C0AMAZON01", text=name, blocks=card)
        await ack()

    @bolt.action("connect store")
    async def connect(ack: Any, action: Json, respond: Any) -> None:
        await ack()
        await respond(f"{action['value']} is connected", replace_original=True)

    @bolt.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [actions(button("Add a store"))]}
        await client.views_publish(user_id=event["user"], view=view)

    @bolt.event("user_change")
    async def changed(event: Json) -> None:
        told.append(("user_change", event["user"]["locale"]))


@pytest.mark.usefixtures("app")
async def test_a_store_is_added_and_connected(slack: LocalSlack) -> None:
    anna = slack.person("Anna")
    assert await anna.command("/amazon-store add", channel="amazon") is None
    assert anna.modal
    await anna.type(anna.modal, "Name", "Taken")
    await anna.choose(anna.modal, "Site", "Nordic Toys")
    assert await anna.submit() == {"name": "That name is taken."}
    await anna.type(anna.modal, "Name", "Toys Sweden")
    assert await anna.submit() == {}
    card = await slack.next_message("amazon")
    await slack.person("Ben").press(card, "Connect store")
    assert [m["text"] for m in slack.channel("amazon").messages] == ["Toys Sweden is connected"]


@pytest.mark.usefixtures("app")
async def test_home_and_events_reach_bolt(slack: LocalSlack, told: Told) -> None:
    home = await slack.person("Anna").open_home()
    assert home
    assert home["blocks"][0]["elements"][0]["text"]["text"] == "Add a store"
    await slack.events.user_change("U0SVEN0001", locale="en-GB")
    assert told == [("user_change", "en-GB")]
