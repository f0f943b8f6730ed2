"""Steps that journeys share, as people take them."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any, Protocol

from aiohttp import ClientSession, CookieJar
from sqlalchemy import select
from yarl import URL

from bot.settings import Settings
from bot.wiring.services import Services, build_services, open_amazon
from playground.amazon import Browser, LocalAmazon
from storage.tables.authorizations import AuthorizationRow, ParticipationRow, TermRow
from storage.tables.base import Base
from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow, GrantRow
from storage.tables.stores import StoreRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House

Json = dict[str, Any]
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that was sent from the page itself."""
_GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_POLICY = {"default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"}
_PASSING = {"expires_at": None, "next_reminder_at": None}
_OF_SELLERS = (AuthorizationRow, TermRow, ParticipationRow, StoreRow, ConnectLinkRow)


@dataclass(frozen=True)
class Answered:
    """What came back from an address, redirects not followed."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def told(self) -> str:
        """What a person reads: the page's main part without its markup."""
        main = self.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", main))).strip()

    @property
    def is_guarded(self) -> bool:
        """Tell whether it carries all guarding headers, and none that tells of the server."""
        policy = self.headers["Content-Security-Policy"].split("; ")
        guards = all(self.headers.get(name) == value for name, value in _GUARDS.items())
        return guards and set(policy) >= _POLICY and "Server" not in self.headers


async def add_store(house: House, country: str = "🇺🇸 United States", **typed: str) -> Json:
    """Let Anna add a store in #amazon; returns its card."""
    before = {message["ts"] for message in house.slack.channel("amazon").messages}
    anna = house.slack.person("Anna")
    await deeds.open_form(anna)
    await deeds.fill_in(anna, **deeds.USUAL | {"country": country} | typed)
    assert await deeds.submit(anna) == {}, anna.notices
    await house.deliver()
    cards = [m for m in house.slack.channel("amazon").messages if m["ts"] not in before]
    return next(card for card in cards if "thread_ts" not in card or card["thread_ts"] is None)


def connect_url(card: Json) -> str:
    """Return the address behind a card's Connect store."""
    found = re.search(r"http://[^\"' ]+/connect/[A-Za-z0-9_-]+", str(card["blocks"]))
    assert found is not None, card
    return found[0]


def form_token(page: Answered) -> str:
    """Return the token that a page's form carries."""
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page.text)
    assert found is not None, page.told
    return found[1]


def in_slack(house: House, holding: str) -> Json:
    """Return the newest message in #amazon that holds these words, as it stands there now."""
    messages = reversed(house.slack.channel("amazon").messages)
    found = next((m for m in messages if holding in f"{m['text']}\n{deeds.said(m)}"), None)
    assert found is not None, [m["text"] for m in house.slack.channel("amazon").messages]
    return found


def card_of(house: House, name: str = "Amazon Store USA") -> Json:
    """Return a store's card as it stands in #amazon now."""
    cards = [m for m in house.slack.channel("amazon").messages if f"{name}: " in m["text"]]
    assert len(cards) == 1, cards
    return cards[0]


def threads(house: House) -> list[Json]:
    """Return what stands in the threads of #amazon, oldest first."""
    return [m for m in house.slack.channel("amazon").messages if m["thread_ts"]]


async def rows(house: House, table: type[Base]) -> list[Any]:
    """Read a table as it stands."""
    async with house.bot.database.engine.connect() as connection:
        found = await connection.execute(select(table.__table__))
        return list(found.all())


async def ends(house: House) -> list[str | None]:
    """Return how the tries so far have ended, in the order in which they began."""
    attempts = await rows(house, ConnectAttemptRow)
    return [row.end for row in sorted(attempts, key=lambda row: row.started_at)]


