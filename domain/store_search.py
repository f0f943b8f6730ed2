"""Parse searches of the store list: words and filters."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.errors import FilterUnknown
from domain.marketplaces import MARKETPLACES
from domain.names import fold
from domain.stores import StoreStatus

STATUSES = {
    "connected": StoreStatus.CONNECTED,
    "due": StoreStatus.RENEWAL_DUE,
    "overdue": StoreStatus.RENEWAL_OVERDUE,
    "ending": StoreStatus.ENDING,
    "disconnected": StoreStatus.DISCONNECTED,
    "not-connected": StoreStatus.NOT_CONNECTED,
    "paused": StoreStatus.PAUSED,
}
"""The statuses as they are typed."""
_DAYS = re.compile(r"(\d{1,4})d?", re.ASCII)
_QUOTES = str.maketrans("", "", '"“”„')
"""Quotes around a name of several words."""

CountryName = Callable[[str], str]
"""Returns a country's name by its ISO 3166 code, in the user's language."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a store has to match; `text` is what was typed.

    `due_within` reaches from the past to this long from now. Of several statuses or marketplaces,
    one has to match.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    due_within: timedelta | None = None
    statuses: tuple[StoreStatus, ...] = ()
    marketplaces: tuple[str, ...] = ()


EVERYTHING = Search()


def parse(text: str, country_name: CountryName) -> Search:
    """Parse words, `due:30d`, `status:…` and `country:…`, in any order.

    Raises `FilterUnknown` for an invalid value.
    """
    words: list[str] = []
    due: timedelta | None = None
    statuses: list[StoreStatus] = []
    places: list[str] = []
    rest = text.split()
    while rest:
        token = rest.pop(0)
        name, colon, value = token.partition(":")
        match name.casefold() if colon else "":
            case "due":
                due = _due(token, value)
            case "status":
                statuses.append(_status(token, value))
            case "country":
                places.append(_country(token, [value, *rest], country_name, rest))
            case _:
                words += fold(token).split()
    return Search(text, tuple(words), due, tuple(statuses), tuple(places))


def _due(token: str, value: str) -> timedelta:
    days = _DAYS.fullmatch(value.casefold())
    if days is None:
        raise FilterUnknown(token)
    return timedelta(days=int(days[1]))


def _status(token: str, value: str) -> StoreStatus:
    known = STATUSES.get(value.casefold().replace("_", "-"))
    if known is None:
        raise FilterUnknown(token)
    return known


def _country(token: str, words: Sequence[str], country_name: CountryName, rest: list[str]) -> str:
    """Return the marketplace of a country whose name may continue in the following words.

    The longest name wins; its further words are taken from the `rest`.
    """
    known = _countries(country_name)
    for length in range(min(len(words), _longest(known)), 0, -1):
        found = known.get(fold(" ".join(words[:length]).translate(_QUOTES)))
        if found is not None:
            del rest[: length - 1]
            return found
    raise FilterUnknown(token)


def _countries(country_name: CountryName) -> dict[str, str]:
    """Return marketplaces by their country's code and folded names."""
    known = {"uk": next(place.id for place in MARKETPLACES if place.country == "GB")}
    for place in MARKETPLACES:
        for name in (place.country, place.name, country_name(place.country)):
            known[fold(name)] = place.id
    return known


def _longest(known: dict[str, str]) -> int:
    return max(len(name.split()) for name in known)
