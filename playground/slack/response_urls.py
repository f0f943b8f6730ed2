"""Messages that the app sends to a `response_url`.

Source: docs.slack.dev/interactivity/handling-user-interaction, "Message responses".
"""

from aiohttp import web

from playground.slack.arguments import read
from playground.slack.core import Core
from playground.slack.messages import Message, new_message
from playground.slack.methods_chat import refuse_bad_content
from playground.slack.tickets import ResponseUrl
from playground.slack.wire import Json, SlackError

GONE = ("invalid_url", "expired_url", "used_url")


class ResponseUrls:
    """Answers `/hooks/{token}`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def handle(self, request: web.Request) -> web.Response:
        try:
            content = await read(request)
            url = self._core.tickets.respond(request.match_info["token"])
            take(self._core, url, content)
        except SlackError as refusal:
            status = 404 if refusal.error in GONE else 400
            return web.json_response(refusal.answer(), status=status)
        return web.json_response({"ok": True})


def take(core: Core, url: ResponseUrl, content: Json) -> Message | None:
    """Carry out what the app sent: a new message, a changed one, or one taken away."""
    if url.conversation_id not in core.world.conversations:
        raise SlackError("channel_not_found")
    original = core.messages.find(url.conversation_id, url.original or "")
    if content.get("delete_original"):
        if original:
            core.messages.delete(original)
        return None
    refuse_bad_content(content)
    if content.get("replace_original") and original:
        return core.messages.edit(original, content)
    return answer(core, url, content)


def answer(core: Core, url: ResponseUrl, content: Json) -> Message:
    """Post a new message where the person was; only they see it unless it says `in_channel`."""
    app = core.world.answering(core.world.conversations[url.conversation_id].team_id)
    open_ = content.get("response_type") == "in_channel"
    message = new_message(
        content,
        conversation=url.conversation_id,
        author=app.bot_user_id,
        only_for=None if open_ else url.user_id,
        bot_id=app.bot_id,
        app_id=core.world.app.id,
    )
    return core.messages.post(message)
