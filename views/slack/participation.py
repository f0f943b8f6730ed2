"""Where a seller can and cannot sell, according to Amazon."""

from collections.abc import Mapping, Sequence

from domain.authorizations import Connection
from domain.participations import Selling, selling_in
from domain.stores import Store
from views.language import Translator
from views.slack.block_kit import Message, escape, section

MOST_NAMED = 5
"""The most stores that a sentence names."""

Changes = Mapping[Selling, Sequence[Store]]


def selling_changed(t: Translator, connection: Connection, changed: Changes) -> Message:
    """Report for which stores a seller can no longer sell, or can sell again."""
    told = [_told(t, k, connection, stores) for k, stores in changed.items() if stores]
    return Message(told[0], [section(text) for text in told])


def cannot_sell(t: Translator, connection: Connection, stores: Sequence[Store]) -> list[str]:
    """Describe the stores whose seller cannot sell in their marketplace, by reason."""
    found = {selling: _where(connection, stores, selling) for selling in _TROUBLES}
    return [_told(t, k, connection, named) for k, named in found.items() if named]


_TROUBLES = (Selling.LOST, Selling.SUSPENDED)


def _where(connection: Connection, stores: Sequence[Store], selling: Selling) -> list[Store]:
    told = connection.participations
    return [store for store in stores if selling_in(told, store.marketplace_id) is selling]


def _told(t: Translator, selling: Selling, connection: Connection, stores: Sequence[Store]) -> str:
    seller, named = escape(connection.seller), named_stores(t, stores)
    match selling:
        case Selling.LOST:
            return t(
                "⚠️ Amazon says that *{seller}* does not sell there any more: {stores}. Those "
                "stores stay connected, but calls for their marketplaces will be refused.",
                seller=seller,
                stores=named,
            )
        case Selling.SUSPENDED:
            return t(
                "⚠️ Amazon says that the listings of *{seller}* are not active there: {stores}. "
                "Somebody has switched them off in Seller Central, or Amazon has; Account Health "
                "tells which. Those stores stay connected.",
                seller=seller,
                stores=named,
            )
        case Selling.SELLS:
            return t("🟢 *{seller}* sells there again: {stores}.", seller=seller, stores=named)


def named_stores(t: Translator, stores: Sequence[Store]) -> str:
    """Name a few stores in a sentence, and count the rest."""
    names = [f"*{escape(store.name)}*" for store in stores[:MOST_NAMED]]
    if len(stores) > MOST_NAMED:
        more = len(stores) - MOST_NAMED
        names.append(t.plural("{n} more store", "{n} more stores", more))
    return t.list_of(names)
