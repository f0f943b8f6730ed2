"""The nudge to whoever added a store that is not connected yet."""

from slack_sdk.models.blocks import Block

from domain.nudges import Waiting
from domain.stores import StoreStatus
from views import words
from views.language import Translator
from views.outcomes import end_in_slack
from views.slack.block_kit import Message, context, escape, section
from views.slack.card import connect_actions


def nudge(t: Translator, waiting: Waiting, connect_url: str, manage: str) -> Message:
    """Say how long a store has waited and how its last attempt ended, or that it is connected."""
    store = waiting.store
    name = f"{words.flag(store.marketplace.country)} *{escape(store.name)}*"
    if store.status is not StoreStatus.NOT_CONNECTED:
        text = t("{store} has been connected since.", store=name)
        return Message(text, [section(f"✅ {text}")])
    text = t.plural(
        "{store} has waited {n} day for its connection to Amazon.",
        "{store} has waited {n} days for its connection to Amazon.",
        waiting.days,
        store=name,
    )
    blocks: list[Block] = [
        section(f"⏳ {text}\n{_last_try(t, waiting, manage)}"),
        connect_actions(t, store, connect_url),
        context(_what_follows(t, waiting)),
    ]
    return Message(text, blocks)


def _last_try(t: Translator, waiting: Waiting, manage: str) -> str:
    if waiting.end is None:
        return t(
            "Nobody has signed in at Amazon for it yet. It takes about five minutes, with the "
            "sign-in of the seller account's primary user."
        )
    country = t.country(waiting.store.marketplace.country)
    told = end_in_slack(t, waiting.end, waiting.facts, country, manage)
    return t(
        "How the last try ended: *{title}*. {sentence} {next}",
        title=told.title,
        sentence=told.sentence,
        next=told.next,
    )


def _what_follows(t: Translator, waiting: Waiting) -> str:
    if waiting.is_last:
        return t("I do not ask again. The store's card stays as it is.")
    return t("I ask once more when it has waited for a week.")
