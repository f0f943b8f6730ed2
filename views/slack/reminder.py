"""A reminder that a connection has to be renewed."""

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
    say: Translator, shown: ReminderShown, connect_url: str, manage: Mapping[str, Marketplace]
) -> Message:
    """Remind of a renewal, or tell what came of it once there is nothing left to do.

    `manage` is the address of Manage Your Apps, where the seller can renew as well.
    """
    if shown.ended is not None:
        return _ended(say, shown, shown.ended)
    headline = _headline(say, shown)
    if shown.snoozed_until is not None:
        return Message(headline, _snoozed(say, shown, headline, connect_url, shown.snoozed_until))
    lines = [
        f"{mark(shown.days)} *{headline}*",
        stores_and_day(say, shown),
        consequence(say),
        responsible(say, shown),
    ]
    blocks = [
        section("\n".join(lines)),
        actions(*_buttons(say, shown, connect_url)),
        context(estimate(say) + " " + other_way(say, manage)),
    ]
    return Message(headline, blocks)


def sent_again(say: Translator) -> Message:
    """Take the buttons out of a reminder that was sent again: snoozed, kept, or back here."""
    text = say("This reminder was sent again below.")
    return Message(text, [context(text)])


def _headline(say: Translator, shown: ReminderShown) -> str:
    seller = escape(shown.connection.seller)
    if shown.days < 0:
        return say.many(
            "The Amazon connection of {seller} has been overdue for {n} day",
            "The Amazon connection of {seller} has been overdue for {n} days",
            -shown.days,
            seller=seller,
        )
    if shown.is_overdue:
        return say("The Amazon connection of {seller} is overdue", seller=seller)
    if shown.days == 0:
        return say("The Amazon connection of {seller} ends today", seller=seller)
    return say.many(
        "The Amazon connection of {seller} ends in {n} day",
        "The Amazon connection of {seller} ends in {n} days",
        shown.days,
        seller=seller,
    )


def stores_and_day(say: Translator, shown: ReminderShown) -> str:
    return names_and_day(say, flagged_names(say, shown.stores), shown)


def names_and_day(say: Translator, names: str, shown: ReminderShown) -> str:
    ends_at = shown.connection.ends_at
    if ends_at is None:
        return names
    return say("{stores} · until about {day}", stores=names, day=day(ends_at))


def estimate(say: Translator) -> str:
    return say("The day is our estimate: a year after the last sign-in, for Amazon names none.")


def other_way(say: Translator, manage: Mapping[str, Marketplace]) -> str:
    """Tell where the seller can renew as well; `manage` are the addresses of Manage Your Apps."""
    name = say("Manage Your Apps")
    links = [f"<{url}|{name}>" for url in manage]
    if len(manage) > 1:
        flags = (words.flag(marketplace.country) for marketplace in manage.values())
        links = [f"{flag} {link}" for flag, link in zip(flags, links, strict=True)]
    return say("The seller can also renew in Seller Central, at {link}.", link=say.list_of(links))


def consequence(say: Translator) -> str:
    return say(
        "Once Amazon ends it, sync programs get no access: orders, prices and stock stand still."
    )


def responsible(say: Translator, shown: ReminderShown) -> str:
    """Name who looks after the stores; from a week before the end they are mentioned."""
    is_urgent = shown.rung <= MENTIONED_FROM
    owners = dict.fromkeys(store.owner for store in shown.stores)
    backups = dict.fromkeys(store.backup for store in shown.stores if store.backup)
    owner = say.list_of([_called(shown, who, is_urgent=is_urgent) for who in owners])
    backup = say.list_of([_called(shown, who, is_urgent=False) for who in backups])
    if not backup:
        return say("Responsible: {owner}.", owner=owner)
    return say("Responsible: {owner}; backup: {backup}.", owner=owner, backup=backup)


def _called(shown: ReminderShown, who: str, *, is_urgent: bool) -> str:
    name = shown.names.get(who)
    return quote(name) if name and not is_urgent else person(who)


def _buttons(say: Translator, shown: ReminderShown, connect_url: str) -> list[InteractiveElement]:
    store = shown.stores[0]
    buttons: list[InteractiveElement] = [
        renew_button(say, connect_url),
        button(say("Send link"), a.SEND_LINK, str(store.id)),
        revoke_button(say, shown.connection, store),
    ]
    return [*buttons, _snooze(say, shown)] if shown.can_be_snoozed else buttons


def renew_button(say: Translator, connect_url: str) -> LinkButtonElement:
    return link_button(say("Renew"), a.RENEW, connect_url, style="primary")


def _snooze(say: Translator, shown: ReminderShown) -> StaticSelectElement:
    options = [
        Option(
            text=plain(say.many("for {n} day", "for {n} days", days)), value=f"{shown.id}:{days}"
        )
        for days in SNOOZES
    ]
    return StaticSelectElement(
        action_id=a.SNOOZE, placeholder=plain(say("Snooze")), options=options
    )


def _snoozed(
    say: Translator, shown: ReminderShown, headline: str, connect_url: str, until: datetime
) -> list[Block]:
    text = "\n".join(
        [f"💤 *{headline}*", stores_and_day(say, shown), snoozed_by(say, shown, until)]
    )
    return [section(text), actions(renew_button(say, connect_url), wake_button(say, shown))]


def wake_button(say: Translator, shown: ReminderShown) -> ButtonElement:
    return button(say("Show it again now"), a.WAKE_REMINDER, str(shown.id))


def snoozed_by(say: Translator, shown: ReminderShown, until: datetime) -> str:
    return say(
        "Snoozed by {who} until {when}.",
        who=person(str(shown.snoozed_by)),
        when=moment(until),
    )


def _ended(say: Translator, shown: ReminderShown, ended: ReminderEnd) -> Message:
    seller = escape(shown.connection.seller)
    told = {
        ReminderEnd.RENEWED: "✅ " + say("*{seller}* has been renewed.", seller=seller),
        ReminderEnd.REVOKED: say("The connection of *{seller}* was revoked.", seller=seller),
        ReminderEnd.DISCONNECTED: "🔴 "
        + say("Amazon has ended the connection of *{seller}*.", seller=seller),
        ReminderEnd.SUPERSEDED: say("*{seller}*: a later reminder stands below.", seller=seller),
        ReminderEnd.NOT_HERE: say(
            "*{seller}* is looked after in another place now.", seller=seller
        ),
    }[ended]
    return Message(told, [context(told)])


def mark(days: int) -> str:
    return "🟠" if days <= 0 else "🟡"
