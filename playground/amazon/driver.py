"""What a seller's browser does, over real HTTP: for tests."""

from aiohttp import ClientResponse, ClientSession, CookieJar
from yarl import URL

from playground.amazon.pages import Addresses
from playground.amazon.state import AmazonState
from playground.amazon.web_page import Page

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class AmazonRefused(Exception):
    """Amazon showed one of its error pages; `code` is empty where it has none of its own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.code, page.text)
        self.code = page.code
        self.page = page


class UnexpectedPage(AssertionError):
    """The browser came to another page than it should have."""


class Browser:
    """One browser with a cookie jar of its own: someone signed in stays so, also the wrong one.

    `seller` is a store name, a seller id, or the e-mail address of one of its users, and is used
    only where Amazon asks for a sign-in. Redirects are followed as far as they stay at Amazon's.
    """

    def __init__(self, state: AmazonState, addresses: Addresses) -> None:
        self._state = state
        self._home = addresses.seller_central
        self._origins = {URL(addresses.seller_central).origin(), URL(addresses.sign_in).origin()}
        self._session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def close(self) -> None:
        await self._session.close()

    async def consent(self, consent_url: str, seller: str | None = None) -> str:
        """Sign in, I understand, Next, Continue; answers the redirect URI, which is not opened."""
        page = await self._at("consent", consent_url, seller)
        page = _page(await self.submit(page, "consent", i_understand="on"))
        return _elsewhere(await self.submit(page, "continue"))

    async def cancel(self, consent_url: str, seller: str | None = None) -> Page:
        """Cancel on the consent page; answers Seller Central's home."""
        page = await self._at("consent", consent_url, seller)
        return await self._at("home", page.links["cancel"], seller)

    async def authorize_now(self, application_id: str, seller: str | None = None) -> str:
        """Authorize or Re-authorize in Manage Your Apps; answers the Login URI, not opened."""
        path = f"/apps/manage/{application_id}/authorize"
        page = await self._at("consent", path, seller)
        return _elsewhere(await self.submit(page, "consent", i_understand="on"))

    async def confirm(self, url: str, seller: str | None = None) -> str:
        """Open the application's way back to Amazon; answers the redirect URI, not opened."""
        return _elsewhere(await self._signed_in(url, seller))

    async def disable(self, application_id: str, seller: str | None = None) -> Page:
        page = await self._at("manage", "/apps/manage", seller)
        return _page(await self.submit(page, f"/apps/manage/{application_id}/disable"))

    async def self_authorize(self, application_id: str, seller: str | None = None) -> str:
        """Develop Apps, Authorize app; answers the refresh token that the page shows."""
        page = await self._at("develop", "/apps/develop", seller)
        return _page(await self.submit(page, f"/apps/develop/{application_id}/authorize")).token

    async def sign_in(self, seller: str) -> Page:
        return await self._at("home", "/home", seller)

    async def log_out(self) -> Page:
        page = await self._at("home", "/home", None)
        return _page(await self.submit(page, "log-out"))

    async def open(self, url: str) -> Page | str:
        """Open an address or path of Amazon's: the page, or the address elsewhere it leads to."""
        absolute = url if "://" in url else f"{self._home}{url}"
        async with self._session.get(URL(absolute, encoded=True), allow_redirects=False) as got:
            return await self._follow(got)

    async def submit(self, page: Page, form: str, **filled: str) -> Page | str:
        """Fill in and send a form of the page, by its id or its action."""
        if form not in page.forms:
            raise UnexpectedPage(f"{page.name} has no form {form}: {page.text}")
        action = page.url.join(URL(page.forms[form].action, encoded=True))
        fields = {**page.forms[form].hidden, **filled}
        async with self._session.post(action, data=fields, allow_redirects=False) as got:
            return await self._follow(got)

    async def _follow(self, got: ClientResponse) -> Page | str:
        if got.status not in REDIRECTS:
            return Page(got.url, got.status, await got.text())
        target = got.url.join(URL(got.headers["Location"], encoded=True))
        if target.origin() not in self._origins:
            return str(target)
        return await self.open(str(target))

    async def _at(self, name: str, url: str, seller: str | None) -> Page:
        page = _page(await self._signed_in(url, seller))
        if page.name != name:
            raise UnexpectedPage(f"{page.name} instead of {name}: {page.text}")
        return page

    async def _signed_in(self, url: str, seller: str | None) -> Page | str:
        there = await self.open(url)
        if isinstance(there, str) or there.name != "sign-in" or seller is None:
            return there
        _, user = self._state.account(seller) or (None, self._state.seller(seller).users[0])
        sent = await self.submit(there, "sign-in", email=user.email, password=user.password)
        page = _page(sent)
        return await self.submit(page, "two-step", code=page.code)


def _page(there: Page | str) -> Page:
    if isinstance(there, str):
        raise UnexpectedPage(f"left Amazon for {there}")
    if there.name == "refused":
        raise AmazonRefused(there)
    return there


def _elsewhere(there: Page | str) -> str:
    if isinstance(there, str):
        return there
    page = _page(there)
    raise UnexpectedPage(f"still at {page.name}: {page.text}")
