"""An attempt in each of the states in which a callback can meet it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from yarl import URL

from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url

STATES = ("made up", "open", "used", "expired", "another browser's")


@dataclass(frozen=True)
class Tries:
    """What Amazon would send back for a try in each state, to the browser that is asked with."""

    browser: SellersBrowser
    answers: dict[str, dict[str, str]]


@pytest.fixture
async def tries(house: House) -> AsyncIterator[Tries]:
    browser, other = SellersBrowser(house), SellersBrowser(house)
    link = connect_url(await add_store(house))
    expired = _query(await browser.consent(link, "Nordic Outdoor"))
    house.clock.move(minutes=11)
    used = await browser.consent(link, "Nordic Outdoor")
    await browser.look(f"{used}&error=access_denied")
    open_one = _query(await browser.consent(link, "Nordic Outdoor"))
    yield Tries(
        browser,
        {
            "made up": open_one | {"state": "m" * 43},
            "open": open_one,
            "used": _query(used),
            "expired": expired,
            "another browser's": _query(await other.consent(link, "Nordic Outdoor")),
        },
    )
    await browser.close()
    await other.close()


def _query(callback: str) -> dict[str, str]:
    return dict(URL(callback, encoded=True).query)
