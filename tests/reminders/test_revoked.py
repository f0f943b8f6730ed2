"""A revoke ends the reminders; if it is called off, the most urgent one is sent once more."""

from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser
from tests.harness.revoke_steps import press
from tests.harness.slack_steps import modal
from tests.reminders.steps import buttons, days_before_the_end, remind, reminders, shown, told

AMAZON = "C0AMAZON01"


async def revoke_at(house: House, reminder: dict[str, object]) -> None:
    """Press Revoke on a reminder, and say yes."""
    anna = house.slack.person("Anna")
    await anna.press(reminder, "Revoke")
    await anna.submit(modal(anna))
    await anna.close()
    await house.deliver()


async def test_revoke_at_a_reminder_takes_its_buttons(one_store: House) -> None:
    await days_before_the_end(one_store, 14)
    (reminder,) = reminders(one_store)
    await revoke_at(one_store, reminder)

    in_place = next(
        m for m in one_store.slack.channel("amazon").messages if m["ts"] == reminder["ts"]
    )
    assert buttons(in_place) == []
    assert "was revoked" in shown(in_place)
    await days_before_the_end(one_store, 7)
    assert await told(one_store) == [(14, AMAZON)]


async def test_keep_it_tells_the_most_urgent_once_more_with_its_buttons(one_store: House) -> None:
    await days_before_the_end(one_store, 30)
    await days_before_the_end(one_store, 14)
    await revoke_at(one_store, reminders(one_store)[-1])
    await press(one_store, "Keep it")
    await remind(one_store)
    await remind(one_store)

    standing = [m for m in one_store.slack.channel("amazon").messages if buttons(m)]
    (again,) = [m for m in standing if "ends in" in m["text"]]
    assert buttons(again) == ["Renew", "Send link", "Revoke", "Snooze"]
    before = [m for m in one_store.slack.channel("amazon").messages if "again below" in shown(m)]
    assert len(before) == 1
    assert await told(one_store) == [(30, AMAZON), (14, AMAZON)]


async def test_a_more_urgent_one_that_was_reached_meanwhile_is_told_instead(
    one_store: House,
) -> None:
    await days_before_the_end(one_store, 14)
    await revoke_at(one_store, reminders(one_store)[-1])
    await days_before_the_end(one_store, 7)
    await press(one_store, "Keep it")
    await remind(one_store)

    standing = [m for m in one_store.slack.channel("amazon").messages if buttons(m)]
    (urgent,) = [m for m in standing if "ends in" in m["text"]]
    assert "ends in 7 days" in shown(urgent)
    assert await told(one_store) == [(14, AMAZON), (7, AMAZON)]


async def test_a_revoke_pressed_at_a_reminder_of_an_earlier_year_ends_nothing(
    one_store: House, seller: SellersBrowser
) -> None:
    await days_before_the_end(one_store, 14)
    (old,) = reminders(one_store)
    anna = one_store.slack.person("Anna")
    await anna.press(old, "Revoke")
    form = modal(anna)
    link = next(
        str(e["url"])
        for b in old["blocks"]
        for e in b.get("elements", [])
        if "/connect/" in str(e.get("url"))
    )
    await seller.connect(link, "Nordic Outdoor")
    await anna.submit(form)

    assert "an earlier year" in shown(modal(anna))
