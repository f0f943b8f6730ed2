"""The checklist of an ending connection, kept up to date in its Slack message."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk.models.blocks import Block, ConfirmObject

from domain.endings import Ending, EndingOutcome
from domain.history import Actor
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    escape,
    link_button,
    moment,
    mrkdwn,
    person,
    plain,
    section,
)
from views.slack.renewed import store_names


def ending(say: Translator, shown: Ending, manage: str, application: str) -> Message:
    """Show how an ending goes on, or how it came out.

    `manage` is the address of Manage Your Apps, `application` the name that stands there, empty
    where it is not the application that the bot runs with.
    """
    if shown.outcome is None:
        return _goes_on(say, shown, manage, application)
    shows: dict[EndingOutcome, Callable[[], Message]] = {
        EndingOutcome.CONFIRMED: lambda: _confirmed(say, shown),
        EndingOutcome.ERASED: lambda: _erased(say, shown, manage, application),
        EndingOutcome.KEPT: lambda: _kept(say, shown),
        EndingOutcome.RENEWED: lambda: _renewed(say, shown),
    }
    return _overtaken(say, shown) if shown.is_overtaken else shows[shown.outcome]()


def _goes_on(say: Translator, shown: Ending, manage: str, application: str) -> Message:
    text = _begun(say, shown) if application else _left(say, shown)
    latest = say("The token is erased at the latest {when}.", when=moment(shown.erase_at))
    blocks: list[Block] = [
        section(f"🟠 {text}\n{_stopped(say, shown)}"),
        section(_steps(say, shown, application)),
        _answers(say, shown, manage, is_askable=bool(application)),
        context(f"{_asked(say, shown)} {latest}"),
    ]
    return Message(text, blocks)


def _begun(say: Translator, shown: Ending) -> str:
    seller = escape(shown.connection.seller)
    if _is_person(shown.begun_by):
        who = person(shown.begun_by)
        return say("{who} revokes the connection of *{seller}*.", who=who, seller=seller)
    return say("The connection of *{seller}* ends: it serves no store any more.", seller=seller)


def _left(say: Translator, shown: Ending) -> str:
    return say(
        "The connection of *{seller}* with an application that was used before ends.",
        seller=escape(shown.connection.seller),
    )


def _stopped(say: Translator, shown: Ending) -> str:
    stopped = say(
        "Sync programs get no access to this seller any more; what was handed out already ends "
        "within the hour."
    )
    if _is_person(shown.begun_by):
        return f"{store_names(say, shown.stores)}\n{stopped}"
    return stopped


def _steps(say: Translator, shown: Ending, application: str) -> str:
    first = _first_steps(say, shown, application)
    last = say("Press *Check* here: I ask Amazon whether the permission is gone.")
    title = say("*Left to do at Amazon*")
    return f"{title}\n{first}\n3. {last}" if application else f"{title}\n{first}"


def _first_steps(say: Translator, shown: Ending, application: str) -> str:
    sign_in = say(
        "Open *Manage Your Apps* and sign in as the primary user of *{seller}*.",
        seller=escape(shown.connection.seller),
    )
    disable = (
        say("Find *{application}* and press *Disable*.", application=escape(application))
        if application
        else say("Find the application that was used for it, and press *Disable*.")
    )
    return f"1. {sign_in}\n2. {disable}"


def _asked(say: Translator, shown: Ending) -> str:
    if shown.honoured_at is None:
        return say("Amazon has not been asked yet. I ask every day.")
    return say(
        "⏳ Amazon still honours it, asked {when}. I ask every day.", when=moment(shown.honoured_at)
    )


def _answers(say: Translator, shown: Ending, manage: str, *, is_askable: bool) -> Block:
    value = str(shown.id)
    erase = ConfirmObject(
        title=plain(say("Erase the token now?")),
        text=mrkdwn(
            say(
                "It cannot be called off afterwards, and I can no longer ask Amazon. Whether the "
                "permission is gone there, only Manage Your Apps shows then."
            )
        ),
        confirm=plain(say("Erase now")),
        deny=plain(say("Cancel")),
        style="danger",
    )
    check = button(say("Check"), a.CHECK_ENDING, value, style="primary")
    keep = button(say("Keep it"), a.KEEP_CONNECTION, value)
    return actions(
        *([check] if is_askable else []),
        link_button(say("Manage Your Apps"), a.OPEN_MANAGE_APPS, manage),
        *([keep] if shown.kept_stores else []),
        button(say("Erase now"), a.ERASE_NOW, value, style="danger", confirm=erase),
    )


def _confirmed(say: Translator, shown: Ending) -> Message:
    text = say("The connection of *{seller}* has ended.", seller=escape(shown.connection.seller))
    names = store_names(say, shown.stores)
    proof = say(
        "Amazon answered {when} that it no longer honours the permission. The token is erased.",
        when=_ended_at(shown),
    )
    return Message(text, [section(f"✅ {text}\n{names}\n{proof}")])


def _erased(say: Translator, shown: Ending, manage: str, application: str) -> Message:
    seller = escape(shown.connection.seller)
    text = say("The token of *{seller}* is erased.", seller=seller)
    warning = say(
        "Amazon has not shown that the permission is gone on its side, and cannot be asked any "
        "more. Unless you have done it:"
    )
    steps = _first_steps(say, shown, application)
    blocks: list[Block] = [
        section(f"🔴 {text}\n{store_names(say, shown.stores)}"),
        section(f"{warning}\n{steps}"),
        actions(link_button(say("Manage Your Apps"), a.OPEN_MANAGE_APPS, manage)),
        context(_erased_by(say, shown)),
    ]
    return Message(text, blocks)


def _erased_by(say: Translator, shown: Ending) -> str:
    if shown.ended_by is not None and _is_person(shown.ended_by):
        return say("Erased {when} by {who}.", when=_ended_at(shown), who=person(shown.ended_by))
    return say("Erased {when}, after seven days.", when=_ended_at(shown))


def _kept(say: Translator, shown: Ending) -> Message:
    text = say(
        "The revoke of *{seller}* was called off: the connection stays.",
        seller=escape(shown.connection.seller),
    )
    by = say("Called off {when} by {who}", when=_ended_at(shown), who=person(shown.ended_by or ""))
    return Message(text, [section(f"🟢 {text}"), context(by)])


def _renewed(say: Translator, shown: Ending) -> Message:
    text = say(
        "The revoke of *{seller}* was called off {when}: somebody signed in at Amazon and "
        "connected it anew.",
        seller=escape(shown.connection.seller),
        when=_ended_at(shown),
    )
    return Message(text, [section(f"🟢 {text}")])


def _overtaken(say: Translator, shown: Ending) -> Message:
    text = say(
        "The connection of *{seller}* ended here {when}; it has been connected anew since.",
        seller=escape(shown.connection.seller),
        when=_ended_at(shown),
    )
    return Message(text, [context(text)])


def _ended_at(shown: Ending) -> str:
    at: datetime = shown.ended_at or shown.begun_at
    return moment(at)


def _is_person(actor: str) -> bool:
    return actor not in set(Actor)
