"""A seller that Amazon could not prove, and nobody recognizes, is held until the team decides."""

from dataclasses import replace

import pytest

from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import GrantRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    add_store,
    card_of,
    connect_url,
    connected_store,
    ends,
    in_slack,
    rows,
    sellers_state,
    services_of,
    threads,
)
from tests.harness.slack_steps import said


@pytest.fixture
async def held(house_on_each: House, open_browser: OpenBrowser) -> House:
    """A house with a connected store, and a second one whose seller goes by another name now."""
    house, browser = house_on_each, open_browser(house_on_each)
    (application,) = house.amazon.state.applications.values()
    house.amazon.register(replace(application, roles=frozenset()))
    await connected_store(house, browser)
    link = connect_url(await add_store(house, "🇨🇦 Canada", name="Canada"))
    house.amazon.rename("Nordic Outdoor", "Something Else")
    before = await sellers_state(house)
    told = (await browser.come_back(link, "Something Else")).told
    await house.deliver()

    assert "A colleague has to confirm this" in told
    assert "nothing was replaced" in told
    assert "seven days" in told
    assert await ends(house) == ["succeeded", "held"]
    assert await sellers_state(house) == before
    return house


async def test_the_team_is_asked_in_the_thread_of_the_card(held: House) -> None:
    (question,) = threads(held)

    assert question["thread_ts"] == card_of(held, "Canada")["ts"]
    assert "could not prove that this is the seller you know" in said(question)
    assert "refused after seven days" in said(question)
    (grant,) = [row for row in await rows(held, GrantRow) if row.status == "held"]
    assert grant.refresh_token_encrypted is not None


async def test_accepted_it_is_the_sellers_next_term_and_connects_the_store(held: House) -> None:
    anna = held.slack.person("Anna")
    await anna.press(threads(held)[0], "Accept")
    await held.deliver()

    (authorization,) = await rows(held, AuthorizationRow)
    assert (authorization.term, authorization.token_version) == (2, 2)
    assert authorization.seller_name == "Something Else"
    assert "Connected" in card_of(held, "Canada")["text"]
    assert "has been dealt with" in said(threads(held)[0])
    assert [row.refresh_token_encrypted for row in await rows(held, GrantRow)] == [None, None]
    (accepted,) = [r for r in await rows(held, HistoryRow) if r.event == "grant.accepted"]
    assert accepted.actor == anna.id


async def test_the_page_of_who_was_refused_says_so(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    (application,) = house.amazon.state.applications.values()
    house.amazon.register(replace(application, roles=frozenset()))
    await connected_store(house, browser)
    link = connect_url(await add_store(house, "🇨🇦 Canada", name="Canada"))
    house.amazon.rename("Nordic Outdoor", "Something Else")
    callback = await browser.consent(link, "Something Else")
    result = (await browser.ask("GET", callback)).headers["Location"]
    assert "has seven days" in (await browser.look(result)).told
    await house.deliver()
    await house.slack.person("Anna").press(threads(house)[0], "Refuse")

    told = (await browser.look(result)).told
    assert "Nobody of your team has confirmed this" in told
    assert "The token was erased and nothing was changed." in told
    assert "Manage Your Apps" in told
    assert "Try again" in told
    assert "seven days" not in told


async def test_refused_its_token_is_erased_and_nothing_is_replaced(held: House) -> None:
    before = await sellers_state(held)
    anna = held.slack.person("Anna")
    await anna.press(threads(held)[0], "Refuse")
    await held.deliver()

    await _assert_dropped(held, before)
    (refused,) = [r for r in await rows(held, HistoryRow) if r.event == "grant.refused"]
    assert refused.actor == anna.id


async def test_without_an_answer_within_seven_days_it_is_refused(held: House) -> None:
    before = await sellers_state(held)
    async with services_of(held) as services:
        held.clock.move(days=6, hours=23)
        await services.ownership.drop_unaccepted()
        assert [r.status for r in await rows(held, GrantRow)].count("held") == 1
        held.clock.move(hours=2)
        await services.ownership.drop_unaccepted()
    await held.deliver()

    await _assert_dropped(held, before)


async def _assert_dropped(house: House, before: dict[str, list[str]]) -> None:
    assert await sellers_state(house) == before
    statuses = sorted(row.status for row in await rows(house, GrantRow))
    assert statuses == ["applied", "refused"]
    assert [row.refresh_token_encrypted for row in await rows(house, GrantRow)] == [None, None]
    assert "Not connected" in card_of(house, "Canada")["text"]
    assert "has been dealt with" in said(threads(house)[0])


async def test_another_try_of_the_same_link_that_is_kept_asks_anew(
    held: House, open_browser: OpenBrowser
) -> None:
    anna = held.slack.person("Anna")
    await anna.press(threads(held)[0], "Refuse")
    link = connect_url(card_of(held, "Canada"))
    await open_browser(held).come_back(link, "Something Else")
    await held.deliver()
    await anna.press(threads(held)[1], "Accept")
    await held.deliver()

    (authorization,) = await rows(held, AuthorizationRow)
    assert (authorization.term, authorization.token_version) == (2, 2)
    assert "Connected" in card_of(held, "Canada")["text"]


async def test_a_claim_to_be_another_seller_of_the_team_replaces_nothing(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser, other = house_on_each, open_browser(house_on_each), open_browser(house_on_each)
    (application,) = house.amazon.state.applications.values()
    house.amazon.register(replace(application, roles=frozenset()))
    await connected_store(house, open_browser(house), "Maple Goods", country="🇨🇦 Canada", name="M")
    link = connect_url(await add_store(house))
    callback = await other.consent(link, "Prairie Crafts")
    await browser.connect(link, "Nordic Outdoor")
    before = await sellers_state(house)
    told = (await other.look(callback.replace("A5PRAIRIECR06", "A1MAPLEGOODS3"))).told

    assert "A colleague has to confirm this" in told
    assert await sellers_state(house) == before


async def test_an_answer_that_comes_second_changes_nothing(held: House) -> None:
    ben, anna = held.slack.person("Ben"), held.slack.person("Anna")
    held.slack.channel("amazon").conversation.members.add(ben.id)
    question = threads(held)[0]
    await anna.press(question, "Refuse")
    before = await sellers_state(held)
    pressed = next(sent for sent in reversed(held.slack.sent) if b"refuse_grant" in sent.body)
    await held.slack.send_again(pressed)
    await held.deliver()

    assert await sellers_state(held) == before
    assert in_slack(held, "has been dealt with")
