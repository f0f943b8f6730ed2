"""A renewal that begins in Seller Central: Re-authorize, our page, Amazon, our result."""

from dataclasses import replace

import pytest
from yarl import URL

from playground.amazon import faults
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow, GrantRow
from storage.tables.workspaces import HistoryRow
from tests.harness.appstore_steps import (
    NAMES_OF_OURS,
    AppstoreBrowser,
    claiming,
    our_seller,
    set_seller,
)
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    Answered,
    OpenBrowser,
    add_store,
    card_of,
    connect_url,
    ends,
    in_slack,
    no_token_is_left,
    rows,
    sellers_state,
)

STATUSES = {
    "revoking": {"status": "revoking"},
    "revoked by an operator": {"status": "revoked", "ended_by": "operator"},
    "not ours": {"status": "revoked", "ended_by": "not_ours"},
}


@pytest.fixture
async def known(house_on_each: House, open_browser: OpenBrowser) -> House:
    """A house whose store is connected with Nordic Outdoor."""
    await our_seller(house_on_each, open_browser(house_on_each))
    return house_on_each


@pytest.fixture
async def seller(known: House, open_browser: OpenBrowser) -> AppstoreBrowser:
    """A browser that was never here before."""
    return AppstoreBrowser(open_browser(known))


def names_nothing_of_ours(page: Answered) -> bool:
    return page.is_guarded and not any(name in page.text for name in NAMES_OF_OURS)


async def test_a_known_seller_has_another_year_and_the_team_is_told(
    known: House, seller: AppstoreBrowser, clock: MovableClock
) -> None:
    (before,) = await rows(known, AuthorizationRow)
    clock.move(days=340)
    page = await seller.renew()
    await known.deliver()

    assert "The permission is renewed" in page.told
    assert "Nordic Outdoor" in page.told
    assert "A2NORDICOUT01" in page.told
    assert names_nothing_of_ours(page)
    (after,) = await rows(known, AuthorizationRow)
    assert (after.status, after.term, after.token_version) == ("live", 2, 2)
    assert after.refresh_token_encrypted != before.refresh_token_encrypted
    assert after.ours_due_at is None
    first, second = sorted(await rows(known, TermRow), key=lambda term: term.number)
    assert (second.ends_at - first.ends_at).days == 340
    told = in_slack(known, "*Nordic Outdoor* is renewed until about")
    assert "Amazon Store USA" in str(told["blocks"])
    (grant,) = [row for row in await rows(known, GrantRow) if row.received_at > first.started_at]
    assert (grant.status, grant.refresh_token_encrypted) == ("applied", None)
    assert "Connected" in card_of(known)["text"]


async def test_it_leads_back_with_amazons_state_unchanged_and_a_state_of_ours(
    known: House, seller: AppstoreBrowser
) -> None:
    sent = URL(await seller.sent())
    onward = URL(await seller.go_on(str(sent)))

    assert str(onward.with_query(None)) == sent.query["amazon_callback_uri"]
    assert dict(onward.query) == {
        "redirect_uri": f"{known.url}/amazon/callback",
        "amazon_state": sent.query["amazon_state"],
        "state": onward.query["state"],
    }
    assert len(onward.query["state"]) == 43
    attempt = max(await rows(known, ConnectAttemptRow), key=lambda row: row.started_at)
    assert onward.query["state"].encode() not in attempt.state_hash
    assert (attempt.expires_at - attempt.started_at).total_seconds() == 600


async def test_a_draft_says_that_it_is_one(
    sqlite_url: str, clock: MovableClock, open_browser: OpenBrowser
) -> None:
    async with open_house(sqlite_url, clock, amazon_application_kind="draft") as house:
        (application,) = house.amazon.state.applications.values()
        house.amazon.register(replace(application, state="draft"))
        seller = AppstoreBrowser(open_browser(house))
        onward = await seller.go_on(await seller.sent())

        assert URL(onward).query["version"] == "beta"
        callback = await seller.browser.amazon.confirm(onward, "Nordic Outdoor")
        assert "Finish this in Slack" in (await seller.browser.look(callback)).told


async def test_a_seller_whom_amazon_had_ended_comes_back(
    known: House, seller: AppstoreBrowser
) -> None:
    known.amazon.expire("Nordic Outdoor")
    await set_seller(known, gone_at=known.clock())
    known.clock.move(days=1, minutes=15)
    await known.bot.metronome.tick("checks")
    await known.deliver()
    assert "Disconnected" in card_of(known)["text"]

    assert "The permission is renewed" in (await seller.renew()).told
    await known.deliver()
    (row,) = await rows(known, AuthorizationRow)
    assert (row.status, row.ended_by, row.term) == ("live", None, 2)
    assert "Connected" in card_of(known)["text"]


