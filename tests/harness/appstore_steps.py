"""The steps of sellers who begin in Seller Central: Re-authorize, our page, Amazon, our result."""

import re
from dataclasses import dataclass, replace
from html import unescape

from sqlalchemy import update
from yarl import URL

from storage.tables.authorizations import AuthorizationRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    FROM_OUR_PAGE,
    Answered,
    Place,
    SellersBrowser,
    confirm_ownership,
    connected_store,
)

APPLICATION = "amzn1.sp.solution.stand-in"
NAMES_OF_OURS = ("Amazon Store USA", "Canada", "Nordic Shop International", "#amazon", "Nordic AB")
"""What no page of the Appstore workflow may name."""


def fields_of(page: Answered) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found}


@dataclass(frozen=True)
class AppstoreBrowser:
    """One browser in the Appstore workflow."""

    browser: SellersBrowser

    async def sent(self, seller: str = "Nordic Outdoor") -> str:
        """Press Re-authorize; returns the address of ours to which Amazon sends the browser."""
        return await self.browser.amazon.authorize_now(APPLICATION, seller)

    async def go_on(self, login_uri: str) -> str:
        """Press the button of the page; returns the address at Amazon to which it leads."""
        page = await self.browser.ask("GET", login_uri)
        assert page.status == 200, page.told
        answered = await self.press(fields_of(page))
        assert answered.status == 200, answered.told
        return answered.headers["Refresh"].removeprefix("0; url=")

    async def press(self, fields: dict[str, str]) -> Answered:
        return await self.browser.ask("POST", "/amazon/login", headers=FROM_OUR_PAGE, data=fields)

    async def consent(self, seller: str = "Nordic Outdoor") -> str:
        """Go over our page and Amazon; returns the callback's address, which is not opened."""
        onward = await self.go_on(await self.sent(seller))
        return await self.browser.amazon.confirm(onward, seller)

    async def renew(self, seller: str = "Nordic Outdoor") -> Answered:
        """Go the whole way; returns the result page."""
        return await self.browser.look(await self.consent(seller))


def claiming(callback: str, seller_id: str) -> str:
    """Return a callback that says of another seller that it was the one who signed in."""
    return str(URL(callback, encoded=True).update_query(selling_partner_id=seller_id))


async def our_seller(house: House, browser: SellersBrowser) -> None:
    """Connect the store of Nordic Outdoor, which is the team's own."""
    await connected_store(house, browser)
    await confirm_ownership(house)


async def set_seller(house: House, **columns: object) -> None:
    """Bring the one authorization there is into a state."""
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(**columns))


def without_roles(house: Place) -> None:
    """Take from the application the role with which a seller id can be proved."""
    (application,) = house.amazon.state.applications.values()
    house.amazon.register(replace(application, roles=frozenset()))
