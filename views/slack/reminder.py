"""Reminders that a connection has to be renewed."""

from collections.abc import Mapping
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    InteractiveElement,
    LinkButtonElement,
    Option,
    StaticSelectElement,
)

from domain.marketplaces import Marketplace
from domain.reminders import (
    MENTIONED_FROM,
    SNOOZES,
    ReminderEnd,
    ReminderShown,
)
from views import words
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    day,
    escape,
    link_button,
    moment,
    person,
    plain,
    quote,
    section,
)
from views.slack.renewed import flagged_names
from views.slack.revoke import revoke_button


def reminder(
    t: Translator, shown: ReminderShown, connect_url: str, manage: Mapping[str, Marketplace]
) -> Message:
    """Render a reminder, or its outcome once there is nothing left to do.

    `manage` is the address of Manage Your Apps, where the seller can renew as well.
    """
    if shown.ended is not None:
        return _ended(t, shown, shown.ended)
    headline = _headline(t, shown)
    if shown.snoozed_until is not None:
        return Message(headline, _snoozed(t, shown, headline, connect_url, shown.snoozed_until))
    lines = [
        f"{mark(shown.days)} *{headline}*",
        stores_and_day(t, shown),
        consequence(t),
        responsible(t, shown),
    ]
    blocks = [
        section("\n".join(lines)),
        actions(*_buttons(t, shown, connect_url)),
        context(estimate(t) + " " + other_way(t, manage)),
    ]
    return Message(headline, blocks)


def sent_again(t: Translator) -> Message:
    """Remove the buttons from a reminder that was sent again, with the reason."""
    text = t("This reminder was sent again below.")
    return Message(text, [context(text)])


def _headline(t: Translator, shown: ReminderShown) -> str:
    seller = escape(shown.connection.seller)
    if shown.days < 0:
        return t.plural(
            "The Amazon connection of {seller} has been overdue for {n} day",
            "The Amazon connection of {seller} has been overdue for {n} days",
            -shown.days,
            seller=seller,
        )
    if shown.is_overdue:
        return t("The Amazon connection of {seller} is overdue", seller=seller)
    if shown.days == 0:
        return t("The Amazon connection of {seller} ends today", seller=seller)
    return t.plural(
        "The Amazon connection of {seller} ends in {n} day",
        "The Amazon connection of {seller} ends in {n} days",
        shown.days,
        seller=seller,
    )


def stores_and_day(t: Translator, shown: ReminderShown) -> str:
    return names_and_day(t, flagged_names(t, shown.stores), shown)


def names_and_day(t: Translator, names: str, shown: ReminderShown) -> str:
    ends_at = shown.connection.ends_at
    if ends_at is None:
        return names
    return t("{stores} · until about {day}", stores=names, day=day(ends_at))


def estimate(t: Translator) -> str:
    return t("The day is our estimate: a year after the last sign-in, for Amazon names none.")


def other_way(t: Translator, manage: Mapping[str, Marketplace]) -> str:
    """Say where else the seller can renew; `manage` are the addresses of Manage Your Apps."""
    name = t("Manage Your Apps")
    links = [f"<{url}|{name}>" for url in manage]
    if len(manage) > 1:
        flags = (words.flag(marketplace.country) for marketplace in manage.values())
        links = [f"{flag} {link}" for flag, link in zip(flags, links, strict=True)]
    return t("The seller can also renew in Seller Central, at {link}.", link=t.list_of(links))


def consequence(t: Translator) -> str:
    return t(
        "Once Amazon ends it, sync programs get no access: orders, prices and stock stand still."
    )


def responsible(t: Translator, shown: ReminderShown) -> str:
    """Name who looks after the stores; from a week before the end, mention them."""
    is_urgent = shown.rung <= MENTIONED_FROM
    owners = dict.fromkeys(store.owner for store in shown.stores)
    backups = dict.fromkeys(store.backup for store in shown.stores if store.backup)
    owner = t.list_of([_called(shown, who, is_urgent=is_urgent) for who in owners])
    backup = t.list_of([_called(shown, who, is_urgent=False) for who in backups])
    if not backup:
        return t("Responsible: {owner}.", owner=owner)
    return t("Responsible: {owner}; backup: {backup}.", owner=owner, backup=backup)


def _called(shown: ReminderShown, who: str, *, is_urgent: bool) -> str:
    name = shown.names.get(who)
    return quote(name) if name and not is_urgent else person(who)


def _buttons(t: Translator, shown: ReminderShown, connect_url: str) -> list[InteractiveElement]:
    store = shown.stores[0]
    buttons: list[InteractiveElement] = [
        renew_button(t, connect_url),
        button(t("Send link"), a.SEND_LINK, str(store.id)),
        revoke_button(t, shown.connection, store),
    ]
    return [*buttons, _snooze(t, shown)] if shown.can_be_snoozed else buttons


def renew_button(t: Translator, connect_url: str) -> LinkButtonElement:
    return link_button(t("Renew"), a.RENEW, connect_url, style="primary")


def _snooze(t: Translator, shown: ReminderShown) -> StaticSelectElement:
    options = [
        Option(
            text=plain(t.plural("for {n} day", "for {n} days", days)), value=f"{shown.id}:{days}"
        )
        for days in SNOOZES
    ]
    return StaticSelectElement(action_id=a.SNOOZE, placeholder=plain(t("Snooze")), options=options)


def _snoozed(
    t: Translator, shown: ReminderShown, headline: str, connect_url: str, until: datetime
) -> list[Block]:
    text = "\n".join([f"💤 *{headline}*", stores_and_day(t, shown), snoozed_by(t, shown, until)])
    return [section(text), actions(renew_button(t, connect_url), wake_button(t, shown))]


def wake_button(t: Translator, shown: ReminderShown) -> ButtonElement:
    return button(t("Show it again now"), a.WAKE_REMINDER, str(shown.id))


def snoozed_by(t: Translator, shown: ReminderShown, until: datetime) -> str:
    return t(
        "Snoozed by {who} until {when}.",
        who=person(str(shown.snoozed_by)),
        when=moment(until),
    )


def _ended(t: Translator, shown: ReminderShown, ended: ReminderEnd) -> Message:
    seller = escape(shown.connection.seller)
    told = _why_ended(t, seller, ended)
    return Message(told, [context(told)])


def _why_ended(t: Translator, seller: str, ended: ReminderEnd) -> str:
    match ended:
        case ReminderEnd.RENEWED:
            return "✅ " + t("*{seller}* has been renewed.", seller=seller)
        case ReminderEnd.REVOKED:
            return t("The connection of *{seller}* was revoked.", seller=seller)
        case ReminderEnd.DISCONNECTED:
            return "🔴 " + t("Amazon has ended the connection of *{seller}*.", seller=seller)
        case ReminderEnd.SUPERSEDED:
            return t("*{seller}*: a later reminder stands below.", seller=seller)
        case ReminderEnd.NOT_HERE:
            return t("*{seller}* is looked after in another place now.", seller=seller)


def mark(days: int) -> str:
    return "🟠" if days <= 0 else "🟡"
