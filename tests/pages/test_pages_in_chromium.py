"""What only a browser can check: keys, widths, and whether our policy allows the style sheet."""

from collections.abc import AsyncIterator
from typing import Literal
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.pages.shown import SERVED

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

NARROW, WIDE = 360, 1280
FINGER = 44
"""Pixels that something to press has to be high."""


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """Give a page of a phone's width; at the end nothing may stand in its console."""
    faults: list[str] = []
    context = await chromium.new_context(viewport={"width": NARROW, "height": 740})
    page = await context.new_page()
    page.set_default_timeout(5000)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    await context.close()
    assert faults == []


async def reached_by_tab(page: Page) -> list[str]:
    """Press Tab from the top until the browser's own controls have their turn."""
    reached: list[str] = []
    while len(reached) < 30:
        await page.keyboard.press("Tab")
        name = await page.evaluate("document.activeElement.innerText || document.activeElement.id")
        if await page.evaluate("document.activeElement === document.body"):
            break
        reached.append(name.strip())
    return reached


@pytest.mark.parametrize("width", [NARROW, WIDE])
async def test_no_page_has_to_be_moved_sideways(page: Page, address: str, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 740})

    for name in SERVED:
        await page.goto(f"{address}/{quote(name)}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, name


async def test_the_connect_page_is_walked_by_keyboard_in_the_order_it_is_read(
    page: Page, address: str
) -> None:
    await page.goto(f"{address}/connect?lang=en")

    reached = await reached_by_tab(page)

    assert [name for name in reached if name != "Svenska"] == [
        "Skip to the content",
        "Amazon Stores",
        "Manage Your Apps",
        "Go to Amazon Seller Central",
        "If Amazon shows an error",
        "help@nordic.example",
        "What this is, and what is kept",
    ]


async def test_the_fields_of_a_private_application_are_reached_before_their_button(
    page: Page, address: str
) -> None:
    await page.goto(f"{address}/private?lang=en")

    reached = await reached_by_tab(page)

    at = reached.index("seller_id")
    assert reached[at : at + 3] == ["seller_id", "refresh_token", "Connect"]


async def test_the_first_key_leads_past_the_head(page: Page, address: str) -> None:
    await page.goto(f"{address}/connect?lang=en")

    await page.keyboard.press("Tab")
    assert await page.locator(".skip").is_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")

    assert await page.evaluate("document.activeElement.innerText") == "Manage Your Apps"


async def test_what_has_the_focus_shows_it(page: Page, address: str) -> None:
    await page.goto(f"{address}/private")

    for _ in await reached_by_tab(page):
        await page.keyboard.press("Shift+Tab")
        outline = await page.evaluate("getComputedStyle(document.activeElement).outline")
        assert outline.endswith("solid 3px")


@pytest.mark.parametrize("name", ["connect", "private", "closed link", "succeeded", "about"])
async def test_everything_to_press_is_high_enough_for_a_finger(
    page: Page, address: str, name: str
) -> None:
    await page.goto(f"{address}/{quote(name)}")

    for pressed in await page.locator("button, .button, summary, .top a, footer a, input").all():
        box = await pressed.bounding_box()
        if box is not None:
            assert box["height"] >= FINGER, await pressed.inner_text()


async def test_our_own_policy_lets_the_style_through_in_light_and_dark(
    page: Page, address: str
) -> None:
    backgrounds = set()
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme)
        await page.goto(f"{address}/connect")
        backgrounds.add(await page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert backgrounds == {"rgb(241, 244, 241)", "rgb(13, 19, 16)"}
