"""A day's reminders in one message, where there are many."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    Option,
    OverflowMenuElement,
)

from domain.marketplaces import Marketplace
from domain.reminders import SNOOZES, DigestShown, ReminderShown
from views.language import Translator
from views.slack import actions as a
from views.slack.actions import COMMAND
from views.slack.block_kit import Message, actions, context, plain, quote, section
from views.slack.reminder import (
    consequence,
    estimate,
    mark,
    names_and_day,
    other_way,
    renew_button,
    responsible,
    sent_again,
    snoozed_by,
    wake_button,
)
from views.slack.renewed import flagged_names
from views.slack.revoke import revoke_value

_ROOM = 7_500
"""Characters for the connections, well below Slack's limit for a message."""
_ROOM_FOR_NAMES = 300


def digest(
    t: Translator,
    shown: DigestShown,
    connect_urls: Mapping[UUID, str],
    manage: Mapping[str, Marketplace],
) -> Message:
    """Render the reminders of one day in one message.

    `connect_urls` holds the link of each open reminder, `manage` the addresses of Manage Your Apps.
    """
    if not shown.total:
        return sent_again(t)
    headline = t.plural(
        "{n} Amazon connection has to be renewed: {done} of {n} done",
        "{n} Amazon connections have to be renewed: {done} of {n} done",
        shown.total,
        done=shown.done,
    )
    if not shown.left:
        return _all_dealt_with(t, shown, headline)
    blocks: list[Block] = [section(f"🟡 *{headline}*\n{consequence(t)}")]
    texts = _fitting([_text(t, each) for each in shown.waiting])
    for text, each in zip(texts, shown.waiting, strict=False):
        blocks += [section(text), _buttons(t, each, connect_urls[each.id])]
    if shown.left > len(texts):
        more = t.plural("{n} more waits.", "{n} more wait.", shown.left - len(texts))
        blocks.append(context(more + " " + _show_all(t)))
    return Message(headline, [*blocks, context(estimate(t) + " " + other_way(t, manage))])


def _text(t: Translator, shown: ReminderShown) -> str:
    """Describe one connection."""
    until = shown.snoozed_until
    sign = "💤" if until else mark(shown.days)
    names = flagged_names(t, shown.stores, _ROOM_FOR_NAMES)
    lines = [
        f"{sign} *{quote(shown.connection.seller)}* · {_when(t, shown)}",
        names_and_day(t, names, shown),
        snoozed_by(t, shown, until) if until else responsible(t, shown),
    ]
    return "\n".join(lines)


def _fitting(texts: Sequence[str]) -> Sequence[str]:
    """Return as many of the texts as there is room for."""
    lengths = accumulate(len(text) for text in texts)
    return texts[: sum(length <= _ROOM for length in lengths)]


def _buttons(t: Translator, shown: ReminderShown, connect_url: str) -> ActionsBlock:
    renew = renew_button(t, connect_url)
    if shown.snoozed_until is not None:
        return actions(renew, wake_button(t, shown))
    return actions(renew, _menu(t, shown))


def _menu(t: Translator, shown: ReminderShown) -> OverflowMenuElement:
    """Offer a single reminder's buttons as a menu; a choice's value names the button first."""
    store = shown.stores[0]
    options = [
        _option(t("Send link"), a.SEND_LINK, str(store.id)),
        _option(t("Revoke"), a.REVOKE, revoke_value(shown.connection, store)),
    ]
    if shown.can_be_snoozed:
        options += _snoozes(t, shown)
    return OverflowMenuElement(action_id=a.REMINDER_MENU, options=options)


def _snoozes(t: Translator, shown: ReminderShown) -> Sequence[Option]:
    return [
        _option(
            t.plural("Snooze for {n} day", "Snooze for {n} days", days),
            a.SNOOZE,
            f"{shown.id}:{days}",
        )
        for days in SNOOZES
    ]


def _option(text: str, action: str, value: str) -> Option:
    return Option(text=plain(text), value=f"{action}:{value}")


def _when(t: Translator, shown: ReminderShown) -> str:
    if shown.days < 0:
        return t.plural("overdue for {n} day", "overdue for {n} days", -shown.days)
    if shown.is_overdue:
        return t("overdue")
    if shown.days == 0:
        return t("ends today")
    return t.plural("ends in {n} day", "ends in {n} days", shown.days)


def _all_dealt_with(t: Translator, shown: DigestShown, headline: str) -> Message:
    if shown.elsewhere:
        text = t("{headline}. Other messages tell of the others.", headline=headline)
        return Message(headline, [context(text)])
    return Message(headline, [section(f"✅ *{headline}*")])


def _show_all(t: Translator) -> str:
    return t("`{command} list` shows all stores.", command=COMMAND)
