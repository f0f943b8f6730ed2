"""chat.*: messages by the app.

Sources: docs.slack.dev/reference/methods/chat.postMessage and its neighbours.
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.block_kit import problems
from playground.slack.messages import Message, new_message
from playground.slack.methods import Caller, Method
from playground.slack.wire import Json, SlackError, invalid_arguments
from playground.slack.world import Conversation

UPDATED_TEXT = 4_000
POSTED_TEXT = 40_000
METADATA_BYTES = 16_000
CHARACTERS_IN_BLOCKS = 10_000


def refuse_bad_content(content: Json, longest: int = POSTED_TEXT) -> None:
    """Let `text` and `blocks` pass as Slack would; SlackError names the first thing wrong."""
    text, blocks = content.get("text"), content.get("blocks")
    if not isinstance(text or "", str):
        raise invalid_arguments("must provide a string [json-pointer:/text]")
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text or "") > longest:
        raise SlackError("msg_too_long")
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    found = problems("message", {"text": text or " ", "blocks": blocks})
    if found:
        told = [f"[ERROR] {fault}" for fault in found]
        raise SlackError("invalid_blocks", errors=found, response_metadata={"messages": told})
    if not text:
        raise SlackError("no_text")
    if _characters(blocks) > CHARACTERS_IN_BLOCKS:
        raise SlackError("msg_blocks_too_long")


def _characters(part: Any) -> int:
    """Count the characters of all texts inside blocks.

    Slack publishes no number; slackapi/bolt-js issue 2867 saw 9,597 pass and 11,341 refused.
    """
    if isinstance(part, list):
        return sum(_characters(item) for item in part)
    if not isinstance(part, dict):
        return 0
    own = len(part["text"]) if isinstance(part.get("text"), str) else 0
    return own + sum(_characters(item) for item in part.values())


def _content(args: Arguments, longest: int = POSTED_TEXT) -> Json:
    if args.given.get("attachments"):
        raise SlackError("invalid_attachments")
    content = {
        "text": args.maybe("text"),
        "blocks": args.structure("blocks", "invalid_blocks_format"),
        "metadata": _metadata(args),
        "thread_ts": args.maybe("thread_ts"),
    }
    refuse_bad_content(content, longest)
    return content


def _metadata(args: Arguments) -> Json | None:
    metadata = args.structure("metadata", "invalid_metadata_format")
    if metadata in (None, {}):
        return metadata  # type: ignore[no-any-return] # one of the two
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def _target(caller: Caller, args: Arguments) -> Conversation:
    """Find where to post: a conversation, or a person, whose direct conversation it then is."""
    target = args.text("channel")
    user = caller.core.world.users.get(target)
    if user is None:
        return caller.conversation(target)
    if user.deleted or user.is_bot:
        raise SlackError("channel_not_found")
    caller.user(target)
    return caller.core.world.im_with(target, caller.installed.bot_user_id)


def _writable(caller: Caller, conversation: Conversation) -> None:
    if conversation.kind == "im" and not caller.core.world.app.has_messages:
        raise SlackError("messages_tab_disabled")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if not caller.is_in(conversation) and "chat:write.public" not in caller.installed.scopes:
        raise SlackError("not_in_channel")


def _as_the_app(caller: Caller) -> Json:
    installed = caller.installed
    return {
        "author": installed.bot_user_id,
        "bot_id": installed.bot_id,
        "app_id": caller.core.world.app.id,
    }


def post_message(caller: Caller, args: Arguments) -> Json:
    conversation = _target(caller, args)
    _writable(caller, conversation)
    content = _content(args)
    message = new_message(content, conversation=conversation.id, **_as_the_app(caller))
    caller.core.messages.post(message)
    shown = caller.core.messages.for_app(message, metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "message": shown}


def post_ephemeral(caller: Caller, args: Arguments) -> Json:
    conversation = caller.conversation(args.text("channel"))
    reader = caller.user(args.text("user"))
    _writable(caller, conversation)
    if reader.id not in conversation.members:
        raise SlackError("user_not_in_channel")
    content = _content(args)
    where = {"conversation": conversation.id, "only_for": reader.id, **_as_the_app(caller)}
    message = caller.core.messages.post(new_message(content, **where))
    return {"message_ts": message.ts}


def _own(caller: Caller, args: Arguments, refusal: str) -> Message:
    conversation = caller.conversation(args.text("channel"))
    message = caller.core.messages.find(conversation.id, args.text("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.author != caller.installed.bot_user_id:
        raise SlackError(refusal)
    return message


def update(caller: Caller, args: Arguments) -> Json:
    message = _own(caller, args, "cant_update_message")
    if caller.core.world.conversations[message.conversation].is_archived:
        raise SlackError("is_inactive")
    caller.core.messages.edit(message, _content(args, UPDATED_TEXT))
    shown = caller.core.messages.for_app(message, metadata=True)
    return {
        "channel": message.conversation,
        "ts": message.ts,
        "text": message.text,
        "message": shown,
    }


def delete(caller: Caller, args: Arguments) -> Json:
    message = _own(caller, args, "cant_delete_message")
    caller.core.messages.delete(message)
    return {"channel": message.conversation, "ts": message.ts}


def get_permalink(caller: Caller, args: Arguments) -> Json:
    conversation = caller.conversation(args.text("channel"))
    ts = args.text("message_ts")
    if caller.core.messages.find(conversation.id, ts) is None:
        raise SlackError("message_not_found")
    link = f"{caller.core.base_url}/archives/{conversation.id}/p{ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": link}


METHODS: Mapping[str, Method] = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
}
