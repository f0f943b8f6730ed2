"""The whole of `make demo`, walked through in Chromium; its pictures are left for looking at."""

import pytest
from onboarding import Album, connect_store
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_newcomer_walks_from_the_command_to_a_connected_store(demo_page: Page) -> None:
    look = Album()
    await look(demo_page, "chat")
    await connect_store(demo_page, look)

    log = demo_page.get_by_role("log", name="Messages in #amazon")
    await log.get_by_role("button", name="View Store").click()

    await expect(demo_page.get_by_role("dialog").get_by_text("Seller id")).to_be_visible()
    await look(demo_page, "view-store")