async def sellers_state(house: House) -> dict[str, list[str]]:
    """Return all that is known of sellers, stores and links, to be compared.

    Not until when a link works: each card that shows it prolongs it. Nor when reminders are looked
    at next: the sweep finds that out when it comes by.
    """
    return {
        table.__tablename__: sorted(
            str(row._asdict() | _PASSING) for row in await rows(house, table)
        )
        for table in _OF_SELLERS
    }


async def sellers(house: House) -> dict[str, Json]:
    """Return all authorizations by their sellers' ids, as `sellers_state` compares them."""
    found = await rows(house, AuthorizationRow)
    return {row.seller_id: row._asdict() | _PASSING for row in found}


async def no_token_is_left(house: House) -> bool:
    """Tell whether no row holds a seller's token, not even encrypted."""
    kept = [*await rows(house, AuthorizationRow), *await rows(house, GrantRow)]
    return all(row.refresh_token_encrypted is None for row in kept)


@asynccontextmanager
async def services_of(house: House, settings: Settings | None = None) -> AsyncIterator[Services]:
    """Open the services beside the bot, on the same database, as the command line does.

    `settings` are other ones than the bot's, where they are given.
    """
    given = settings or house.settings
    async with open_amazon(given, house.clock) as amazon:
        yield build_services(house.bot.database, house.clock, given, None, amazon)


class Place(Protocol):
    """Where a bot and a local Amazon can be reached."""

    @property
    def url(self) -> str: ...

    @property
    def amazon(self) -> LocalAmazon: ...


class SellersBrowser:
    """A browser at the connect pages; the local Amazon's own driver takes over at Amazon."""

    def __init__(self, house: Place) -> None:
        self._house = house
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.amazon: Browser = house.amazon.browser()

    async def close(self) -> None:
        await self.session.close()

    async def open(self, url: str) -> str:
        """Open an address as browsers do, following where it leads."""
        async with self.session.get(URL(url, encoded=True)) as answer:
            return await answer.text()

    async def ask(self, method: str, url: str, **sent: Any) -> Answered:
        """Send one request; redirects are not followed."""
        whole = URL(url if "://" in url else f"{self._house.url}{url}", encoded=True)
        async with self.session.request(method, whole, allow_redirects=False, **sent) as answer:
            return Answered(answer.status, answer.headers, await answer.text())

    async def look(self, url: str) -> Answered:
        """Open an address, following where it leads; returns the last answer."""
        answered = await self.ask("GET", url)
        while answered.status == 303:
            answered = await self.ask("GET", answered.headers["Location"])
        return answered

    async def press_connect(self, url: str) -> str:
        """Press the page's button; returns the address at Amazon to which it leads."""
        await self.open(url)
        answered = await self.ask("POST", url, headers=FROM_OUR_PAGE)
        assert answered.status == 200, answered.told
        return answered.headers["Refresh"].removeprefix("0; url=")

    async def consent(self, url: str, seller: str) -> str:
        """Go from the page over Amazon; returns the callback's address, which is not opened."""
        return await self.amazon.consent(await self.press_connect(url), seller=seller)

    async def connect(self, url: str, seller: str) -> str:
        """Go the whole way: page, Amazon, callback; returns the result page."""
        return (await self.come_back(url, seller)).text

    async def come_back(self, url: str, seller: str) -> Answered:
        """Go the whole way: page, Amazon, callback; returns the result page."""
        return await self.look(await self.consent(url, seller))


OpenBrowser = Callable[[Place], SellersBrowser]


async def connected_store(
    house: House, browser: SellersBrowser, seller: str = "Nordic Outdoor", **typed: str
) -> Json:
    """Add a store and connect it; returns its card before it was connected."""
    card = await add_store(house, **typed)
    assert "Connected" in await browser.connect(connect_url(card), seller)
    await house.deliver()
    return card


async def confirm_ownership(house: House, seller: str = "Nordic Outdoor") -> None:
    """Let Anna say of the seller in question that it is the team's own."""
    question = in_slack(house, f"signed in as {seller}")
    await house.slack.person("Anna").press(question, "Yes, it is ours")
    await house.deliver()
