"""What a person types: a message, or a slash command.

Source: docs.slack.dev/interactivity/implementing-slash-commands.
"""

from playground.slack import payloads
from playground.slack.bot_line import Ack, BotUnreachableError
from playground.slack.core import Core
from playground.slack.messages import Message
from playground.slack.methods_chat import refuse_bad_content
from playground.slack.response_urls import answer
from playground.slack.wire import Json, SlackError, SlackSays


async def send(core: Core, user_id: str, conversation_id: str, text: str) -> Message | None:
    """Send what was typed: the message, or the command's answer if it has one.

    SlackSays where Slack itself has to tell the person something.
    """
    conversation = core.world.conversations[conversation_id]
    if conversation.is_archived:
        raise SlackSays("You are viewing an archived channel.", "nobody can write there")
    if text.startswith("/"):
        return await command(core, user_id, conversation_id, text)
    return core.messages.post(Message("", conversation_id, user_id, text))


async def command(core: Core, user_id: str, conversation_id: str, typed: str) -> Message | None:
    """Send a slash command to the bot and show its answer."""
    word = typed.split(" ", 1)[0]
    if word not in [known.command for known in core.world.app.commands]:
        raise SlackSays(f"{word} is not a valid command.", "the app has no such command")
    user = core.world.users[user_id]
    token = core.tickets.response_url(user_id, conversation_id)
    form = payloads.command(core, user, core.world.conversations[conversation_id], typed)
    form["response_url"] = core.response_url(token)
    form["trigger_id"] = core.tickets.trigger(user_id, user.team_id)
    try:
        ack = await core.line.form(form)
    except BotUnreachableError as failure:
        raise _failed(word, failure.code, failure.reason) from failure
    return _answered(core, word, typed, token, _content(word, ack))


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
