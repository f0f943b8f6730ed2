"""Why tokens are withheld, and how the response explains it, with where to go in Slack."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from playground.slack import payloads
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.stores import StoreRow
from tests.api.program import Program, new_program
from tests.harness import slack_steps as deeds
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    connect_url,
    connected_store,
    in_slack,
    rows,
)
from tests.harness.renewal_steps import renewal_link
from tests.harness.revoke_steps import (
    CANADA,
    USA,
    check_by_itself,
    checklist,
    one_store,
    press,
    revoke,
    two_stores,
)
from tests.harness.slack_steps import USUAL, fill_in, open_form, submit
from tests.webhooks.test_what_is_told import ended_by_amazon


async def _pause(house: House) -> None:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(StoreRow).values(paused_at=house.clock()))


async def _doubt(house: House) -> None:
    house.amazon.revoke("Nordic Outdoor")
    house.clock.move(days=1)
    await check_by_itself(house)


async def _disconnect(house: House) -> None:
    await _doubt(house)
    house.clock.move(minutes=16)
    await check_by_itself(house)


async def _let_slack_refuse(house: House, error: str) -> None:
    """Let Slack refuse the bot's token with an error, once something is owed."""
    house.slack.faults.next("chat.postMessage", error=error)
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL | {"country": "🇨🇦 Canada"})
    assert await submit(anna) == {}
    await house.deliver()


ENDS: dict[str, tuple[Callable[[House], Awaitable[None]], str]] = {
    "paused": (_pause, "Connected"),
    "ending": (revoke, "Left to do at Amazon"),
    "doubted": (_doubt, "Connected"),
    "disconnected": (_disconnect, "no longer honours"),
}


@pytest.mark.parametrize("kind", ENDS)
async def test_a_store_at_rest_gets_nothing_and_the_answer_leads_to_slack(
    program: Program, kind: str
) -> None:
    assert (await program.token()).status == 200
    end, words = ENDS[kind]
    await end(program.house)

    answer = await program.token()

    assert answer.status == 409
    assert answer.body["type"] == f"{program.house.url}/api/v1/docs#{kind}"
    assert set(answer.body) == {"type", "title", "status", "detail", "slack"}
    assert answer.body["slack"]["channel"] == program.house.slack.channel("amazon").id
    stamp = in_slack(program.house, words)["ts"].replace(".", "")
    assert answer.body["slack"]["url"].endswith(f"/p{stamp}")


async def test_a_store_without_a_seller_gets_nothing(house_on_each: House) -> None:
    await add_store(house_on_each)
    async with new_program(house_on_each) as program:
        answer = await program.token()

    assert (answer.status, _kind(answer.body)) == (409, "not-connected")
    assert "/archives/" in answer.body["slack"]["url"]


async def test_a_seller_whom_nobody_has_vouched_for_gives_nothing(
    house_on_each: House, seller: SellersBrowser
) -> None:
    await connected_store(house_on_each, seller)
    async with new_program(house_on_each) as program:
        answer = await program.token()

    assert (answer.status, _kind(answer.body)) == (409, "not-yet-ours")
    question = in_slack(house_on_each, "Is this yours?")["ts"].replace(".", "")
    assert answer.body["slack"]["url"].endswith(f"/p{question}")


async def test_each_store_is_led_to_its_own_question_whose_the_seller_is(
    house: House, open_browser: OpenBrowser
) -> None:
    """Its seller's other store, which was connected later, is told of in another Slack channel."""
    await connected_store(house, open_browser(house))
    card = await deeds.add_store(house, house.slack.person("Anna"), "sales", country="🇨🇦 Canada")
    await open_browser(house).connect(connect_url(card), "Nordic Outdoor")
    await house.deliver()
    async with new_program(house) as program:
        answer = await program.token()

    assert _kind(answer.body) == "not-yet-ours"
    assert answer.body["slack"]["channel"] == house.slack.channel("amazon").id


