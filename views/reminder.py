"""Reminders that a connection has to be renewed, single and in a digest."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    InteractiveElement,
    LinkButtonElement,
    Option,
    StaticSelectElement,
)

from domain.reminders import (
    MENTIONED_FROM,
    SNOOZES,
    DigestLine,
    DigestShown,
    ReminderEnd,
    ReminderShown,
)
from views import actions as a
from views import words
from views.actions import COMMAND
from views.language import Language
from views.renewal import flagged_names
from views.revoking import revoke_button
from views.slack import (
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


def reminder(say: Language, shown: ReminderShown, connect_url: str, manage: str) -> Message:
    """Remind of a renewal, or tell what came of it once there is nothing left to do.

    `manage` is the address of Manage Your Apps, where the seller can renew as well.
    """
    if shown.ended is not None:
        return _ended(say, shown, shown.ended)
    headline = _headline(say, shown)
    if shown.snoozed_until is not None:
        return Message(headline, _snoozed(say, shown, headline, connect_url, shown.snoozed_until))
    lines = [
        f"{_mark(shown.days)} *{headline}*",
        _stores_and_day(say, shown),
        _consequence(say),
        _responsible(say, shown),
    ]
    blocks = [
        section("\n".join(lines)),
        actions(*_buttons(say, shown, connect_url)),
        context(_estimate(say) + " " + _other_way(say, manage)),
    ]
    return Message(headline, blocks)


def sent_again(say: Language) -> Message:
    """Take the buttons out of a reminder that was sent again: after a snooze, or a Keep it."""
    text = say("This reminder was sent again below.")
    return Message(text, [context(text)])


def digest(say: Language, shown: DigestShown, connect_url: Callable[[DigestLine], str]) -> Message:
    """Remind of many renewals of one day in one message; `connect_url` is each one's link."""
    headline = say(
        "{n} Amazon connections have to be renewed: {done} of {n} done",
        n=shown.total,
        done=shown.done,
    )
    if not shown.left:
        return _all_dealt_with(say, shown, headline)
    blocks: list[Block] = [section(f"🟡 *{headline}*\n{_consequence(say)}")]
    blocks += [_line(say, line, connect_url(line)) for line in shown.waiting]
    if shown.left > len(shown.waiting):
        more = say.many("{n} more waits.", "{n} more wait.", shown.left - len(shown.waiting))
        blocks.append(context(more + " " + _show_all(say)))
    return Message(headline, blocks)


def _headline(say: Language, shown: ReminderShown) -> str:
    seller = escape(shown.connection.seller)
    if shown.days < 0:
        return say.many(
            "The Amazon connection of {seller} has been overdue for {n} day",
            "The Amazon connection of {seller} has been overdue for {n} days",
            -shown.days,
            seller=seller,
        )
    if shown.days == 0:
        return say("The Amazon connection of {seller} ends today", seller=seller)
    return say.many(
        "The Amazon connection of {seller} ends in {n} day",
        "The Amazon connection of {seller} ends in {n} days",
        shown.days,
        seller=seller,
    )


def _stores_and_day(say: Language, shown: ReminderShown) -> str:
    names, ends_at = flagged_names(say, shown.stores), shown.connection.ends_at
    if ends_at is None:
        return names
    return say("{stores} · until about {day}", stores=names, day=day(ends_at))


def _estimate(say: Language) -> str:
    return say("The day is our estimate: a year after the last sign-in, for Amazon names none.")


def _other_way(say: Language, manage: str) -> str:
    link = f"<{manage}|{say('Manage Your Apps')}>"
    return say("The seller can also renew in Seller Central, at {link}.", link=link)


def _consequence(say: Language) -> str:
    return say(
        "Once Amazon ends it, sync programs get no access: orders, prices and stock stand still."
    )


def _responsible(say: Language, shown: ReminderShown) -> str:
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


def _buttons(say: Language, shown: ReminderShown, connect_url: str) -> list[InteractiveElement]:
    store = shown.stores[0]
    buttons: list[InteractiveElement] = [
        _renew(say, connect_url),
        button(say("Send link"), a.SEND_LINK, str(store.id)),
        revoke_button(say, shown.connection, store),
    ]
    return [*buttons, _snooze(say, shown)] if shown.can_be_snoozed else buttons


def _renew(say: Language, connect_url: str) -> LinkButtonElement:
    return link_button(say("Renew"), a.RENEW, connect_url, style="primary")


def _snooze(say: Language, shown: ReminderShown) -> StaticSelectElement:
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
    say: Language, shown: ReminderShown, headline: str, connect_url: str, until: datetime
) -> list[Block]:
    by = say(
        "Snoozed by {who} until {when}.",
        who=person(str(shown.snoozed_by)),
        when=moment(until),
    )
    text = "\n".join([f"💤 *{headline}*", _stores_and_day(say, shown), by])
    wake = button(say("Show it again now"), a.WAKE_REMINDER, str(shown.id))
    return [section(text), actions(_renew(say, connect_url), wake)]


def _ended(say: Language, shown: ReminderShown, ended: ReminderEnd) -> Message:
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


def _line(say: Language, line: DigestLine, connect_url: str) -> Block:
    country = words.flag(line.store.marketplace.country)
    stores = f"{country} {quote(line.store.name)}"
    if line.more_stores:
        more = say.many("{n} more store", "{n} more stores", line.more_stores)
        stores = say.list_of([stores, more])
    when = _when(say, line.days)
    text = f"{_mark(line.days)} *{quote(line.connection.seller)}* · {when}\n{stores}"
    renew = link_button(say("Renew"), a.RENEW, connect_url)
    return section(text, accessory=renew)


def _when(say: Language, days: int) -> str:
    if days < 0:
        return say.many("overdue for {n} day", "overdue for {n} days", -days)
    if days == 0:
        return say("ends today")
    return say.many("ends in {n} day", "ends in {n} days", days)


def _all_dealt_with(say: Language, shown: DigestShown, headline: str) -> Message:
    if shown.superseded:
        text = say("{headline}. Later messages tell of the others.", headline=headline)
        return Message(headline, [context(text)])
    return Message(headline, [section(f"✅ *{headline}*")])


def _show_all(say: Language) -> str:
    return say("`{command} list` shows all stores.", command=COMMAND)


def _mark(days: int) -> str:
    return "🟠" if days <= 0 else "🟡"
