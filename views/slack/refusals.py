"""Turn refusals into sentences: why, what was kept, and what to do next."""

from slack_sdk.models.views import View

from domain.authorizations import AuthorizationStatus
from domain.errors import (
    AlreadyHandled,
    AlreadySettled,
    AmazonSilent,
    FilterUnknown,
    IllegalTransition,
    KeepersOnly,
    NotAllowed,
    NotConnected,
    NothingThere,
    NotTheirs,
    Overtaken,
    Refusal,
    StoreUnknown,
    TooUrgent,
)
from domain.store_search import STATUSES
from views.language import Translator
from views.slack.actions import COMMAND
from views.slack.block_kit import Message, escape, modal, person, quote


def refusal_text(t: Translator, refusal: Refusal) -> str:
    """Explain a refusal without blame."""
    match refusal:
        case StoreUnknown():
            return _unknown_store(t, refusal)
        case FilterUnknown():
            return _unknown_filter(t, refusal)
        case KeepersOnly():
            return _keepers_only(t, refusal)
        case IllegalTransition():
            return _not_from(t, refusal.status)
    return _refusal_sentence(t, refusal)


def _refusal_sentence(t: Translator, refusal: Refusal) -> str:
    match refusal:
        case AlreadyHandled() | AlreadySettled():
            return t("This was done already. Nothing was changed a second time.")
        case NothingThere():
            return t("This is no longer there. Nothing was changed.")
        case NotAllowed():
            return _not_allowed(t, refusal)
        case TooUrgent():
            return t(
                "So little time is left that this reminder cannot be snoozed any more. "
                "Nothing was changed."
            )
    return _not_with_this_connection(t, refusal)


def _not_with_this_connection(t: Translator, refusal: Refusal) -> str:
    match refusal:
        case Overtaken():
            return t(
                "This is about an earlier year of the connection, which has been renewed since. "
                "Nothing was changed; the store's card tells how things are now."
            )
        case NotConnected():
            return t(
                "That seller's connection cannot be used for this store. Nothing was changed; "
                "connect the store with a link of its own."
            )
        case AmazonSilent():
            return t(
                "Amazon has to say first that this seller sells there, and does not answer just "
                "now. Nothing was changed; try again in a few minutes, or connect the store with "
                "its link."
            )
    return t("That cannot be done now. Nothing was changed.")


def _not_allowed(t: Translator, refusal: NotAllowed) -> str:
    if isinstance(refusal, NotTheirs):
        return t(
            "Only the person who looks after these stores now, and workspace admins, can hand "
            "them over. Nothing was changed."
        )
    return t(
        "Only members of this workspace can do this. "
        "Please ask a colleague who is one. Nothing was changed."
    )


def notice_modal(t: Translator, message: Message) -> View:
    """Render a message as a modal, in place of a form."""
    return modal(t("Amazon Stores"), message.blocks, close=t("Close"))


def too_late_text(t: Translator) -> str:
    return t("Slack could not show the dialog in time. Please try again.")


def fault_text(t: Translator, reference: str) -> str:
    return t(
        "Something went wrong on our side. Nothing of yours was lost. Please try again; if it "
        "happens again, give whoever runs this bot the reference {reference}.",
        reference=f"`{reference}`",
    )


def _unknown_store(t: Translator, refusal: StoreUnknown) -> str:
    if refusal.similar:
        return t(
            "More than one store fits “{name}”: {names}. Please write the whole name.",
            name=quote(refusal.name),
            names=", ".join(escape(name) for name in refusal.similar),
        )
    return t(
        "There is no store named “{name}” here. `{command} list` shows all of them.",
        name=quote(refusal.name),
        command=COMMAND,
    )


def _unknown_filter(t: Translator, refusal: FilterUnknown) -> str:
    return t(
        "I do not know the filter “{given}”. Use `due:30d` for connections that end within 30 "
        "days, `country:US` or `country:Canada`, or one of {statuses}. Filters and words can be "
        "combined.",
        given=quote(refusal.given),
        statuses=", ".join(f"`status:{typed}`" for typed in STATUSES),
    )


def _keepers_only(t: Translator, refusal: KeepersOnly) -> str:
    return t(
        "Only those who look after the stores, {keepers}, and workspace admins can do this. "
        "Nothing was changed.",
        keepers=t.list_of([person(keeper) for keeper in refusal.keepers]),
    )


def _not_from(t: Translator, status: AuthorizationStatus) -> str:
    match status:
        case AuthorizationStatus.LIVE:
            return t("The connection goes on, so this cannot be done. Nothing was changed.")
        case AuthorizationStatus.REVOKING:
            return t(
                "The connection is being ended already; its checklist in Slack tells what is left "
                "to do. Nothing was changed."
            )
        case AuthorizationStatus.REVOKED:
            return t("The connection has ended already. Nothing was changed.")
