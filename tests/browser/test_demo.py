"""The whole of `make demo`, walked through in Chromium; its pictures are left for looking at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.playground.demo_process import Demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 390}
HEIGHT = 900


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser) -> AsyncIterator[Page]:
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


async def picture(page: Page, name: str) -> None:
    """Take the page as it is at phone and at desktop width."""
    for device, width in reversed(WIDTHS.items()):
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        await page.screenshot(path=SCREENSHOTS / f"{name}-{device}.png")


async def choose(page: Page, form: Locator, label: str, option: str) -> None:
    await form.get_by_label(label).click()
    await page.get_by_role("option", name=option).click()


async def begin(page: Page) -> Locator:
    """Type the command, tick the first task, and go on to the form."""
    box = page.get_by_role("textbox", name="Message #amazon")
    await box.fill("/amazon-store add")
    await box.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", name="Before you begin")).to_be_visible()
    await dialog.get_by_label("Done").first.check()
    await picture(page, "1-tasks")
    await dialog.get_by_role("button", name="Continue").click()
    await expect(dialog.get_by_role("heading", name="Add Amazon store")).to_be_visible()
    return dialog


async def add_store(page: Page, form: Locator) -> None:
    await picture(page, "2-form-empty")
    await choose(page, form, "Commerce website", "Nordic Shop International")
    await expect(form.get_by_text("Orders go into: Default Store View")).to_be_visible()
    await form.get_by_label("E-mail address").fill("amazon@nordic.example")
    await choose(page, form, "Amazon marketplace country", "United States")
    await expect(form.get_by_label("Store name")).to_have_value("Amazon Store USA")
    await choose(page, form, "Product ID on the Amazon market", "ASIN")
    await form.get_by_label("Commerce attribute to map").fill("asi")
    await page.get_by_role("option", name="ASIN (asin)").click()
    await picture(page, "3-form")
    await form.get_by_role("button", name="Connect", exact=True).click()
    await expect(form.get_by_text("Amazon Store USA is added")).to_be_visible()
    await picture(page, "4-added")
    await form.get_by_role("button", name="Done").click()


async def open_connect_page(page: Page) -> Page:
    """Press Connect store on the card; it opens in a tab of its own."""
    card = page.get_by_role("article").filter(has_text="Amazon Store USA").first
    await expect(card.get_by_role("button", name="Connect store")).to_be_visible()
    await picture(page, "5-card-before")
    async with page.context.expect_page() as opened:
        await card.get_by_role("button", name="Connect store").click()
    seller = await opened.value
    await expect(seller.get_by_role("heading", name="Connect Amazon Store USA")).to_be_visible()
    await picture(seller, "6-connect")
    await seller.get_by_role("button", name="Go to Amazon Seller Central").click()
    return seller


async def sign_in(seller: Page) -> None:
    await picture(seller, "7-sign-in")
    await seller.get_by_label("E-mail").fill("owner@nordic-outdoor.example")
    await seller.get_by_label("Password").fill("sell-locally")
    await seller.get_by_role("button", name="Sign in", exact=True).click()
    code = await seller.locator(".shown-code").inner_text()
    await seller.get_by_label("Code").fill(code)
    await picture(seller, "8-two-step")
    await seller.get_by_role("button", name="Verify").click()


async def consent(seller: Page) -> None:
    await seller.get_by_label("I understand").check()
    await picture(seller, "9-consent")
    await seller.get_by_role("button", name="Next").click()
    await expect(seller.get_by_role("heading", name="You are almost done")).to_be_visible()
    await picture(seller, "10-almost-done")
    await seller.get_by_role("button", name="Continue").click()
    await expect(seller.get_by_role("heading", name="connected")).to_be_visible()
    await picture(seller, "11-result")


async def look_at_the_store(page: Page) -> None:
    log = page.get_by_role("log", name="Messages in #amazon")
    await expect(log.get_by_text("is connected to Amazon as").first).to_be_visible()
    await expect(log.get_by_role("button", name="View Store")).to_be_visible()
    await picture(page, "12-card-after")
    await log.get_by_role("button", name="Yes, it is ours").click()
    await expect(log.get_by_role("button", name="Add Canada")).to_be_visible()
    await picture(page, "13-ours")
    await log.get_by_role("button", name="View Store").click()
    await expect(page.get_by_role("dialog").get_by_text("Seller id")).to_be_visible()
    await picture(page, "14-view-store")


async def test_a_newcomer_walks_from_the_command_to_a_connected_store(page: Page) -> None:
    await picture(page, "0-chat")
    form = await begin(page)
    await add_store(page, form)
    seller = await open_connect_page(page)
    await sign_in(seller)
    await consent(seller)
    await look_at_the_store(page)
