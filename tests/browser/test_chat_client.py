import pytest
from form_bot import CHANNEL, FormBot, Open
from playwright.async_api import Page, expect

from playground.slack.local_slack import LocalSlack

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def write(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message #amazon")
    await box.fill(text)
    await box.press("Enter")


async def open_form(page: Page) -> None:
    await write(page, "/amazon-store add")
    await expect(page.get_by_role("heading", name="Add store")).to_be_visible()


async def fill_in(page: Page, name: str) -> None:
    await page.get_by_label("Website").click()
    await page.get_by_role("option", name="Shop Sweden").click()
    await page.get_by_label("E-mail").fill("a+b@c.com")
    await page.get_by_label("Store name").fill(name)
    await page.get_by_label("Attribute").fill("as")
    await page.get_by_role("option", name="asin").click()


async def add_store(page: Page, name: str) -> None:
    await open_form(page)
    await fill_in(page, name)
    await page.get_by_role("button", name="Connect", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_command_opens_a_form_whose_submission_becomes_a_card(
    open_page: Open, bot: FormBot
) -> None:
    page = await open_page()

    await add_store(page, "Nordic Shop")

    log = page.get_by_role("log", name="Messages in #amazon")
    await expect(log.get_by_role("heading", name="🇸🇪 Nordic Shop")).to_be_visible()
    assert bot.submitted[0]["email"]["value"] == "a+b@c.com"
    assert bot.submitted[0]["attribute"]["selected_option"]["value"] == "asin"


async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    open_page: Open,
) -> None:
    page = await open_page()
    await open_form(page)

    await page.get_by_role("button", name="Connect", exact=True).click()
    await expect(page.get_by_label("E-mail")).to_have_accessible_description("This is needed.")
    await fill_in(page, "taken")
    await page.get_by_label("Store name").press("Enter")

    name = page.get_by_label("Store name")
    await expect(name).to_have_accessible_description("This name is taken.")
    await expect(name).to_be_focused()
    await expect(page.get_by_label("E-mail")).to_have_value("a+b@c.com")


async def test_an_updated_form_keeps_what_was_typed_and_where_one_was(open_page: Open) -> None:
    page = await open_page()
    await open_form(page)
    await page.get_by_label("E-mail").fill("shop@example.com")

    await page.get_by_label("Website").fill("usa")
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("Orders go into shop-usa")).to_be_visible()
    await expect(page.get_by_label("E-mail")).to_have_value("shop@example.com")
    await expect(page.get_by_label("Website")).to_be_focused()


async def test_a_form_can_be_filled_in_with_the_keyboard_alone(
    open_page: Open, bot: FormBot
) -> None:
    page = await open_page()
    await open_form(page)

    await page.keyboard.type("usa")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Orders go into shop-usa")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("shop@example.com")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.type("ea")
    await expect(page.get_by_role("option", name="ean")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+Enter")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert bot.submitted[0]["email"]["value"] == "shop@example.com"


async def test_escape_closes_the_form_and_gives_the_focus_back(open_page: Open) -> None:
    page = await open_page()
    await open_form(page)
    await expect(page.get_by_label("Website")).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("textbox", name="Message #amazon")).to_be_focused()


async def test_a_button_that_asks_first_is_pressed_only_after_yes(
    open_page: Open, bot: FormBot
) -> None:
    page = await open_page()
    await add_store(page, "Nordic Shop")
    bot.pressed.clear()

    await page.get_by_role("button", name="Remove").click()
    await page.get_by_role("button", name="Keep it").click()
    await page.get_by_role("button", name="Remove").click()
    async with page.expect_response("**/client/press"):
        await page.get_by_role("button", name="Yes, remove").click()

    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert bot.pressed == ["remove"]


async def test_a_link_button_opens_a_tab_and_tells_the_bot(open_page: Open, bot: FormBot) -> None:
    page = await open_page()
    await add_store(page, "Nordic Shop")

    async with (
        page.expect_popup() as opened,
        page.expect_response("**/client/press") as pressed,
    ):
        await page.get_by_role("button", name="Connect store").click()

    assert (await (await pressed.value).json())["ok"]
    assert (await opened.value) is not page
    assert bot.pressed[-1] == "connect"


