"""What stories of the demo have in common: pictures, and the way to a connected store."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from playwright.async_api import Error, Locator, Page, expect

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 390}
HEIGHT = 900
Look = Callable[[Page, str], Awaitable[None]]
"""Looks at a page, as it is when the story has come to what the name says."""


@dataclass(frozen=True)
class Album:
    """Takes pictures at phone and at desktop width, numbered in the order of a story."""

    story: str = ""
    _numbers: Iterator[int] = field(default_factory=count)

    async def __call__(self, page: Page, name: str) -> None:
        number = next(self._numbers)
        for device, width in reversed(WIDTHS.items()):
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            path = SCREENSHOTS / f"{self.story}{number}-{name}-{device}.png"
            await _take_picture(page, path)


async def _take_picture(page: Page, path: Path) -> None:
    """Take a picture; a busy machine's Chromium sometimes cannot at once."""
    try:
        await page.screenshot(path=path, animations="disabled")
    except Error:
        await page.screenshot(path=path, animations="disabled")


async def in_passing(_page: Page, _name: str) -> None:
    """Go on without a picture."""


async def type_in(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message #amazon")
    await box.fill(text)
    await box.press("Enter")


async def add_store(page: Page, look: Look) -> None:
    """Type the command, tick the first task, and fill in the form."""
    await type_in(page, "/amazon-store add")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", name="Before you begin")).to_be_visible()
    await dialog.get_by_label("Done").first.check()
    await look(page, "tasks")
    await dialog.get_by_role("button", name="Continue").click()
    await expect(dialog.get_by_role("heading", name="Add Amazon store")).to_be_visible()
    await look(page, "form-empty")
    await _fill_in(page, dialog)
    await look(page, "form")
    await dialog.get_by_role("button", name="Connect", exact=True).click()
    await expect(dialog.get_by_text("Amazon Store USA is added")).to_be_visible()
    await look(page, "added")
    await dialog.get_by_role("button", name="Done").click()


async def _fill_in(page: Page, form: Locator) -> None:
    await _choose(page, form, "Commerce website", "Nordic Shop International")
    await expect(form.get_by_text("Orders go into: Default Store View")).to_be_visible()
    await form.get_by_label("E-mail address").fill("amazon@nordic.example")
    await _choose(page, form, "Amazon marketplace country", "United States")
    await expect(form.get_by_label("Store name")).to_have_value("Amazon Store USA")
    await _choose(page, form, "Product ID on the Amazon market", "ASIN")
    await form.get_by_label("Commerce attribute to map").fill("asi")
    await page.get_by_role("option", name="ASIN (asin)").click()


async def _choose(page: Page, form: Locator, label: str, option: str) -> None:
    await form.get_by_label(label).click()
    await page.get_by_role("option", name=option).click()


async def open_link(page: Page, message: Locator, button: str) -> Page:
    """Press a button that opens a connect page; it stands in a tab of its own."""
    async with page.context.expect_page() as opened:
        await message.get_by_role("button", name=button).click()
    return await opened.value


async def close_tab(tab: Page) -> None:
    """Close a tab once it has loaded: before that, Chromium may never say that it is closed."""
    await tab.wait_for_load_state()
    await tab.close()


async def go_to_amazon(seller: Page) -> None:
    await seller.get_by_role("button", name="Go to Amazon Seller Central").click()


async def sign_in(seller: Page, look: Look) -> None:
    await look(seller, "sign-in")
    await seller.get_by_label("E-mail").fill("owner@nordic-outdoor.example")
    await seller.get_by_label("Password").fill("sell-locally")
    await seller.get_by_role("button", name="Sign in", exact=True).click()
    code = await seller.locator(".shown-code").inner_text()
    await seller.get_by_label("Code").fill(code)
    await look(seller, "two-step")
    await seller.get_by_role("button", name="Verify").click()


async def consent(seller: Page, look: Look) -> None:
    """Agree at Amazon, and come back to the page that tells how it went."""
    await seller.get_by_label("I understand").check()
    await look(seller, "consent")
    await seller.get_by_role("button", name="Next").click()
    await expect(seller.get_by_role("heading", name="You are almost done")).to_be_visible()
    await look(seller, "almost-done")
    await seller.get_by_role("button", name="Continue").click()


async def connect_store(page: Page, look: Look) -> None:
    """Add a store, connect it as the seller would, and say that the seller is the team's own."""
    await add_store(page, look)
    card = page.get_by_role("article").filter(has_text="Amazon Store USA").first
    await expect(card.get_by_role("button", name="Connect store")).to_be_visible()
    await look(page, "card-before")
    seller = await open_link(page, card, "Connect store")
    await expect(seller.get_by_role("heading", name="Connect Amazon Store USA")).to_be_visible()
    await look(seller, "connect")
    await go_to_amazon(seller)
    await sign_in(seller, look)
    await consent(seller, look)
    await expect(seller.get_by_role("heading", name="connected")).to_be_visible()
    await look(seller, "result")
    await close_tab(seller)
    await confirm_ownership(page, look)


async def confirm_ownership(page: Page, look: Look) -> None:
    log = page.get_by_role("log", name="Messages in #amazon")
    await expect(log.get_by_text("is connected to Amazon as").first).to_be_visible()
    await expect(log.get_by_role("button", name="View Store")).to_be_visible()
    await look(page, "card-after")
    await log.get_by_role("button", name="Yes, it is ours").click()
    await expect(log.get_by_role("button", name="Add Canada")).to_be_visible()
    await look(page, "ours")
