"""views.*: modals and Home tabs by the app.

Sources: docs.slack.dev/reference/methods/views.open and its neighbours.
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.methods import Caller, Method
from playground.slack.views import View
from playground.slack.wire import Json, SlackError, invalid_arguments


def _view(args: Arguments) -> Any:
    args.text("view")
    try:
        return args.structure("view", "invalid_arguments")
    except SlackError:
        raise invalid_arguments("must provide an object [json-pointer:/view]") from None


def _shown(caller: Caller, view: View) -> Json:
    return {"view": caller.core.views.shown(view)}


def open_(caller: Caller, args: Arguments) -> Json:
    content = _view(args)
    trigger = caller.core.tickets.exchange(args.text("trigger_id"), caller.installed.team_id)
    view = caller.core.views.open(
        trigger.user_id,
        trigger.team_id,
        content,
        trigger.conversation_id,
    )
    return _shown(caller, view)


def push(caller: Caller, args: Arguments) -> Json:
    content = _view(args)
    trigger = caller.core.tickets.exchange(args.text("trigger_id"), caller.installed.team_id)
    if trigger.view_id is None:
        raise SlackError("not_found")
    view = caller.core.views.push(trigger.user_id, trigger.team_id, content)
    return _shown(caller, view)


def _named(caller: Caller, args: Arguments) -> View:
    view_id, external_id = args.maybe("view_id"), args.maybe("external_id")
    if not view_id and not external_id:
        raise invalid_arguments("missing required field: view_id or external_id")
    views = caller.core.views
    team_id = caller.installed.team_id
    found = views.find(view_id) if view_id else views.find_external(str(external_id), team_id)
    if found is None or found.team_id != team_id:
        raise SlackError("not_found")
    return found


def update(caller: Caller, args: Arguments) -> Json:
    view = _named(caller, args)
    caller.core.views.update(view, _view(args), args.maybe("hash"))
    return _shown(caller, view)


def publish(caller: Caller, args: Arguments) -> Json:
    if not caller.core.world.app.has_home:
        raise SlackError("not_enabled")
    user_id = args.text("user_id")
    user = caller.core.world.users.get(user_id)
    team_id = caller.installed.team_id
    if user is None or user.team_id != team_id:
        raise invalid_arguments("invalid `user_id` [json-pointer:/user_id]")
    view = caller.core.views.publish(user_id, team_id, _view(args), args.maybe("hash"))
    return _shown(caller, view)


METHODS: Mapping[str, Method] = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
