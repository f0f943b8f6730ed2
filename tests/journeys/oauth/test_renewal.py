"""The year is over, or nearly: the same seller signs in again, for all its stores."""

from collections.abc import Sequence

import pytest

from domain.messages import MessageKind
from storage.tables.authorizations import AuthorizationRow, ParticipationRow, TermRow
from storage.tables.messages import MessageRow
from storage.tables.oauth import GrantRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    card_of,
    connect_url,
    connected_store,
    in_slack,
    no_token_is_left,
    rows,
    sellers_state,
    threads,
)
from tests.harness.renewal_steps import (
    AMERICAN,
    CANADIAN,
    canadian_card,
    everywhere,
    renewal_link,
    two_stores,
)
from tests.harness.slack_steps import answer, modal, mrkdwn, said, url_of

CANADA, UNITED_STATES = "A2EUQ1WTGCTBG2", "ATVPDKIKX0DER"
NORDIC, MAPLE = "A2NORDICOUT01", "A1MAPLEGOODS3"


async def owed_kinds(house: House) -> Sequence[str]:
    return [row.kind for row in await rows(house, MessageRow)]


async def test_the_page_says_who_has_to_sign_in_and_for_which_stores(
    house: House, browser: SellersBrowser
) -> None:
    await two_stores(house, browser)
    page = (await browser.look(await renewal_link(house))).told

    for words in (
        "Renew the Amazon connection of Nordic Outdoor",
        "asks you to sign in at Amazon once more, with the same seller account",
        "renews its connection for all the stores below",
        "🇺🇸 Amazon Store USA 🇨🇦 Amazon Store Canada",
        "Sign in as the primary user of Nordic Outdoor.",
        "Only Nordic Outdoor renews this connection.",
    ):
        assert words in page


