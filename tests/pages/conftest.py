"""The pages behind a real server with their real headers, and a Chromium in front of it."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, async_playwright

from bot.web import Answers
from handlers.web.browser import Browsers
from tests.pages.shown import SERVED, pages
from views.language import Translators

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: the tests of the pages in it are left out")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    """Serve every page under its name, with the headers that the bot's answers carry."""
    languages, shown = Translators.read("en"), pages()
    browsers = Browsers(languages, is_https=False)

    async def show(request: web.Request) -> web.Response:
        text = SERVED[request.match_info["name"]](shown, browsers.language(request))
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.on_response_prepare.append(Answers(browsers, shown).add_headers)
    app.router.add_get("/{name}", show)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