@pytest.mark.parametrize("columns", STATUSES.values(), ids=list(STATUSES))
async def test_what_the_team_has_ended_stays_ended(
    known: House, seller: AppstoreBrowser, columns: dict[str, object]
) -> None:
    await set_seller(known, **columns)
    before, calls = await sellers_state(known), list(known.amazon.calls)
    page = await seller.renew()
    await known.deliver()

    assert "Your team had ended this connection" in page.told
    assert names_nothing_of_ours(page)
    assert await sellers_state(known) == before
    assert known.amazon.calls == calls
    told = in_slack(known, "but your team had ended this connection")
    assert "Manage Your Apps" in str(told["blocks"])


async def test_that_it_stays_ended_is_told_once_an_hour_however_often_somebody_comes(
    known: House, seller: AppstoreBrowser
) -> None:
    await set_seller(known, status="revoking")
    for _ in range(3):
        await seller.renew()
    await known.deliver()
    assert len(_refusals(known)) == 1
    known.clock.move(hours=1, seconds=1)
    await seller.renew()
    await known.deliver()
    assert len(_refusals(known)) == 2


async def test_a_seller_whom_nobody_knows_is_told_to_finish_in_slack_and_nothing_is_kept(
    known: House, seller: AppstoreBrowser
) -> None:
    before, calls = await sellers_state(known), list(known.amazon.calls)
    page = await seller.renew("Maple Goods")

    assert "Finish this in Slack" in page.told
    assert "/amazon-store add" in page.told
    assert names_nothing_of_ours(page)
    assert known.amazon.calls == calls
    assert await sellers_state(known) == before
    assert len(await rows(known, GrantRow)) == 1
    assert (await ends(known))[-1] == "unknown_seller"


async def test_the_first_visit_from_the_appstore_is_a_seller_whom_nobody_knows(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    page = await AppstoreBrowser(open_browser(house_on_each)).renew()

    assert "Finish this in Slack" in page.told
    assert await no_token_is_left(house_on_each)
    assert await rows(house_on_each, HistoryRow) == [
        row for row in await rows(house_on_each, HistoryRow) if row.event == "workspace.joined"
    ]


async def test_a_claim_to_be_another_seller_is_refuted_and_replaces_nothing(
    known: House, seller: AppstoreBrowser
) -> None:
    before = await sellers_state(known)
    callback = await seller.consent("Prairie Crafts")
    page = await seller.browser.look(claiming(callback, "A2NORDICOUT01"))
    await known.deliver()

    assert "Amazon does not confirm this seller" in page.told
    assert names_nothing_of_ours(page)
    assert await sellers_state(known) == before
    assert (await ends(known))[-1] == "seller_unproved"
    assert in_slack(known, "Amazon refused a call in that seller's name")
    assert {row.refresh_token_encrypted for row in await rows(known, GrantRow)} == {None}


@pytest.mark.parametrize(
    ("fault", "end", "told"),
    [
        (faults.unwell(503), "amazon_unavailable", "Amazon did not answer"),
        (faults.answer(400, '{"error": "invalid_grant"}'), "code_refused", "no longer good"),
        (faults.answer(401, '{"error": "invalid_client"}'), "application_refused", "application"),
    ],
)
async def test_an_exchange_that_fails_ends_the_try_and_changes_nothing(
    known: House, seller: AppstoreBrowser, fault: faults.Fault, end: str, told: str
) -> None:
    before = await sellers_state(known)
    known.amazon.faults.next("lwa.token", fault)
    page = await seller.renew()

    assert told in page.told
    assert "begin in Seller Central" in page.told
    assert names_nothing_of_ours(page)
    assert (await ends(known))[-1] == end
    assert await sellers_state(known) == before
    assert "The permission is renewed" in (await seller.renew()).told


async def test_a_refused_consent_is_a_polite_end(known: House, seller: AppstoreBrowser) -> None:
    onward = URL(await seller.go_on(await seller.sent()))
    page = await seller.browser.look(
        f"/amazon/callback?state={onward.query['state']}&error=access_denied"
    )

    assert "Amazon was not given permission" in page.told
    assert names_nothing_of_ours(page)
    assert (await ends(known))[-1] == "denied"


async def test_a_renewal_through_the_appstore_closes_the_links_that_renew(
    known: House, seller: AppstoreBrowser
) -> None:
    anna = known.slack.person("Anna")
    await anna.command("/amazon-store renew Amazon Store USA", channel="amazon")
    assert _open(await rows(known, ConnectLinkRow)) == 1
    await seller.renew()

    assert _open(await rows(known, ConnectLinkRow)) == 0


async def test_a_store_that_waits_for_this_seller_is_not_attached_by_the_way(
    known: House, seller: AppstoreBrowser
) -> None:
    """Whoever signs in there has not seen which store is meant."""
    link = connect_url(await add_store(known, "🇨🇦 Canada", name="Canada"))
    await seller.renew()
    await known.deliver()

    assert "Not connected" in card_of(known, "Canada")["text"]
    assert "is connected" in (await seller.browser.come_back(link, "Nordic Outdoor")).told


def _refusals(house: House) -> list[dict[str, object]]:
    told = house.slack.channel("amazon").messages
    return [m for m in told if "had ended this connection" in str(m["text"])]


def _open(links: list[ConnectLinkRow]) -> int:
    return sum(link.closed_at is None for link in links)