@pytest.mark.parametrize("passed", [0, 200, 340, 364, 380])
async def test_the_same_seller_renews_all_its_stores_at_any_time(
    house_on_each: House, open_browser: OpenBrowser, passed: int
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    house.clock.move(days=passed)
    link = await renewal_link(house, CANADIAN)
    (before,) = await rows(house, AuthorizationRow)
    page = (await browser.come_back(link, "Nordic Outdoor")).told
    at = house.clock()
    await house.deliver()

    (after,) = await rows(house, AuthorizationRow)
    assert (after.term, after.token_version) == (2, before.token_version + 1)
    assert after.refresh_token_encrypted != before.refresh_token_encrypted
    terms = sorted(await rows(house, TermRow), key=lambda row: row.number)
    assert (terms[-1].ends_at - at).days == 365
    assert "Nordic Outdoor is renewed" in page
    assert "Renewed until about" in page
    assert "🇺🇸 Amazon Store USA 🇨🇦 Amazon Store Canada" in page
    day = f"<!date^{int(terms[-1].ends_at.timestamp())}"
    for card in (card_of(house), canadian_card(house)):
        assert "Connected" in card["text"]
        assert day in said(card)
        assert "Renew" not in said(card)
    told = [m for m in everywhere(house) if "*Nordic Outdoor* is renewed until about" in m["text"]]
    assert len(told) == 2
    assert all("Amazon Store USA and 🇨🇦 Amazon Store Canada" in said(m) for m in told)
    assert (await owed_kinds(house)).count(MessageKind.RENEWED) == 2


async def test_the_closed_link_says_that_it_is_renewed(
    house: House, browser: SellersBrowser
) -> None:
    await two_stores(house, browser)
    link = await renewal_link(house)
    await browser.come_back(link, "Nordic Outdoor")

    closed = await browser.look(link)
    assert closed.status == 410
    assert "Nordic Outdoor is renewed" in closed.told
    assert "Renewed until about January 11, 2028." in closed.told
    assert "you need do nothing more" in closed.told
    house.clock.move(days=1)
    assert await renewal_link(house) != link


async def test_a_connection_has_one_link_whichever_store_it_is_asked_for_with(
    house: House, browser: SellersBrowser
) -> None:
    await two_stores(house, browser)
    american = await renewal_link(house, AMERICAN)

    assert await renewal_link(house, CANADIAN) == american
    assert await renewal_link(house, AMERICAN) == american


async def test_another_seller_of_the_team_is_renewed_and_this_one_still_waits(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser, other = house_on_each, open_browser(house_on_each), open_browser(house_on_each)
    await two_stores(house, browser)
    await connected_store(
        house, other, "Maple Goods", country="🇨🇦 Canada", name="Maple", website="Nordic Outlet"
    )
    link = await renewal_link(house)
    page = (await other.come_back(link, "Maple Goods")).told
    await house.deliver()

    assert "Not renewed" in page
    assert "You signed in as Maple Goods. That account is renewed; Nordic Outdoor still waits." in (
        page
    )
    assert "sign in as Nordic Outdoor" in page
    terms = {row.seller_id: row.term for row in await rows(house, AuthorizationRow)}
    assert terms == {NORDIC: 1, MAPLE: 2}
    assert "Nordic Outdoor still waits" in said(threads(house)[-1])
    assert "*Maple Goods* is renewed until" in in_slack(house, "*Maple Goods* is renewed")["text"]
    assert (await browser.come_back(link, "Nordic Outdoor")).told.count("is renewed")


async def test_an_unknown_seller_changes_nothing_and_its_token_is_erased(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await two_stores(house, open_browser(house))
    link = await renewal_link(house)
    before = await sellers_state(house)
    page = (await open_browser(house).come_back(link, "Prairie Crafts")).told
    await house.deliver()

    assert "You signed in as Prairie Crafts, but this link waits for Nordic Outdoor." in page
    assert "The token was erased and nothing was changed." in page
    assert "That account now allows our application" in page
    assert await sellers_state(house) == before
    assert all(row.refresh_token_encrypted is None for row in await rows(house, GrantRow))
    told = said(threads(house)[-1])
    assert "Prairie Crafts" in told
    assert "Nordic Outdoor" in told
    assert "/apps/manage" in told


async def test_a_marketplace_that_is_gone_marks_its_store_only(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    house.amazon.drop_marketplace("Nordic Outdoor", UNITED_STATES)
    page = (await browser.come_back(await renewal_link(house), "Nordic Outdoor")).told
    await house.deliver()

    assert "Nordic Outdoor is renewed" in page
    assert "does not sell there any more: Amazon Store USA. Those stores stay connected" in page
    (row,) = await rows(house, AuthorizationRow)
    assert row.term == 2
    assert {store.authorization_id for store in await rows(house, StoreRow)} == {row.id}
    told = said(in_slack(house, "*Nordic Outdoor* is renewed until"))
    assert "does not sell there any more: *Amazon Store USA*." in told


async def test_a_connection_that_amazon_ended_comes_back_with_all_its_stores(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house, browser = house_on_each, open_browser(house_on_each)
    await two_stores(house, browser)
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await house.bot.metronome.tick("checks")
        await house.deliver()
    assert await no_token_is_left(house)
    assert "Disconnected" in card_of(house)["text"]
    assert "Disconnected" in canadian_card(house)["text"]
    page = (await browser.come_back(connect_url(canadian_card(house)), "Nordic Outdoor")).told
    await house.deliver()

    assert "Nordic Outdoor is renewed" in page
    (row,) = await rows(house, AuthorizationRow)
    assert (row.status, row.term, row.ended_by, row.ours_due_at) == ("live", 2, None, None)
    assert "Connected" in card_of(house)["text"]
    assert "Connected" in canadian_card(house)["text"]


async def test_connect_and_renew_say_what_their_link_is_for(
    house: House, browser: SellersBrowser
) -> None:
    await two_stores(house, browser)
    anna = house.slack.person("Anna")
    for verb in ("connect", "renew"):
        reply = await anna.command(f"/amazon-store {verb} {CANADIAN}", channel="sales")
        shown = answer(reply)
        assert "This link renews the connection of *Nordic Outdoor*." in shown
        assert "For 🇺🇸 Amazon Store USA and 🇨🇦 Amazon Store Canada." in shown
        assert "It works until" in shown
        assert reply is not None
        assert url_of(reply, "Renew").startswith(house.url)


async def test_a_colleague_is_asked_to_renew(house: House, browser: SellersBrowser) -> None:
    await two_stores(house, browser)
    anna = house.slack.person("Anna")
    reply = await anna.command(f"/amazon-store renew {AMERICAN}", channel="sales")
    assert reply is not None
    await anna.press(reply, "Send link")
    shown = said(modal(anna))
    assert "please renew the Amazon connection of our seller account Nordic Outdoor" in shown
    assert "Amazon Store USA and Amazon Store Canada" in shown
    await anna.choose(modal(anna), "Send it to a colleague in Slack", "Ben")
    assert await anna.submit() == {}
    await house.deliver()

    message = house.slack.im("Ben").messages[-1]
    assert "asks you to renew the Amazon connection of the seller account *Nordic Outdoor*" in (
        mrkdwn(message)
    )
    assert url_of(message, "Renew") == connect_url(reply)


@pytest.mark.parametrize(("passed", "status"), [(336, "Renewal due"), (366, "Renewal overdue")])
async def test_a_store_whose_renewal_is_due_offers_it(
    house: House, browser: SellersBrowser, passed: int, status: str
) -> None:
    await two_stores(house, browser)
    anna = house.slack.person("Anna")
    house.clock.move(days=passed)
    await anna.press(card_of(house), "View Store")

    assert status in said(modal(anna))
    assert url_of(modal(anna), "Renew") == await renewal_link(house)


async def test_a_seller_who_sells_nowhere_any_more_waits_for_a_colleagues_word(
    house: House, browser: SellersBrowser
) -> None:
    await two_stores(house, browser)
    for place in (UNITED_STATES, CANADA, "A1AM78C64UM0Y8"):
        house.amazon.drop_marketplace("Nordic Outdoor", place)
    callback = await browser.consent(await renewal_link(house), "Nordic Outdoor")
    page = (await browser.look(callback)).told

    assert "A colleague has to confirm this" in page
    assert len(await rows(house, ParticipationRow)) == 3
