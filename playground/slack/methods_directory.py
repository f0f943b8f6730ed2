"""users.* and conversations.*: who and what there is.

Sources: docs.slack.dev/reference/methods/users.info, conversations.info and their neighbours.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.slack import people
from playground.slack.arguments import Arguments
from playground.slack.methods import Caller, Method
from playground.slack.wire import Json, SlackError
from playground.slack.world import Conversation, User

KINDS = ("public_channel", "private_channel", "mpim", "im")
READ = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "mpim": "mpim:read",
    "im": "im:read",
}
HISTORY = {name: scope.replace(":read", ":history") for name, scope in READ.items()}
ANY_READ = tuple(READ.values())
OPENING = ("channels:manage", "groups:write", "im:write", "mpim:write")


def kind_of(conversation: Conversation) -> str:
    if conversation.kind == "im":
        return "im"
    return "private_channel" if conversation.is_private else "public_channel"


def _page(items: Sequence[Any], args: Arguments, name: str, most: int) -> Json:
    """Cut one page; the cursor is the number of the first item, as a word."""
    cursor = args.maybe("cursor") or "from:0"
    start = cursor.removeprefix("from:")
    if not cursor.startswith("from:") or not start.isdecimal():
        raise SlackError("invalid_cursor")
    first, limit = int(start), min(args.whole("limit", 100), most)
    following = f"from:{first + limit}" if first + limit < len(items) else ""
    return {
        name: list(items[first : first + limit]),
        "response_metadata": {"next_cursor": following},
    }


def _user(caller: Caller, user: User, args: Arguments) -> Json:
    locale = args.flag("include_locale")
    return people.shown(user, caller.installed.team_id, caller.core.clock(), locale=locale)


def users_info(caller: Caller, args: Arguments) -> Json:
    return {"user": _user(caller, caller.user(args.text("user")), args)}


def users_list(caller: Caller, args: Arguments) -> Json:
    home = caller.installed.team_id
    everybody = [u for u in caller.core.world.users.values() if u.team_id == home]
    return _page([_user(caller, user, args) for user in everybody], args, "members", 1000)


def _conversation(caller: Caller, conversation: Conversation) -> Json:
    if conversation.kind == "im":
        bot = caller.installed.bot_user_id
        person = next(member for member in conversation.members if member != bot)
        return {**_in_common(conversation), "user": person}
    return {
        **_in_common(conversation),
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": True,
        "is_group": False,
        "is_general": conversation.is_general,
        "is_member": caller.is_in(conversation),
        "num_members": len(conversation.members),
    }


def _in_common(conversation: Conversation) -> Json:
    return {
        "id": conversation.id,
        "created": conversation.created,
        "is_im": conversation.kind == "im",
        "is_mpim": False,
        "is_private": conversation.is_private,
        "is_archived": conversation.is_archived,
        "is_ext_shared": conversation.is_ext_shared,
        "is_shared": conversation.is_ext_shared,
        "is_org_shared": False,
        "context_team_id": conversation.team_id,
    }


def conversations_info(caller: Caller, args: Arguments) -> Json:
    conversation = caller.conversation(args.text("channel"))
    caller.need(READ[kind_of(conversation)])
    return {"channel": _conversation(caller, conversation)}


def _listed(caller: Caller, args: Arguments, *, joined: bool) -> Json:
    kinds = (args.maybe("types") or "public_channel").replace(" ", "").split(",")
    if any(kind not in KINDS for kind in kinds):
        raise SlackError("invalid_types")
    for kind in kinds:
        caller.need(READ[kind])
    found = [
        _conversation(caller, conversation)
        for conversation in caller.core.world.conversations.values()
        if kind_of(conversation) in kinds
        and conversation.team_id == caller.installed.team_id
        and (caller.is_in(conversation) or not (joined or conversation.is_private))
        and not (args.flag("exclude_archived") and conversation.is_archived)
    ]
    return _page(found, args, "channels", 1000)


def conversations_list(caller: Caller, args: Arguments) -> Json:
    return _listed(caller, args, joined=False)


def users_conversations(caller: Caller, args: Arguments) -> Json:
    return _listed(caller, args, joined=True)


def conversations_members(caller: Caller, args: Arguments) -> Json:
    conversation = caller.conversation(args.text("channel"))
    caller.need(READ[kind_of(conversation)])
    return _page(sorted(conversation.members), args, "members", 1000)


def conversations_join(caller: Caller, args: Arguments) -> Json:
    conversation = caller.conversation(args.text("channel"))
    if kind_of(conversation) != "public_channel":
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.is_archived:
        raise SlackError("is_archived")
    conversation.members.add(caller.installed.bot_user_id)
    caller.core.feed.publish(conversation.members, {"type": "conversation"})
    return {"channel": _conversation(caller, conversation)}


def conversations_open(caller: Caller, args: Arguments) -> Json:
    names = (args.maybe("users") or "").split(",")
    if names == [""]:
        raise SlackError("users_list_not_supplied")
    if len(names) > 1:
        raise SlackError("too_many_users")
    user = caller.user(names[0])
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = caller.core.world.im_with(user.id, caller.installed.bot_user_id)
    if args.flag("return_im"):
        return {"channel": _conversation(caller, channel)}
    return {"channel": {"id": channel.id}}


def _readable(caller: Caller, args: Arguments) -> Conversation:
    conversation = caller.conversation(args.text("channel"))
    caller.need(HISTORY[kind_of(conversation)])
    if not caller.is_in(conversation):
        raise SlackError("not_in_channel")
    return conversation


def conversations_history(caller: Caller, args: Arguments) -> Json:
    conversation = _readable(caller, args)
    messages = caller.core.messages
    oldest, latest = args.maybe("oldest") or "0", args.maybe("latest") or "9999999999"
    whole = args.flag("include_all_metadata")
    roots = [m for m in messages.posted(conversation.id) if m.thread_ts in (None, m.ts)]
    between = [m for m in roots if oldest < m.ts < latest or _at_edge(args, m.ts)]
    shown = [messages.for_app(m, metadata=whole) for m in reversed(between)]
    page = _page(shown, args, "messages", 999)
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}


def _at_edge(args: Arguments, ts: str) -> bool:
    return args.flag("inclusive") and ts in (args.maybe("oldest"), args.maybe("latest"))


def conversations_replies(caller: Caller, args: Arguments) -> Json:
    conversation = _readable(caller, args)
    messages = caller.core.messages
    root = messages.find(conversation.id, args.text("ts"))
    if root is None or root.only_for:
        raise SlackError("thread_not_found")
    whole = args.flag("include_all_metadata")
    thread = [root, *messages.replies(root)]
    return _page([messages.for_app(m, metadata=whole) for m in thread], args, "messages", 1000)


METHODS: Mapping[str, Method] = {
    "users.info": Method(users_info, ("users:read",)),
    "users.list": Method(users_list, ("users:read",)),
    "users.conversations": Method(users_conversations, ANY_READ),
    "conversations.info": Method(conversations_info, ANY_READ),
    "conversations.list": Method(conversations_list, ANY_READ),
    "conversations.members": Method(conversations_members, ANY_READ),
    "conversations.history": Method(conversations_history, tuple(HISTORY.values())),
    "conversations.replies": Method(conversations_replies, tuple(HISTORY.values())),
    "conversations.join": Method(conversations_join, ("channels:join",)),
    "conversations.open": Method(conversations_open, OPENING),
}
