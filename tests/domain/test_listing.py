"""What people type after `list`: words and filters, in any order."""

from datetime import timedelta

import pytest

from domain.errors import FilterUnknown
from domain.store_search import EVERYTHING, parse
from domain.stores import StoreStatus
from views.language import Translators

US, CANADA, GERMANY = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2", "A1PA6795UKMFR9"
UNITED_KINGDOM = "A1F83G8C2ARO7P"
ENGLISH, SWEDISH = (Translators.read("en").of(tag).country for tag in ("en", "sv"))


def test_nothing_typed_looks_for_everything() -> None:
    assert parse("", ENGLISH) == EVERYTHING


def test_words_and_filters_are_told_apart_in_any_order() -> None:
    found = parse("nordic status:overdue due:30d  SHOP country:us status:due", ENGLISH)

    assert found.words == ("nordic", "shop")
    assert found.due_within == timedelta(days=30)
    assert found.statuses == (StoreStatus.RENEWAL_OVERDUE, StoreStatus.RENEWAL_DUE)
    assert found.marketplaces == (US,)


@pytest.mark.parametrize("typed", ["due:30d", "due:30", "DUE:30D"])
def test_days_are_read_however_they_are_written(typed: str) -> None:
    assert parse(typed, ENGLISH).due_within == timedelta(days=30)


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ("country:US", US, ()),
        ("country:United States", US, ()),
        ('country:"United States" outdoor', US, ("outdoor",)),
        ("country:“united states”", US, ()),
        ("country: Canada shop", CANADA, ("shop",)),
        ("country:uk", UNITED_KINGDOM, ()),
        ("country:germany due", GERMANY, ("due",)),
    ],
)
def test_a_country_is_a_code_or_a_name_of_several_words(
    typed: str, place: str, words: tuple[str, ...]
) -> None:
    found = parse(typed, ENGLISH)

    assert found.marketplaces == (place,)
    assert found.words == words


def test_a_country_may_be_named_in_the_readers_language() -> None:
    assert parse("country:Tyskland", SWEDISH).marketplaces == (GERMANY,)
    assert parse("country:Germany", SWEDISH).marketplaces == (GERMANY,)


@pytest.mark.parametrize(
    "typed",
    [
        *("due:", "due:soon", "due:-1d", "due:٣d", "due:99999d"),
        *("status:", "status:fine", "country:", "country:Atlantis", "country:XX"),
    ],
)
def test_a_value_that_says_nothing_is_refused_and_repeated(typed: str) -> None:
    with pytest.raises(FilterUnknown) as refused:
        parse(f"shop {typed}", ENGLISH)

    assert refused.value.given == typed


def test_a_colon_in_a_name_is_no_filter() -> None:
    assert parse("Shop: EU a:b :", ENGLISH).words == ("shop:", "eu", "a:b", ":")
