"""Browsers of sellers, as many as a story has."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.house import House
from tests.journeys.steps import Place, SellersBrowser

OpenBrowser = Callable[[Place], SellersBrowser]


@pytest.fixture
async def open_browser() -> AsyncIterator[OpenBrowser]:
    """Open a browser with no cookies; each call opens another."""
    opened: list[SellersBrowser] = []

    def open_one(house: Place) -> SellersBrowser:
        opened.append(SellersBrowser(house))
        return opened[-1]

    yield open_one
    for browser in opened:
        await browser.close()


@pytest.fixture
async def browser(house: House, open_browser: OpenBrowser) -> SellersBrowser:
    """The seller's browser at the bot on SQLite."""
    return open_browser(house)
