"""A bot of a few lines for the chat page: it opens a form, answers presses, posts a card."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from playwright.async_api import Page

Json = dict[str, Any]
Open = Callable[..., Awaitable[Page]]
CHANNEL = "C0AMAZON01"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*texts: str) -> list[Json]:
    return [{"text": plain(text), "value": text.lower().replace(" ", "-")} for text in texts]


def entry(block_id: str, label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": "value", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


def form(*more: Json) -> Json:
    websites = {"type": "static_select", "options": options("Shop Sweden", "Shop USA")}
    return {
        "type": "modal",
        "title": plain("Add store"),
        "submit": plain("Connect"),
        "blocks": [
            entry("website", "Website", websites, dispatch_action=True),
            *more,
            entry("email", "E-mail", {"type": "email_text_input"}),
            entry("name", "Store name", {"type": "plain_text_input"}, optional=True),
            entry("attribute", "Attribute", {"type": "external_select", "min_query_length": 2}),
        ],
    }


def card(name: str) -> list[Json]:
    sure = {
        "title": plain("Remove it?"),
        "text": plain("It goes from the lists."),
        "confirm": plain("Yes, remove"),
        "deny": plain("Keep it"),
    }
    buttons = [
        {"type": "button", "action_id": "connect", "text": plain("Connect store")},
        {"type": "button", "action_id": "remove", "text": plain("Remove"), "confirm": sure},
    ]
    buttons[0]["url"] = "http://127.0.0.1:9/connect"
    return [
        {"type": "header", "text": plain(f":flag-se: {name}")},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*{name}* is _not_ connected"}},
        {"type": "actions", "elements": buttons},
    ]


@dataclass
class FormBot:
    """`api_url` is the local Slack's Web API; `pressed` holds the action_ids that came."""

    session: ClientSession
    api_url: str = ""
    pressed: list[str] = field(default_factory=list)
    submitted: list[Json] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        sent = await request.post()
        if "payload" not in sent:
            return await self._command({name: str(value) for name, value in sent.items()})
        payload = json.loads(str(sent["payload"]))
        answer = await getattr(self, payload["type"])(payload)
        return web.json_response(answer) if answer else web.Response()

    async def _command(self, sent: Json) -> web.Response:
        if sent["text"] == "fail":
            return web.Response(status=500, text="out of order")
        if sent["text"] != "add":
            return web.json_response({"text": f"You said {sent['text']}"})
        await self._call("views.open", trigger_id=sent["trigger_id"], view=form())
        return web.Response()

    async def block_actions(self, payload: Json) -> None:
        action = payload["actions"][0]
        self.pressed.append(action["action_id"])
        if action["block_id"] == "website":
            goes = {
                "type": "mrkdwn",
                "text": f"Orders go into *{action['selected_option']['value']}*",
            }
            more = {"type": "context", "block_id": "goes", "elements": [goes]}
            await self._call("views.update", view_id=payload["view"]["id"], view=form(more))

    async def block_suggestion(self, payload: Json) -> Json:
        return {
            "options": [one for one in options("asin", "ean") if payload["value"] in one["value"]]
        }

    async def view_submission(self, payload: Json) -> Json | None:
        values = {name: one["value"] for name, one in payload["view"]["state"]["values"].items()}
        name = values["name"]["value"] or "Amazon Sweden"
        if name == "taken":
            return {"response_action": "errors", "errors": {"name": "This name is taken."}}
        self.submitted.append(values)
        await self._call("chat.postMessage", channel=CHANNEL, text=name, blocks=card(name))
        return None

    async def _call(self, method: str, **arguments: Any) -> None:
        headers = {"Authorization": "Bearer xoxb-local"}
        async with self.session.post(
            self.api_url + method, json=arguments, headers=headers
        ) as call:
            told = await call.json()
            assert told["ok"], told
