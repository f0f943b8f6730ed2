"""What Slack sends to the app, field by field.

Sources: docs.slack.dev/interactivity/implementing-slash-commands,
docs.slack.dev/reference/interaction-payloads and docs.slack.dev/apis/events-api.
"""

from playground.slack.core import Core
from playground.slack.messages import Message
from playground.slack.views import View
from playground.slack.wire import Json
from playground.slack.world import Conversation, Installation, User

VERIFICATION_TOKEN = "deprecated-use-the-signature"


def channel_name(conversation: Conversation) -> str:
    if conversation.kind == "im":
        return "directmessage"
    return "privategroup" if conversation.is_private else conversation.name


def command(core: Core, user: User, conversation: Conversation, typed: str) -> dict[str, str]:
    """Make a slash command's form, without `response_url` and `trigger_id`."""
    word, _, text = typed.partition(" ")
    team = core.world.teams[user.team_id]
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": user.id,
        "user_name": user.name,
        "command": word,
        "text": text.strip(),
        "api_app_id": core.world.app.id,
        "is_enterprise_install": "false",
    }


def interaction(core: Core, kind: str, user: User, team_id: str) -> Json:
    """Make what all interactions share; `team_id` is where the app is installed."""
    team = core.world.teams[team_id]
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.shown_team_id,
        },
        "api_app_id": core.world.app.id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_view(core: Core, view: View) -> Json:
    """Tell that something happened inside a view."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": core.views.shown(view),
    }


def in_message(core: Core, message: Message, user_id: str) -> Json:
    """Tell that something happened at a message; an ephemeral one is not itself shown."""
    conversation = core.world.conversations[message.conversation]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": bool(message.only_for),
    }
    state = core.entries.state((user_id, message.ts), message.blocks)
    about: Json = {
        "container": container,
        "channel": {"id": conversation.id, "name": channel_name(conversation)},
        "state": {"values": state},
    }
    if not message.only_for:
        about["message"] = core.messages.for_app(message)
    return about


def _authorization(installed: Installation) -> Json:
    return {
        "enterprise_id": None,
        "team_id": installed.team_id,
        "user_id": installed.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }


def event(core: Core, team_id: str, inner: Json) -> Json:
    """Make the envelope of an event."""
    moment = core.messages.ts()
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team_id,
        "context_team_id": team_id,
        "context_enterprise_id": None,
        "api_app_id": core.world.app.id,
        "type": "event_callback",
        "event_id": core.ids.next("Ev"),
        "event_time": int(core.clock().timestamp()),
        "authorizations": [_authorization(core.world.installation(team_id))],
        "is_ext_shared_channel": False,
        "event_context": f"4-{moment}",
        "event": {"event_ts": moment, **inner},
    }
