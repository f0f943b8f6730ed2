"""The clock in the demo's bar, moved in Chromium; its pictures are left for looking at."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.playground.demo_process import Demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 390}


@pytest_asyncio.fixture(loop_scope="module")
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    SCREENSHOTS.mkdir(exist_ok=True)
    expect.set_options(timeout=10_000)
    context = await chromium.new_context(viewport={"width": WIDTHS["desktop"], "height": 800})
    context.set_default_timeout(10_000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    async with Demo.running() as demo:
        page = await context.new_page()
        await page.goto(demo.url)
        yield page


async def open_clock(page: Page) -> None:
    await page.get_by_role("button", name="The demo’s clock").click()
    await expect(page.get_by_role("heading", name="The demo’s clock")).to_be_visible()
    await expect(page.get_by_text("as it is today")).to_be_visible()


async def test_a_press_moves_the_time_and_says_what_happened(page: Page) -> None:
    await open_clock(page)

    await page.get_by_role("button", name="Move on by 7 days").click()
    await page.get_by_role("button", name="Move on by 30 days").click()

    await expect(page.get_by_text("37 days ahead of today")).to_be_visible()
    told = page.get_by_role("status").filter(has_text="30 days have passed")
    await expect(told).to_be_visible()
    await expect(page.get_by_role("button", name="+37 d")).to_be_visible()
    for device, width in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=SCREENSHOTS / f"clock-{scheme}-{device}.png")


async def test_the_bot_answers_by_the_time_that_the_page_shows(page: Page) -> None:
    await open_clock(page)
    await page.get_by_role("button", name="Move on by 30 days").click()
    await expect(page.get_by_text("30 days ahead of today")).to_be_visible()
    await page.keyboard.press("Escape")

    box = page.get_by_role("textbox", name="Message #amazon")
    await box.fill("/amazon-store help")
    await box.press("Enter")

    log = page.get_by_role("log", name="Messages in #amazon")
    await expect(log.get_by_role("article", name="Amazon Stores")).to_be_visible()
    await expect(log.get_by_role("separator")).to_have_text("Today")


async def test_a_date_is_gone_to_with_the_keyboard_alone(page: Page) -> None:
    wanted = datetime.now(UTC) + timedelta(days=365)  # noqa: TID251 - the real time
    await page.get_by_role("button", name="The demo’s clock").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("as it is today")).to_be_visible()
    for _ in range(4):
        await page.keyboard.press("Tab")
    await expect(page.get_by_label("To a date")).to_be_focused()
    await page.keyboard.type(f"{wanted:%m%d%Y}")
    await page.keyboard.press("Enter")

    day = f"{wanted:%B} {wanted.day}, {wanted.year}"
    await expect(page.get_by_role("status").filter(has_text=f"it is {day}")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("heading", name="The demo’s clock")).to_be_hidden()
    await expect(page.get_by_role("button", name="The demo’s clock")).to_be_focused()


async def test_a_day_that_has_passed_is_not_gone_to(page: Page) -> None:
    await open_clock(page)

    await page.get_by_label("To a date").fill("2020-01-01")
    await page.get_by_role("button", name="Go").click()

    await expect(page.get_by_text("as it is today")).to_be_visible()
    too_early = "field => field.validity.rangeUnderflow"
    assert await page.get_by_label("To a date").evaluate(too_early)


async def test_another_open_page_shows_the_new_time_too(
    page: Page, context: BrowserContext
) -> None:
    other = await context.new_page()
    await other.goto(page.url)
    await open_clock(page)

    await page.get_by_role("button", name="Move on by 1 day").click()

    await expect(page.get_by_text("1 day has passed")).to_be_visible()
    await expect(other.get_by_role("button", name="+1 d")).to_be_visible()
