"""From the card, through Amazon, to a connected store that the team has confirmed."""

from urllib.parse import urlsplit

import pytest

from domain.authorizations import OURS_WITHIN
from domain.errors import NotConnected
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.oauth import GrantRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    card_of,
    confirm_ownership,
    connect_url,
    connected_store,
    ends,
    in_slack,
    no_token_is_left,
    rows,
    services_of,
)
from tests.harness.slack_steps import LABELS, entered, modal, said, submit, title


async def test_a_seller_signs_in_and_the_store_is_connected(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    link = connect_url(await add_store(house))

    page = await browser.look(link)
    for shown in ("Connect Amazon Store USA to Amazon", "Nordic Shop", "United States"):
        assert shown in page.told
    for shown in (
        "Anna",
        "Nordic Shop Connector",
        urlsplit(house.amazon.seller_central_url).netloc,
    ):
        assert shown in page.told
    result = await browser.come_back(link, "Nordic Outdoor")
    await house.deliver()

    assert result.status == 200
    for shown in ("Connected", "Nordic Outdoor", "January 11, 2028", "moves no products itself"):
        assert shown in result.told
    card = card_of(house)
    assert "Connected" in card["text"]
    assert "Nordic Outdoor" in said(card)
    assert "View Store" in said(card)
    assert "Connect store" not in said(card)
    message = said(in_slack(house, "is connected to Amazon as *Nordic Outdoor*"))
    assert "Is this yours?" in message
    assert "I remind you here before then" in message
    assert await ends(house) == ["succeeded"]


async def test_sync_programs_get_nothing_until_somebody_says_that_the_seller_is_ours(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house))
    (store,) = await rows(house, StoreRow)

    async with services_of(house) as services:
        with pytest.raises(NotConnected):
            await services.tokens.issue(store.workspace_id, store.name, "command_line")
        await confirm_ownership(house)
        token = await services.tokens.issue(store.workspace_id, store.name, "command_line")

    assert token.access_token in house.amazon.state.access_tokens
    assert token.seller_id == "A2NORDICOUT01"
    handed_out = [row for row in await rows(house, HistoryRow) if row.event == "token.handed_out"]
    assert [row.actor for row in handed_out] == ["command_line"]
    assert "Is this yours?" not in said(in_slack(house, "is connected to Amazon"))


async def test_another_country_of_the_seller_is_added_without_a_second_sign_in(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, anna = house_on_each, house_on_each.slack.person("Anna")
    await connected_store(house, open_browser(house))
    assert "also sells in" not in said(in_slack(house, "is connected to Amazon"))
    await confirm_ownership(house)
    offer = in_slack(house, "This seller also sells in Canada and Mexico")
    calls = list(house.amazon.calls)
    await anna.press(offer, "Add Canada")

    assert title(anna) == "Add Amazon store"
    form = modal(anna)
    assert entered(form, LABELS["country"]) == "🇨🇦 Canada"
    assert entered(form, LABELS["name"]) == "Amazon Store Canada"
    assert entered(form, LABELS["website"]) == "Nordic Shop International"
    assert entered(form, LABELS["email"]) == "anna@nordic.example"
    assert await submit(anna) == {}
    await house.deliver()

    assert "Connected" in card_of(house, "Amazon Store Canada")["text"]
    assert house.amazon.calls == [*calls, "lwa.token", "spapi.participations"]
    assert len(await rows(house, TermRow)) == 1
    american, canadian = await rows(house, StoreRow)
    assert american.authorization_id == canadian.authorization_id
    newest = said(in_slack(house, "*Amazon Store Canada* is connected to Amazon"))
    assert "Add Mexico" in newest
    assert "Add Canada" not in newest


async def test_a_country_that_was_added_meanwhile_is_offered_no_more(
    house: House, browser: SellersBrowser
) -> None:
    anna = house.slack.person("Anna")
    await connected_store(house, browser)
    await confirm_ownership(house)
    offer = in_slack(house, "This seller also sells in Canada and Mexico")
    await anna.press(offer, "Add Canada")
    assert await submit(anna) == {}
    await house.deliver()

    older = said(in_slack(house, "*Amazon Store USA* is connected to Amazon"))
    assert "Add Mexico" in older
    assert "Add Canada" not in older


async def test_not_ours_erases_the_token_and_the_store_waits_again(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    card = await connected_store(house, open_browser(house))
    anna = house.slack.person("Anna")
    await anna.press(in_slack(house, "Is this yours?"), "Not ours")
    await house.deliver()

    await _assert_let_go(house, connect_url(card))
    (entry,) = [r for r in await rows(house, HistoryRow) if r.event == "authorization.not_ours"]
    assert entry.actor == anna.id


async def test_without_an_answer_within_seven_days_the_seller_is_let_go(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    card = await connected_store(house, open_browser(house))
    async with services_of(house) as services:
        house.clock.move(days=6, hours=23)
        await services.ownership.let_unanswered_go()
        assert "Connected" in card_of(house)["text"]
        house.clock.move(hours=2)
        await services.ownership.let_unanswered_go()
    await house.deliver()

    await _assert_let_go(house, connect_url(card))


async def _assert_let_go(house: House, former_link: str) -> None:
    """See that a seller's token is gone and that its store waits with another link."""
    assert await no_token_is_left(house)
    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.status == "revoked"
    card = card_of(house)
    assert "Not connected" in card["text"]
    assert connect_url(card) != former_link
    message = said(in_slack(house, "*Amazon Store USA* is not connected"))
    assert "The token is erased" in message
    assert "/apps/manage" in message
    assert "Not ours" not in message


async def test_who_was_let_go_can_come_back_and_is_asked_about_again(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await connected_store(house, browser)
    anna = house.slack.person("Anna")
    await anna.press(in_slack(house, "Is this yours?"), "Not ours")
    await house.deliver()
    result = await browser.come_back(connect_url(card_of(house)), "Nordic Outdoor")
    await house.deliver()

    assert "Connected" in result.told
    (authorization,) = await rows(house, AuthorizationRow)
    assert (authorization.status, authorization.term) == ("live", 2)
    assert authorization.ours_due_at == authorization.checked_at + OURS_WITHIN
    assert "Is this yours?" in said(in_slack(house, "is connected to Amazon"))


async def test_the_second_answer_about_a_seller_changes_nothing(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)
    question = in_slack(house, "Is this yours?")
    await house.slack.person("Anna").press(question, "Yes, it is ours")
    pressed = next(sent for sent in reversed(house.slack.sent) if b"block_actions" in sent.body)
    await house.slack.send_again(pressed)

    answers = [r.event for r in await rows(house, HistoryRow) if "ours" in r.event]
    assert answers == ["authorization.ours"]


async def test_a_grant_keeps_no_second_copy_of_the_token(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    await connected_store(house_on_each, open_browser(house_on_each))

    (grant,) = await rows(house_on_each, GrantRow)
    assert grant.status == "applied"
    assert grant.refresh_token_encrypted is None
