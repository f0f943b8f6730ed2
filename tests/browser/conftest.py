"""A local Slack with its page, a small bot behind it, and a Chromium in front of it."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from form_bot import FormBot, Open
from onboarding import HEIGHT, SCREENSHOTS, WIDTHS
from playwright.async_api import Browser, Page, async_playwright, expect

from playground.client.routes import add_bar, add_client_routes
from playground.slack.local_slack import LocalSlack
from tests.playground.demo_process import Demo

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def page_and_bar(app: web.Application) -> None:
    add_client_routes(app)
    add_bar(app, {"Local Amazon": "http://127.0.0.1:9/"}, clock=None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: the tests of the chat page are left out")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def demo_page(chromium: Browser) -> AsyncIterator[Page]:
    """Open the demo's page; nothing in it, nor in what it opens, is waited for longer than 10 s."""
    SCREENSHOTS.mkdir(exist_ok=True)
    expect.set_options(timeout=10_000)
    context = await chromium.new_context(viewport={"width": WIDTHS["desktop"], "height": HEIGHT})
    context.set_default_timeout(10_000)
    async with Demo.running() as demo:
        page = await context.new_page()
        await page.goto(demo.url)
        yield page
        await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def bot() -> AsyncIterator[FormBot]:
    async with ClientSession() as session:
        yield FormBot(session)


@pytest_asyncio.fixture(loop_scope="module")
async def slack(bot: FormBot) -> AsyncIterator[LocalSlack]:
    app = web.Application()
    app.router.add_post("/slack/events", bot.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with await LocalSlack.start(
        clock=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        signing_secret="a-signing-secret",
        bot_token="xoxb-local",
        bot_url=f"http://127.0.0.1:{runner.addresses[0][1]}",
        add_routes=page_and_bar,
    ) as local:
        bot.api_url = local.api_url
        yield local
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(chromium: Browser, slack: LocalSlack) -> AsyncIterator[Open]:
    """Open the page as a person, in a browser profile of their own."""
    contexts = []
    faults: list[str] = []

    async def open_page(name: str = "Anna", width: int = 1280) -> Page:
        context = await chromium.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        await page.goto(f"{slack.url}/?user={slack.person(name).id}#C0AMAZON01")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert faults == []
