"""What Slack is told of where a seller can and cannot sell, by Amazon's own word."""

from collections.abc import Callable, Mapping, Sequence

from domain.authorizations import Connection, Participation
from domain.selling import Selling, selling_in
from domain.stores import Store
from views.language import Language
from views.slack import Message, escape, section

MOST_NAMED = 5
"""Stores that a sentence names one by one."""

Changes = Mapping[Selling, Sequence[Store]]


def selling_changed(say: Language, connection: Connection, changed: Changes) -> Message:
    """Tell for which stores a seller has lost, or got back, its place at Amazon."""
    text = say("What Amazon tells about *{seller}* has changed.", seller=escape(connection.seller))
    told = [_told(say, selling, stores) for selling, stores in changed.items() if stores]
    return Message(text, [section("\n\n".join([text, *told]))])


def cannot_sell(
    say: Language, participations: Sequence[Participation], stores: Sequence[Store]
) -> list[str]:
    """Name those stores whose seller cannot sell where they are, by the reason."""
    found = {selling: [*_where(participations, stores, selling)] for selling in _TROUBLES}
    return [_told(say, selling, named) for selling, named in found.items() if named]


_TROUBLES = (Selling.LOST, Selling.SUSPENDED)


def _where(
    participations: Sequence[Participation], stores: Sequence[Store], selling: Selling
) -> list[Store]:
    return [s for s in stores if selling_in(participations, s.marketplace_id) is selling]


def _told(say: Language, selling: Selling, stores: Sequence[Store]) -> str:
    named = named_stores(say, stores)
    sentences: dict[Selling, Callable[[], str]] = {
        Selling.LOST: lambda: say(
            "⚠️ Amazon says that this seller does not sell there any more: {stores}. Those stores "
            "stay connected, but calls for their marketplaces will be refused.",
            stores=named,
        ),
        Selling.SUSPENDED: lambda: say(
            "⚠️ Amazon says that the listings are not active there: {stores}. Somebody has switched "
            "them off in Seller Central, or Amazon has; Account Health tells which. Those stores "
            "stay connected.",
            stores=named,
        ),
        Selling.SELLS: lambda: say("🟢 This seller sells there again: {stores}.", stores=named),
    }
    return sentences[selling]()


def named_stores(say: Language, stores: Sequence[Store]) -> str:
    """Name some stores in a sentence, and count the others."""
    names = [f"*{escape(store.name)}*" for store in stores[:MOST_NAMED]]
    if len(stores) > MOST_NAMED:
        more = len(stores) - MOST_NAMED
        names.append(say.many("{n} more store", "{n} more stores", more))
    return say.list_of(names)
