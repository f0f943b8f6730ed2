"""What a person types: a message, a slash command, or Slack's own `/invite`.

Source: docs.slack.dev/interactivity/implementing-slash-commands.
"""

from dataclasses import dataclass

from playground.slack import invitations, payloads
from playground.slack.bot_line import Ack, BotUnreachableError
from playground.slack.core import Core
from playground.slack.events import Events
from playground.slack.messages import Message
from playground.slack.methods_chat import refuse_bad_content
from playground.slack.response_urls import answer
from playground.slack.wire import Json, SlackError, SlackSays
from playground.slack.world import Conversation, User


@dataclass(frozen=True)
class Place:
    """Who types where: in a conversation, or in a thread of it."""

    user_id: str
    conversation_id: str
    thread_ts: str | None = None


async def send(core: Core, events: Events, place: Place, text: str) -> Message | None:
    """Send what was typed: the message, or the command's answer if it has one.

    SlackSays where Slack itself has to tell the person something.
    """
    user = core.world.users[place.user_id]
    conversation = core.world.conversations[place.conversation_id]
    _refuse_closed_channels(core, user, conversation)
    if text.split(" ", 1)[0] == invitations.COMMAND:
        whom = text.removeprefix(invitations.COMMAND)
        return await invitations.invite(core, events, user, conversation, whom)
    if text.startswith("/"):
        return await _command(core, place, text)
    return core.messages.post(
        Message("", conversation.id, user.id, escaped(text), thread_ts=place.thread_ts)
    )


def escaped(text: str) -> str:
    """Write typed text so that it carries no markup.

    Source: docs.slack.dev/messaging/formatting-message-text, Escaping text.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _refuse_closed_channels(core: Core, user: User, conversation: Conversation) -> None:
    if user.deleted or not core.world.sees(user.id, conversation):
        raise SlackSays("You cannot write there.", f"{user.name} is not in {conversation.name}")
    if conversation.is_archived:
        raise SlackSays("You are viewing an archived channel.", "nobody can write there")
    if core.world.is_read_only(conversation):
        told = "Sending messages to this app has been turned off."
        raise SlackSays(told, "messages_tab_read_only_enabled is on in the app's manifest")


async def _command(core: Core, place: Place, typed: str) -> Message | None:
    """Send a slash command to the bot and show its answer."""
    word = typed.split(" ", 1)[0]
    if word not in [known.command for known in core.world.app.commands]:
        raise SlackSays(f"{word} is not a valid command.", "the app has no such command")
    if place.thread_ts:
        raise SlackSays(f"{word} is not supported in threads. Sorry!", "Slack sends none there")
    token = core.tickets.response_url(place.user_id, place.conversation_id)
    form = _form(core, place, typed) | {"response_url": core.response_url(token)}
    try:
        ack = await core.line.form(form)
    except BotUnreachableError as failure:
        raise _failed(word, failure.code, failure.reason) from failure
    return _answered(core, word, typed, token, _content(word, ack))


def _form(core: Core, place: Place, typed: str) -> dict[str, str]:
    user = core.world.users[place.user_id]
    conversation = core.world.conversations[place.conversation_id]
    trigger = core.tickets.trigger(user.id, user.team_id, conversation_id=conversation.id)
    return {**payloads.command(core, user, conversation, typed), "trigger_id": trigger}


def _failed(word: str, code: str, reason: str) -> SlackSays:
    return SlackSays(f"{word} failed with the error “{code}”", reason)


def _content(word: str, ack: Ack) -> Json:
    """Read an ack as a message: JSON, plain text, or nothing."""
    if not ack.body.strip():
        return {}
    if ack.content_type != "application/json":
        return {"text": ack.body}
    try:
        content = ack.json()
    except ValueError as broken:
        raise _failed(word, "invalid_command_response", str(broken)) from broken
    if not isinstance(content, dict):
        raise _failed(word, "invalid_command_response", "the answer is no JSON object")
    return content


def _answered(core: Core, word: str, typed: str, token: str, content: Json) -> Message | None:
    url = core.tickets.peek(token)
    if content.get("response_type") == "in_channel":
        core.messages.post(Message("", url.conversation_id, url.user_id, typed))
    if not content.get("text") and not content.get("blocks"):
        return None
    try:
        refuse_bad_content(content)
    except SlackError as refusal:
        raise _failed(word, "invalid_command_response", str(refusal.answer())) from refusal
    message = answer(core, url, content)
    core.tickets.answered(token, message.ts)
    return message
