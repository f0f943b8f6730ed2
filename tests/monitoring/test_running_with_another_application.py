"""The settings name another application: nothing is erased, and everybody is told to reconnect."""

from dataclasses import replace

from tests.harness.bot import House, application
from tests.harness.connect_steps import SellersBrowser, card_of
from tests.harness.slack_steps import modal, said
from tests.monitoring.steps import alarms, authorization, ours, restarted, texts

OTHER = "amzn1.sp.solution.another"
CLIENT = "amzn1.application-oa2-client.another"


async def run_with_another(house: House) -> None:
    """Start the bot once with another application, and let it look at what is due."""
    house.amazon.register(replace(application(house.url), id=OTHER, client_id=CLIENT))
    settings = {"amazon_application_id": OTHER, "amazon_client_id": CLIENT}
    async with restarted(house, **settings) as services:
        await services.sellers.check_due()
        await services.alarms.look()
    await house.deliver()


async def test_card_list_view_and_message_say_that_it_has_to_be_connected_again(
    house_on_each: House, seller: SellersBrowser
) -> None:
    house = house_on_each
    await ours(house, seller)
    before = await authorization(house)
    asked = len(house.amazon.calls)
    await run_with_another(house)

    assert "Disconnected" in card_of(house)["text"]
    assert "connected with another application" in said(card_of(house))
    assert "Reconnect" in said(card_of(house))
    assert "Press Reconnect" in texts(house)[-1]
    assert "have to be connected again: Amazon Store USA" in texts(house)[-1].replace("*", "")
    anna = house.slack.person("Anna")
    listed = await anna.command("/amazon-store list", channel="amazon")
    assert listed is not None
    assert "Disconnected" in said(listed)
    await anna.command("/amazon-store view Amazon Store USA", channel="amazon")
    assert "connected with another application" in said(modal(anna))
    after = await authorization(house)
    assert after.refresh_token_encrypted == before.refresh_token_encrypted
    assert (after.status, after.next_check_at) == ("live", None)
    assert len(house.amazon.calls) == asked


async def test_a_check_answers_that_it_was_not_asked(house: House, browser: SellersBrowser) -> None:
    await ours(house, browser)
    await run_with_another(house)
    settings = {"amazon_application_id": OTHER}
    async with restarted(house, **settings) as services:
        (workspace,) = await services.workspaces.all()
        anna = await services.people.remembered(workspace.id, house.slack.person("Anna").id)
        assert anna is not None
        store = await services.find_stores.named(anna, "Amazon Store USA")

        assert await services.sellers.check(anna.workspace_id, store.id) == "other_application"


async def test_it_is_told_once_and_not_at_each_start(house: House, browser: SellersBrowser) -> None:
    await ours(house, browser)
    await run_with_another(house)
    told = texts(house)
    for _ in range(3):
        house.clock.move(days=1)
        await run_with_another(house)

    assert texts(house) == told
    assert len(await alarms(house)) == 1


async def test_the_first_application_takes_its_connections_up_again(
    house: House, browser: SellersBrowser
) -> None:
    await ours(house, browser)
    await run_with_another(house)
    async with restarted(house) as services:
        await services.sellers.check_due()
        house.clock.move(minutes=15)
        await services.alarms.look()
    await house.deliver()

    assert ": 🟢 Connected" in card_of(house)["text"]
    assert "use this bot's application again" in texts(house)[-1]
    assert (await authorization(house)).next_check_at is not None
