"""A real browser at the local Amazon: it notices what a driver cannot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from local_amazon_house import APPLICATION, Clock, consent_url
from playwright.async_api import Page, async_playwright

from playground.amazon import Application, LocalAmazon, default_sellers

CHROMIUM = Path("/usr/bin/chromium")
FORM = '<form method="post" action="{}"><button>Connect</button></form>'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium here"),
]


class Site:
    """A bot's connect page whose policy names Seller Central, and no sign-in host."""

    def __init__(self) -> None:
        self.amazon: LocalAmazon | None = None
        self.redirect_uri = ""
        self.cookies: list[str | None] = []

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/connect/{way}", self._page)
        app.router.add_post("/connect/{way}", self._go)
        app.router.add_get("/callback", self._callback)
        return app

    @property
    def consent_url(self) -> str:
        assert self.amazon is not None
        return consent_url(self.amazon, redirect_uri=self.redirect_uri)

    async def _page(self, request: web.Request) -> web.Response:
        page = web.Response(text=FORM.format(request.path), content_type="text/html")
        assert self.amazon is not None
        hosts = f"form-action 'self' {self.amazon.seller_central_url}"
        page.headers["Content-Security-Policy"] = hosts
        page.set_cookie("browser", "this one", httponly=True, samesite="Lax")
        return page

    async def _go(self, request: web.Request) -> web.Response:
        if request.match_info["way"] == "redirect":
            raise web.HTTPFound(self.consent_url)
        return web.Response(
            text="On to Amazon",
            content_type="text/html",
            headers={"Refresh": f"0; url={self.consent_url}"},
        )

    async def _callback(self, request: web.Request) -> web.Response:
        self.cookies.append(request.cookies.get("browser"))
        return web.Response(text="Connected", content_type="text/html")


@pytest.fixture
async def site(clock: Clock) -> AsyncIterator[Site]:
    site = Site()
    runner = web.AppRunner(site.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.redirect_uri = f"http://127.0.0.1:{runner.addresses[0][1]}/callback"
    application = Application(**{**vars(APPLICATION), "redirect_uris": [site.redirect_uri]})
    site.amazon = await LocalAmazon.start(
        clock=clock, application=application, sellers=default_sellers()
    )
    yield site
    await site.amazon.stop()
    await runner.cleanup()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*arguments, "--no-first-run", "--disable-sync"]
        )
        context = await chromium.new_context(java_script_enabled=False)
        yield await context.new_page()
        await chromium.close()


async def test_a_form_that_redirects_to_a_sign_in_host_not_listed_is_blocked(
    site: Site, page: Page
) -> None:
    await page.goto(site.redirect_uri.replace("callback", "connect/redirect"))
    async with page.expect_console_message(lambda said: "form-action" in said.text):
        await page.click("button")
    assert await page.is_visible("text=Connect")


async def test_a_seller_clicks_through_the_consent_without_script(site: Site, page: Page) -> None:
    await page.goto(site.redirect_uri.replace("callback", "connect/refresh"))
    await page.click("text=Connect")
    await page.click("button.account:has-text('Fjord Living')")
    await page.fill("#code", await page.inner_text(".shown-code"))
    await page.click("text=Verify")
    await page.check("input[name=i_understand]")
    await page.click("text=Next")
    await page.click("button:has-text('Continue')")
    await page.wait_for_url(f"{site.redirect_uri}?**")
    assert site.cookies == ["this one"]
