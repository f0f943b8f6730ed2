"""Submitting and closing a modal.

Source: docs.slack.dev/surfaces/modals and
docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
"""

import re
from collections.abc import Iterator
from typing import Any

from playground.slack import payloads, values
from playground.slack.bot_line import BotUnreachableError
from playground.slack.core import Core
from playground.slack.presses import enter, find_spot
from playground.slack.views import View
from playground.slack.wire import Json, SlackError, SlackSays

TROUBLE = "We had some trouble connecting. Try again?"
MISSING = "Please complete this required field."
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
Entered = dict[str, dict[str, Any]]


def fill_in(core: Core, view: View, entered: Entered) -> None:
    """Note what a page says was typed and chosen; fields that are gone are passed over."""
    known = values.stateful(view.blocks)
    for block_id, fields in entered.items():
        for action_id, value in fields.items():
            if (block_id, action_id) in known:
                enter(core, find_spot(view.user_id, view, block_id, action_id), value)


async def submit(core: Core, view: View) -> dict[str, str]:
    """Press the modal's submit button; errors by block_id, none where it was taken.

    SlackSays where the bot does not answer, or not as Slack allows.
    """
    errors = dict(_left_open(core, view))
    if errors:
        return _shown(core, view, errors)
    payload = _payload(core, "view_submission", view)
    payload["trigger_id"] = core.tickets.trigger(view.user_id, view.team_id, view_id=view.id)
    payload["response_urls"] = list(_response_urls(core, view))
    try:
        answer = (await core.line.payload(payload)).json()
        return _carry_out(core, view, answer)
    except BotUnreachableError as failure:
        raise SlackSays(TROUBLE, f"{failure.code}: {failure.reason}") from failure
    except ValueError as broken:
        raise SlackSays(TROUBLE, f"the answer is not JSON: {broken}") from broken
    except SlackError as refusal:
        raise SlackSays(TROUBLE, str(refusal.answer())) from refusal


def _payload(core: Core, kind: str, view: View) -> Json:
    user = core.world.users[view.user_id]
    shared = payloads.interaction(core, kind, user, view.team_id)
    return {**shared, "view": core.views.shown(view)}


def _left_open(core: Core, view: View) -> Iterator[tuple[str, str]]:
    """Find what Slack's own client refuses before the app is asked."""
    state = core.views.shown(view)["state"]["values"]
    for block in view.blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        content = values.content_of(state[block["block_id"]][element["action_id"]])
        if fault := _fault(block, element, content):
            yield block["block_id"], fault


def _fault(block: Json, element: Json, content: Any) -> str | None:
    if content in (None, [], ""):
        return None if block.get("optional") else MISSING
    if element["type"] == "email_text_input" and not re.fullmatch(EMAIL, content):
        return "Please enter a valid email address."
    if element["type"] != "plain_text_input":
        return None
    if len(content) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(content) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def _response_urls(core: Core, view: View) -> Iterator[Json]:
    """One address for each select that asked for one."""
    state = core.views.shown(view)["state"]["values"]
    for (block_id, action_id), element in values.stateful(view.blocks).items():
        chosen = values.content_of(state[block_id][action_id])
        if element.get("response_url_enabled") and chosen:
            token = core.tickets.response_url(view.user_id, chosen)
            yield {
                "block_id": block_id,
                "action_id": action_id,
                "channel_id": chosen,
                "response_url": core.response_url(token),
            }


def _carry_out(core: Core, view: View, answer: Any) -> dict[str, str]:
    """Do what the ack of a submission says; SlackError where Slack would not."""
    if not answer:
        core.views.dismiss(view)
        return {}
    action = answer.get("response_action") if isinstance(answer, dict) else None
    if action == "errors":
        return _shown(core, view, _named_errors(view, answer.get("errors")))
    if action == "update":
        core.views.update(view, answer.get("view"))
    elif action == "push":
        core.views.push(view.user_id, view.team_id, answer.get("view"))
    elif action == "clear":
        core.views.clear(view)
    else:
        raise SlackError("invalid_response_action", answer=str(answer)[:300])
    return {}


def _named_errors(view: View, errors: Any) -> dict[str, str]:
    """Let errors pass that each name an input block of the view."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", reason="`errors` must be an object with entries")
    if unknown := sorted(errors.keys() - inputs):
        raise SlackError("invalid_errors", reason=f"no input block is called {unknown}")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise SlackError("invalid_errors", reason="each error must be a text")
    return dict(errors)


def _shown(core: Core, view: View, errors: dict[str, str]) -> dict[str, str]:
    event = {"type": "view_errors", "view_id": view.id, "errors": errors}
    core.feed.publish([view.user_id], event)
    return errors


async def close(core: Core, view: View) -> None:
    """Press a modal's close button; the bot is told of each that asked for it."""
    told = [_payload(core, "view_closed", item) for item in core.views.stack(view.user_id)]
    gone = [item.id for item in core.views.close(view)]
    for payload in told:
        if payload["view"]["id"] in gone and payload["view"]["notify_on_close"]:
            await _tell_closed(core, {**payload, "is_cleared": len(gone) > 1})


async def _tell_closed(core: Core, payload: Json) -> None:
    try:
        await core.line.payload(payload)
    except BotUnreachableError as failure:
        reason = f"view_closed was not taken: {failure.code}: {failure.reason}"
        core.say(payload["user"]["id"], SlackSays(TROUBLE, reason))