async def test_the_address_of_a_message_leads_to_it(open_page: Open, slack: LocalSlack) -> None:
    for number in range(40):
        await slack.person("Ben").write(f"Line {number}", CHANNEL)
    ts = slack.channel("amazon").messages[3]["ts"]
    page = await open_page("Ben")
    await expect(page.get_by_text("Line 39")).to_be_in_viewport()

    await page.goto(f"{slack.url}/archives/{CHANNEL}/p{ts.replace('.', '')}")

    await expect(page.get_by_text("Line 3", exact=True)).to_be_in_viewport()
    await expect(page.get_by_label("You are")).to_have_value(slack.person("Ben").id)


async def test_an_answer_for_one_person_is_not_seen_by_another(open_page: Open) -> None:
    anna, ben = await open_page("Anna"), await open_page("Ben")

    await write(anna, "/amazon-store hello")
    await expect(anna.get_by_text("You said hello")).to_be_visible()
    await expect(anna.get_by_text("Only visible to you")).to_be_visible()
    await write(anna, "Good morning")

    await expect(ben.get_by_text("Good morning")).to_be_visible()
    await expect(ben.get_by_text("You said hello")).to_have_count(0)


async def test_a_reply_stands_in_the_thread_and_is_counted(open_page: Open) -> None:
    page = await open_page()
    await write(page, "Who holds the sign-in?")

    await page.get_by_role("article", name="Anna").hover()
    await page.get_by_role("button", name="Open thread").click()
    await page.get_by_role("textbox", name="Reply in thread").fill("Ben does")
    await page.keyboard.press("Enter")

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Ben does")).to_be_visible()
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()


async def test_text_from_outside_never_becomes_markup(open_page: Open, slack: LocalSlack) -> None:
    page = await open_page()
    text = "<img src=x onerror=alert(1)> <javascript:alert(2)|here> *bold*"

    await slack.person("Ben").write(text, CHANNEL)

    message = page.get_by_role("article", name="Ben")
    await expect(message.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    await expect(message.locator("strong", has_text="bold")).to_be_visible()
    await expect(message.locator("img, a")).to_have_count(0)


async def test_when_the_bot_fails_slack_says_so_with_the_reason(open_page: Open) -> None:
    page = await open_page()

    await write(page, "/amazon-store fail")

    await expect(page.get_by_text("/amazon-store failed")).to_be_visible()
    await expect(page.get_by_text("HTTP 500: out of order")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message #amazon")).to_have_value(
        "/amazon-store fail"
    )


async def test_the_bar_says_where_one_is_and_leads_on(open_page: Open) -> None:
    page = await open_page()

    await expect(page.get_by_text("nothing leaves this machine")).to_be_visible()
    await expect(page.get_by_role("link", name="Local Amazon")).to_be_visible()


async def test_a_phone_shows_one_pane_at_a_time(open_page: Open) -> None:
    page = await open_page(width=390)
    await expect(page.get_by_role("heading", name="amazon", level=1)).to_be_visible()

    await page.get_by_role("button", name="Back to the list").click()
    await expect(page.get_by_role("heading", level=1)).to_be_hidden()
    await page.get_by_role("link", name="sales").click()

    await expect(page.get_by_role("heading", name="sales", level=1)).to_be_visible()
    await expect(page.get_by_label("You are")).to_be_hidden()


async def test_the_app_is_asked_into_a_channel_with_one_press(open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_text("This is the very beginning of #general.")).to_be_visible()

    await page.get_by_role("button", name="Add Amazon Stores").click()

    await expect(page.get_by_text("was added to #general by @Anna.")).to_be_visible()
    await expect(page.get_by_role("button", name="Add Amazon Stores")).to_have_count(0)


async def test_who_reads_the_end_stays_there_when_the_window_becomes_narrow(
    open_page: Open, slack: LocalSlack
) -> None:
    for number in range(20):
        await slack.person("Ben").write(f"Line {number} {'of a long story ' * 12}", CHANNEL)
    page = await open_page()
    await expect(page.get_by_text("Line 19")).to_be_in_viewport()

    await page.set_viewport_size({"width": 390, "height": 700})

    await expect(page.get_by_text("Line 19")).to_be_in_viewport()