async def test_each_store_is_led_to_the_checklist_in_its_own_channel(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser)
    channels = {
        USA: house.slack.channel("sales").id,
        CANADA: house.slack.channel("amazon").id,
    }
    async with house.bot.database.engine.begin() as connection:
        move = update(StoreRow).where(StoreRow.name == USA).values(channel=channels[USA])
        await connection.execute(move)
    await revoke(house)
    async with new_program(house) as program:
        for store in await rows(house, StoreRow):
            answer = await program.post(f"/stores/{store.key}/access-token")
            assert _kind(answer.body) == "ending"
            assert answer.body["slack"]["channel"] == channels[store.name]


async def test_a_store_is_led_to_how_its_connection_ended_last(
    house: House, open_browser: OpenBrowser
) -> None:
    await one_store(house, open_browser)
    await ended_by_amazon(house)
    await house.deliver()
    house.clock.move(days=30)
    await open_browser(house).connect(await renewal_link(house), "Nordic Outdoor")
    await house.deliver()
    await revoke(house)
    checklist_at = checklist(house)["ts"].replace(".", "")
    await press(house, "Erase now")
    async with new_program(house) as program:
        answer = await program.token()

    assert _kind(answer.body) == "disconnected"
    assert answer.body["slack"]["url"].endswith(f"/p{checklist_at}")


async def test_a_workspace_without_the_app_gets_nothing(program: Program) -> None:
    await _let_slack_refuse(program.house, "account_inactive")

    answer = await program.token()

    assert (answer.status, _kind(answer.body)) == (409, "app-uninstalled")


async def test_from_the_moment_the_app_is_taken_out_nothing_is_handed_out(
    program: Program,
) -> None:
    assert (await program.token()).status == 200
    slack = program.house.slack
    await slack.events.app_uninstalled(slack.world.home)

    check = f"/stores/{program.store}/check"
    answers = [await program.token(), await program.lwa(), await program.post(check)]

    assert [answer.status for answer in answers] == [409, 400, 409]
    assert _kind(answers[0].body) == "app-uninstalled"


async def test_a_revoked_bot_token_stops_programs_as_an_uninstall_does(program: Program) -> None:
    slack = program.house.slack
    await slack.events.tokens_revoked(slack.world.home)

    assert _kind((await program.token()).body) == "app-uninstalled"


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_what_comes_late_of_an_earlier_installation_stops_nothing(
    program: Program, kind: str
) -> None:
    slack = program.house.slack
    inner = {"type": kind, "tokens": {"oauth": [], "bot": ["U0AMZBOT01"]}}
    late = payloads.event(slack.core, slack.world.home, inner)
    late["event_time"] -= 3600
    await slack.core.line.event(late, {})

    assert (await program.token()).status == 200


async def test_a_token_refused_while_people_are_asked_about_stops_programs_too(
    program: Program,
) -> None:
    house = program.house
    house.slack.world.installation(house.slack.world.home).refusal = "account_inactive"
    house.clock.move(hours=21)
    await house.bot.metronome.tick("people")

    assert _kind((await program.token()).body) == "app-uninstalled"


async def test_a_wrong_slack_token_of_ours_stops_no_program(program: Program) -> None:
    await _let_slack_refuse(program.house, "invalid_auth")

    assert (await program.token()).status == 200


async def test_an_estimated_end_stops_nothing(program: Program) -> None:
    async with program.house.bot.database.engine.begin() as connection:
        past = program.house.clock() - timedelta(days=100)
        await connection.execute(update(TermRow).values(ends_at=past))

    assert (await program.token()).status == 200


def _kind(body: dict[str, str]) -> str:
    return body["type"].partition("#")[2]


async def test_a_token_that_cannot_be_opened_is_our_fault_and_not_the_sellers(
    program: Program,
) -> None:
    async with program.house.bot.database.engine.begin() as connection:
        await connection.execute(update(AuthorizationRow).values(refresh_token_encrypted=b"lost"))
    for answer in (await program.post(f"/stores/{program.store}/check"), await program.token()):
        assert answer.status == 500
        assert answer.body["reference"]
