"""The message that a connection was renewed."""

from collections.abc import Sequence
from itertools import accumulate

from slack_sdk.models.blocks import Block

from domain.authorizations import AuthorizationStatus, Connection
from domain.stores import Store
from views import words
from views.language import Translator
from views.slack.block_kit import Message, context, day, escape, section
from views.slack.participation import cannot_sell

_NAMES_LENGTH = 1500
"""The most characters for names of stores: about half of a section."""


def renewed(t: Translator, connection: Connection, stores: Sequence[Store]) -> Message:
    """Report until when, for which stores, and which of them cannot sell."""
    seller = escape(connection.seller)
    if connection.status is not AuthorizationStatus.LIVE:
        text = t("*{seller}* was renewed here; it has been ended since.", seller=seller)
        return Message(text, [context(text)])
    text = t("*{seller}* is renewed.", seller=seller)
    if connection.ends_at is not None:
        text = t(
            "*{seller}* is renewed until about {day}.", seller=seller, day=day(connection.ends_at)
        )
    blocks: list[Block] = [section(f"🟢 {text}\n{store_names(t, stores)}")]
    if connection.checked_at is not None:
        blocks += [section(text) for text in cannot_sell(t, connection, stores)]
    return Message(text, blocks)


def store_names(t: Translator, stores: Sequence[Store]) -> str:
    """Say which stores a connection serves."""
    return t("For {stores}.", stores=flagged_names(t, stores))


def flagged_names(t: Translator, stores: Sequence[Store], room: int = _NAMES_LENGTH) -> str:
    """Name stores with their flags, as many as fit."""
    names = [f"{words.flag(store.marketplace.country)} {escape(store.name)}" for store in stores]
    lengths = accumulate(len(name) for name in names)
    fitting = sum(length <= room for length in lengths)
    if fitting < len(names):
        more = len(names) - fitting
        names[fitting:] = [t.plural("{n} more store", "{n} more stores", more)]
    return t.list_of(names)
