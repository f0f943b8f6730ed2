"""Guard Slack requests: the user is known before a handler runs, and always gets an answer."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import Refusal
from domain.people import Person
from domain.permissions import Action, require
from handlers.slack.directory import Directory
from slack_api.errors import is_too_late
from slack_api.installations import Installation
from views.language import Translator, Translators
from views.slack.block_kit import Message, section
from views.slack.refusals import fault_text, notice_modal, refusal_text, too_late_text

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True)
class Responder:
    """A request and the ways to answer it. `body` is Slack's, verified and parsed."""

    t: Translator
    body: dict[str, Any]
    client: AsyncWebClient
    ack: AsyncAck
    respond: AsyncRespond

    @property
    def trigger_id(self) -> str:
        return str(self.body["trigger_id"])

    async def answer(self, message: Message) -> None:
        """Answer a command in its ack, visible to the user only."""
        await self.ack(response_type="ephemeral", **message.payload())

    async def tell(self, message: Message) -> None:
        """Answer a button, visible to the user only; its message stays as it is."""
        if "response_url" in self.body:
            own = message.payload()
            await self.respond(replace_original=False, response_type="ephemeral", **own)
        else:
            view = notice_modal(self.t, message)
            await self.client.views_push(trigger_id=self.trigger_id, view=view)

    async def tell_quietly(self, message: Message) -> None:
        """Answer a button after the commit; a failure to do so is only logged."""
        try:
            await self.tell(message)
        except (SlackApiError, ClientError, TimeoutError, OSError) as fault:
            log.warning("an answer did not reach the asker", fault=type(fault).__name__)

    async def refuse(self, text: str) -> None:
        """Answer any kind of request with a sentence instead of what was asked for."""
        message = Message(text, [section(text)])
        match self.body.get("type"):
            case None:
                await self.answer(message)
            case "view_submission":
                view = notice_modal(self.t, message)
                await self.ack(response_action="push", view=view.to_dict())
            case "block_suggestion":
                await self.ack(options=[])
            case _:
                await self.ack()
                await self.tell_quietly(message)


@dataclass(frozen=True)
class SlackRequest(Responder):
    """A request from a known user who is allowed to ask."""

    person: Person
    installation: Installation

    @property
    def action(self) -> dict[str, Any]:
        """The element that was pressed or chosen."""
        action: dict[str, Any] = self.body["actions"][0]
        return action

    @property
    def press_key(self) -> str:
        """The idempotency key of a button press."""
        place = self.body.get("container", {})
        message = f"{place.get('channel_id')}:{place.get('message_ts')}:{place.get('view_id')}"
        return f"press:{message}:{self.action['action_id']}:{self.action['action_ts']}"

    @property
    def submit_key(self) -> str:
        """The idempotency key of a form's submission."""
        return f"submit:{self.body['view']['id']}"


Handler = Callable[[SlackRequest], Awaitable[None]]
Listener = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class RequestGuard:
    """Admits members only, answers refusals and failures; wraps every handler that Bolt calls."""

    directory: Directory
    languages: Translators

    def guard(self, handler: Handler) -> Listener:
        """Turn a handler into a Bolt listener that refuses and fails politely."""

        async def listen(
            body: dict[str, Any],
            context: AsyncBoltContext,
            client: AsyncWebClient,
            ack: AsyncAck,
            respond: AsyncRespond,
        ) -> None:
            responder = Responder(self.languages.default, body, client, ack, respond)
            try:
                responder = request = await self._admit(responder, context)
                await handler(request)
            except Refusal as refusal:
                await responder.refuse(refusal_text(responder.t, refusal))
            except Exception as fault:
                if is_too_late(fault):
                    log.info("slack shows no dialog any more")
                    await responder.refuse(too_late_text(responder.t))
                    return
                reference = uuid.uuid4().hex[:8]
                log.exception("a request failed", reference=reference)
                await responder.refuse(fault_text(responder.t, reference))

        return listen

    async def _admit(self, responder: Responder, context: AsyncBoltContext) -> SlackRequest:
        """Look up the user; raises `NotAllowed`."""
        installation: Installation = context["authorize_result"]["installation"]
        user = responder.body.get("user") or {"id": responder.body["user_id"]}
        workspace = installation.workspace
        person = await self.directory.person(responder.client, workspace, user["id"])
        require(person, Action.USE)
        return SlackRequest(
            t=self.languages.of(person.locale),
            body=responder.body,
            client=responder.client,
            ack=responder.ack,
            respond=responder.respond,
            person=person,
            installation=installation,
        )
