"""The checklist of a connection that is ending, updated in its message."""

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


def ending(t: Translator, shown: Ending, manage: str, application: str) -> Message:
    """Render an ending in progress, or its outcome.

    `manage` is the address of Manage Your Apps. `application` is the name shown there, empty where
    it is not the application that the bot runs with.
    """
    if shown.outcome is None:
        return _goes_on(t, shown, manage, application)
    if shown.is_overtaken:
        return _overtaken(t, shown)
    match shown.outcome:
        case EndingOutcome.CONFIRMED:
            return _confirmed(t, shown)
        case EndingOutcome.ERASED:
            return _erased(t, shown, manage, application)
        case EndingOutcome.KEPT:
            return _kept(t, shown)
        case EndingOutcome.RENEWED:
            return _renewed(t, shown)


def _goes_on(t: Translator, shown: Ending, manage: str, application: str) -> Message:
    text = _begun(t, shown) if application else _left(t, shown)
    latest = t("The token is erased at the latest {when}.", when=moment(shown.erase_at))
    blocks: list[Block] = [
        section(f"🟠 {text}\n{_stopped(t, shown)}"),
        section(_steps(t, shown, application)),
        _answers(t, shown, manage, is_askable=bool(application)),
        context(f"{_asked(t, shown)} {latest}"),
    ]
    return Message(text, blocks)


def _begun(t: Translator, shown: Ending) -> str:
    seller = escape(shown.connection.seller)
    if _is_person(shown.begun_by):
        who = person(shown.begun_by)
        return t("{who} revokes the connection of *{seller}*.", who=who, seller=seller)
    return t("The connection of *{seller}* ends: it serves no store any more.", seller=seller)


def _left(t: Translator, shown: Ending) -> str:
    return t(
        "The connection of *{seller}* with an application that was used before ends.",
        seller=escape(shown.connection.seller),
    )


def _stopped(t: Translator, shown: Ending) -> str:
    stopped = t(
        "Sync programs get no access to this seller any more; what was handed out already ends "
        "within the hour."
    )
    if _is_person(shown.begun_by):
        return f"{store_names(t, shown.stores)}\n{stopped}"
    return stopped


def _steps(t: Translator, shown: Ending, application: str) -> str:
    first = _first_steps(t, shown, application)
    last = t("Press *Check* here: I ask Amazon whether the permission is gone.")
    title = t("*Left to do at Amazon*")
    return f"{title}\n{first}\n3. {last}" if application else f"{title}\n{first}"


def _first_steps(t: Translator, shown: Ending, application: str) -> str:
    sign_in = t(
        "Open *Manage Your Apps* and sign in as the primary user of *{seller}*.",
        seller=escape(shown.connection.seller),
    )
    disable = (
        t("Find *{application}* and press *Disable*.", application=escape(application))
        if application
        else t("Find the application that was used for it, and press *Disable*.")
    )
    return f"1. {sign_in}\n2. {disable}"


def _asked(t: Translator, shown: Ending) -> str:
    if shown.honoured_at is None:
        return t("Amazon has not been asked yet. I ask every day.")
    return t(
        "⏳ Amazon still honours it, asked {when}. I ask every day.", when=moment(shown.honoured_at)
    )


def _answers(t: Translator, shown: Ending, manage: str, *, is_askable: bool) -> Block:
    value = str(shown.id)
    erase = ConfirmObject(
        title=plain(t("Erase the token now?")),
        text=mrkdwn(
            t(
                "It cannot be called off afterwards, and I can no longer ask Amazon. Whether the "
                "permission is gone there, only Manage Your Apps shows then."
            )
        ),
        confirm=plain(t("Erase now")),
        deny=plain(t("Cancel")),
        style="danger",
    )
    check = button(t("Check"), a.CHECK_ENDING, value, style="primary")
    keep = button(t("Keep it"), a.KEEP_CONNECTION, value)
    return actions(
        *([check] if is_askable else []),
        link_button(t("Manage Your Apps"), a.OPEN_MANAGE_APPS, manage),
        *([keep] if shown.kept_stores else []),
        button(t("Erase now"), a.ERASE_NOW, value, style="danger", confirm=erase),
    )


def _confirmed(t: Translator, shown: Ending) -> Message:
    text = t("The connection of *{seller}* has ended.", seller=escape(shown.connection.seller))
    names = store_names(t, shown.stores)
    proof = t(
        "Amazon answered {when} that it no longer honours the permission. The token is erased.",
        when=_ended_at(shown),
    )
    return Message(text, [section(f"✅ {text}\n{names}\n{proof}")])


def _erased(t: Translator, shown: Ending, manage: str, application: str) -> Message:
    seller = escape(shown.connection.seller)
    text = t("The token of *{seller}* is erased.", seller=seller)
    warning = t(
        "Amazon has not shown that the permission is gone on its side, and cannot be asked any "
        "more. Unless you have done it:"
    )
    steps = _first_steps(t, shown, application)
    blocks: list[Block] = [
        section(f"🔴 {text}\n{store_names(t, shown.stores)}"),
        section(f"{warning}\n{steps}"),
        actions(link_button(t("Manage Your Apps"), a.OPEN_MANAGE_APPS, manage)),
        context(_erased_by(t, shown)),
    ]
    return Message(text, blocks)


def _erased_by(t: Translator, shown: Ending) -> str:
    if shown.ended_by is not None and _is_person(shown.ended_by):
        return t("Erased {when} by {who}.", when=_ended_at(shown), who=person(shown.ended_by))
    return t("Erased {when}, after seven days.", when=_ended_at(shown))


def _kept(t: Translator, shown: Ending) -> Message:
    text = t(
        "The revoke of *{seller}* was called off: the connection stays.",
        seller=escape(shown.connection.seller),
    )
    by = t("Called off {when} by {who}", when=_ended_at(shown), who=person(shown.ended_by or ""))
    return Message(text, [section(f"🟢 {text}"), context(by)])


def _renewed(t: Translator, shown: Ending) -> Message:
    text = t(
        "The revoke of *{seller}* was called off {when}: somebody signed in at Amazon and "
        "connected it anew.",
        seller=escape(shown.connection.seller),
        when=_ended_at(shown),
    )
    return Message(text, [section(f"🟢 {text}")])


def _overtaken(t: Translator, shown: Ending) -> Message:
    text = t(
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
