"""Where a connection returns to a place, what was told there is told once more."""

from domain.usable_sellers import Choice
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow
from tests.harness import slack_steps as deeds
from tests.harness.bot import House
from tests.harness.connect_steps import in_slack, rows, services_of
from tests.harness.revoke_steps import CANADA, disconnect
from tests.reminders.steps import Json, buttons, days_before_the_end, remind, shown, told
from tests.reminders.test_shown_anew import ANNA, BEN, hand_over

AMAZON, SALES = "C0AMAZON01", "C0SALES001"
OPEN = ["Renew", "Send link", "Revoke"]


def about_nordic(messages: list[Json]) -> list[Json]:
    """Return what reminders have become, oldest first."""
    said = ("The Amazon connection of", "looked after in another", "again below", "stands below")
    return [m for m in messages if any(text in shown(m) for text in said)]


async def move(house: House, channel: str) -> None:
    """Give the store another Slack channel, and let the reminders follow."""
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        anna = await services.people.remembered(workspace.id, ANNA)
        assert anna is not None
        store = (await rows(house, StoreRow))[0]
        await services.cards.choose(anna, f"to {channel} {house.clock()}", store.id, channel)
    house.clock.move(minutes=1)
    await remind(house)


async def test_a_card_that_moved_there_and_back_has_its_reminder_again(one_store: House) -> None:
    await days_before_the_end(one_store, 14)
    await move(one_store, SALES)
    await move(one_store, AMAZON)
    await remind(one_store)

    *old, again = about_nordic(one_store.slack.channel("amazon").messages)
    assert buttons(again) == [*OPEN, "Snooze"]
    assert [buttons(message) for message in old] == [[]]
    assert "again below" in shown(old[0])
    (elsewhere,) = about_nordic(one_store.slack.channel("sales").messages)
    assert "looked after in another place now" in shown(elsewhere)
    assert await told(one_store) == [(14, AMAZON), (14, SALES)]


async def test_a_more_urgent_one_that_was_reached_meanwhile_is_told_instead(
    one_store: House,
) -> None:
    await days_before_the_end(one_store, 14)
    await move(one_store, SALES)
    await days_before_the_end(one_store, 7)
    await move(one_store, AMAZON)

    old, urgent = about_nordic(one_store.slack.channel("amazon").messages)
    assert "a later reminder stands below" in shown(old)
    assert "ends in 7 days" in shown(urgent)
    assert sorted(await told(one_store)) == [(7, AMAZON), (7, SALES), (14, AMAZON), (14, SALES)]


async def test_after_the_last_rung_as_well(one_store: House) -> None:
    await days_before_the_end(one_store, -30)
    await move(one_store, SALES)
    await move(one_store, AMAZON)
    assert buttons(about_nordic(one_store.slack.channel("amazon").messages)[-1]) == OPEN


async def test_an_owner_who_has_a_store_back_is_reminded_again(one_store: House) -> None:
    await days_before_the_end(one_store, 1)
    await hand_over(one_store, ANNA, BEN)
    await remind(one_store)
    await hand_over(one_store, BEN, ANNA)
    await remind(one_store)
    assert buttons(about_nordic(one_store.slack.im("Anna").messages)[-1]) == OPEN
    assert buttons(about_nordic(one_store.slack.im("Ben").messages)[-1]) == []


async def test_a_store_that_is_attached_again_brings_its_channels_reminder_back(
    one_store: House,
) -> None:
    anna = one_store.slack.person("Anna")
    await anna.press(in_slack(one_store, "also sells in Canada"), "Add Canada")
    await deeds.fill_in(anna, channel="sales")
    assert await deeds.submit(anna) == {}
    await one_store.deliver()
    await days_before_the_end(one_store, 14)
    await disconnect(one_store, store=CANADA)
    await remind(one_store)
    await _attach_canada(one_store)
    await remind(one_store)
    assert buttons(about_nordic(one_store.slack.channel("sales").messages)[-1]) == [*OPEN, "Snooze"]


async def _attach_canada(house: House) -> None:
    """Connect the Canadian store with the seller that it had, without a sign-in."""
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        anna = await services.people.remembered(workspace.id, ANNA)
        assert anna is not None
        store = next(row for row in await rows(house, StoreRow) if row.name == CANADA)
        (seller,) = await rows(house, AuthorizationRow)
        choice = Choice(seller.id, seller.term, store.id)
        await services.reuse_sellers.use(anna, "attach Canada", choice)
