"""Two years of one connection in Chromium: reminded of, renewed, revoked, and ended by Amazon."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from onboarding import (
    Album,
    close_tab,
    connect_store,
    consent,
    go_to_amazon,
    in_passing,
    open_link,
    type_in,
)
from playwright.async_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

WEDNESDAY = 2
"""A term that begins on one ends on a Thursday, so that no rung falls on a weekend."""
CHANNEL = re.compile(r"^amazon( \d+ unread)?$")
ADMINS = re.compile("^amazon-admins")
DIRECT = re.compile(r"^Amazon Stores(?! Home)")


@dataclass
class Film:
    """What the people of the story see; `to_end` are the days until the connection's end."""

    page: Page
    look: Album = field(default_factory=lambda: Album("years-"))
    to_end: int = 365

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages in #amazon")

    @property
    def card(self) -> Locator:
        return self.log.get_by_role("article").filter(has_text="Products matched by")

    def message(self, words: str) -> Locator:
        """Return the newest message in the Slack channel that holds some words."""
        return self.log.get_by_role("article").filter(has_text=words).last

    async def pass_days(self, days: int) -> None:
        """Move the demo's clock on by whole days of 24 hours."""
        url = f"{self.page.url.partition('#')[0]}client/clock"
        moved = await self.page.request.post(url, data={"days": days, "zone": "UTC"})
        assert (await moved.json())["ok"]
        self.to_end -= days

    async def until(self, days: int) -> None:
        """Move on to so many days before the end, below zero after it."""
        await self.pass_days(self.to_end - days)

    async def see(self, words: str, name: str) -> Locator:
        """Wait for a message, and take a picture of it."""
        message = self.message(words)
        await expect(message).to_be_visible()
        await message.scroll_into_view_if_needed()
        await self.look(self.page, name)
        return message

    async def see_in(self, place: re.Pattern[str], words: str, name: str) -> None:
        """Look for a message in another place, and come back."""
        await self.page.get_by_role("link", name=place).click()
        message = self.page.get_by_role("article").filter(has_text=words)
        await expect(message).to_be_visible()
        await self.look(self.page, name)
        await self.page.get_by_role("link", name=CHANNEL).click()


async def connected(page: Page) -> Film:
    """Connect a store on a Wednesday."""
    film = Film(page)
    today = datetime.now(UTC).weekday()  # noqa: TID251 - the real time, as the demo's begins
    await film.pass_days((WEDNESDAY - today) % 7 or 7)
    await connect_store(page, in_passing)
    film.to_end = 365
    return film


async def first_reminder_can_wait(film: Film) -> None:
    await film.until(30)
    reminder = await film.see("ends in 30 days", "first")
    await expect(reminder.get_by_role("button", name="Renew")).to_be_visible()
    await reminder.get_by_label("Snooze").click()
    await film.look(film.page, "snooze-open")
    await film.page.get_by_role("option", name="for 3 days").click()
    await film.see("Snoozed by", "snoozed")
    await reminder.get_by_role("button", name="Show it again now").click()
    await expect(reminder.get_by_label("Snooze")).to_be_visible()
    await film.look(film.page, "shown-again")


async def later_reminders_press_more(film: Film) -> None:
    await film.until(14)
    await film.see("ends in 14 days", "two-weeks")
    await film.until(7)
    await film.see("ends in 7 days", "one-week")
    await film.until(3)
    await film.see("ends in 3 days", "three-days")
    await film.see_in(DIRECT, "ends in 3 days", "direct")
    await film.until(1)
    await film.see("ends in 1 day", "last-day")
    await film.see_in(ADMINS, "ends in 1 day", "admins")
    await film.until(0)
    await film.see("is overdue", "just-over")


async def overdue_while_amazon_is_unwell(film: Film) -> None:
    """Move past the end; an Amazon that cannot be asked has not ended anything."""
    troubles = await open_tab(film.page, "Let it fail")
    login = troubles.locator("section").filter(has_text="Login with Amazon").first
    await login.get_by_role("button", name="503 Unavailable").click()
    await film.until(-7)
    await film.see("overdue for 7 days", "overdue")
    await login.get_by_role("button", name="Works").click()
    await close_tab(troubles)


async def renewed_by_its_reminder(film: Film) -> None:
    reminder = film.message("overdue for 7 days")
    seller = await open_link(film.page, reminder, "Renew")
    await film.look(seller, "renew-page")
    await go_to_amazon(seller)
    await consent(seller, in_passing)
    await expect(seller.get_by_role("heading", name="renewed")).to_be_visible()
    await film.look(seller, "renew-result")
    await close_tab(seller)
    film.to_end = 365
    await film.see("is renewed until", "renewed")
    await expect(film.log.get_by_role("button", name="Renew")).to_have_count(0)
    await expect(film.card).to_contain_text("🟢 Connected")


async def revoked_and_kept(film: Film) -> None:
    page = film.page
    await film.pass_days(90)
    await type_in(page, "/amazon-store revoke Amazon Store USA")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", name="Revoke a connection")).to_be_visible()
    await film.look(page, "revoke-asked")
    await dialog.get_by_role("button", name="End access now").click()
    await film.look(page, "revoke-done")
    await dialog.get_by_role("button", name="Done").click()
    checklist = await film.see("Left to do at Amazon", "checklist")
    await checklist.get_by_role("button", name="Check", exact=True).click()
    await film.see("Amazon still honours the permission", "still-honoured")
    await checklist.get_by_role("button", name="Erase now").click()
    sure = page.get_by_role("alertdialog")
    await expect(sure.get_by_text("Erase the token now?")).to_be_visible()
    await film.look(page, "erase-asked")
    await sure.get_by_role("button", name="Cancel").click()
    await checklist.get_by_role("button", name="Keep it").click()
    await film.see("was called off", "kept")
    await expect(film.card).to_contain_text("🟢 Connected")


async def ended_by_amazon(film: Film) -> None:
    await disable_at_amazon(film)
    await type_in(film.page, "/amazon-store check Amazon Store USA")
    await film.see("I ask once more in a quarter of an hour", "doubted")
    await film.pass_days(1)
    message = await film.see("Amazon no longer honours the connection", "disconnected")
    await expect(message.get_by_role("button", name="Reconnect")).to_be_visible()
    await expect(film.card).to_contain_text("🔴 Disconnected")


async def open_tab(page: Page, name: str) -> Page:
    """Follow a link of the demo's bar."""
    async with page.context.expect_page() as opened:
        await (
            page.get_by_role("navigation", name="Playground").get_by_role("link", name=name).click()
        )
    return await opened.value


async def disable_at_amazon(film: Film) -> None:
    manage = await open_tab(film.page, "Manage Your Apps")
    await film.look(manage, "manage")
    await manage.get_by_role("button", name="Disable").click()
    await expect(manage.get_by_text("Disabled")).to_be_visible()
    await close_tab(manage)


@pytest.mark.long
async def test_a_connection_is_reminded_of_renewed_revoked_and_ended(demo_page: Page) -> None:
    film = await connected(demo_page)
    await first_reminder_can_wait(film)
    await later_reminders_press_more(film)
    await overdue_while_amazon_is_unwell(film)
    await renewed_by_its_reminder(film)
    await revoked_and_kept(film)
    await ended_by_amazon(film)
