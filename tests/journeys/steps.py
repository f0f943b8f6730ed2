"""The steps that journeys have in common, as people take them."""

import re
from typing import Any

from aiohttp import ClientSession, CookieJar

from playground.amazon.driver import Browser
from tests.house import House

Json = dict[str, Any]


async def add_store(house: House, country: str = "🇺🇸 United States", **typed: str) -> Json:
    """Let Anna add a store in #amazon; returns its card."""
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    if anna.modal is not None and anna.modal["title"]["text"] == "Before you begin":
        await anna.submit()
    form = anna.modal
    assert form is not None
    await anna.choose(form, "Commerce website", typed.get("website", "Nordic Shop International"))
    await anna.type(form, "E-mail address", typed.get("email", "amazon@nordic.example"))
    await anna.choose(form, "Amazon marketplace country", country)
    if "name" in typed:
        await anna.type(form, "Store name", typed["name"])
    assert await anna.submit() == {}
    return await house.slack.next_message("amazon")


def connect_url(card: Json) -> str:
    """Return the address behind a card's Connect store."""
    found = re.search(r"http://[^\"' ]+/connect/[A-Za-z0-9_-]+", str(card["blocks"]))
    assert found is not None
    return found[0]


class SellersBrowser:
    """A browser at the connect pages; the local Amazon's own driver takes over at Amazon."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.amazon: Browser = house.amazon.browser()

    async def close(self) -> None:
        await self.session.close()

    async def open(self, url: str) -> str:
        async with self.session.get(url) as answer:
            return await answer.text()

    async def press_connect(self, url: str) -> str:
        """Press the page's button; returns the address at Amazon to which it leads."""
        await self.open(url)
        async with self.session.post(url, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            assert answer.status == 200, await answer.text()
            return answer.headers["Refresh"].removeprefix("0; url=")

    async def connect(self, url: str, seller: str) -> str:
        """Go the whole way: page, Amazon, callback; returns the result page."""
        consent = await self.press_connect(url)
        callback = await self.amazon.consent(consent, seller=seller)
        return await self.open(callback)
