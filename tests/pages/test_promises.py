"""What the pages promise to say, one by one."""

from dataclasses import replace

import pytest
import yaml

from bot.cli.manifest import filled_manifest
from domain.attempts import AttemptEnd
from tests.pages.reading import Element, read
from tests.pages.shown import (
    CONNECTION,
    FORM_ACTION,
    LINK,
    MANAGE,
    OF_A_LINK,
    RULES,
    SELLER_CENTRAL,
    SHOWN,
    STORE,
    SUCCEEDED,
    ended,
    pages,
    result,
)
from views.language import Translators
from views.web.pages import Pages, Site

SAY = Translators.read("en").default
PAGES = pages()
CODES = (
    "MD1000",
    "MD4100",
    "MD5101",
    "MD5110",
    "MD9100",
    "SPDC8143",
    "SPSA0404",
    "CONSENT_LIMIT_REACHED",
)
"""Amazon's own error codes that people meet on this way."""
LEAVES_A_PERMISSION = {
    AttemptEnd.WRONG_ACCOUNT,
    AttemptEnd.NOT_IN_MARKETPLACE,
    AttemptEnd.SELLER_UNPROVED,
    AttemptEnd.STORE_GONE,
    AttemptEnd.WORKSPACE_GONE,
}


def shown(name: str) -> Element:
    return read(SHOWN[name](PAGES, SAY)).one("main")


def links(page: Element) -> list[str]:
    return [link.attributes["href"] for link in page.all("a")]


def facts(page: Element) -> dict[str, str]:
    rows = page.all("dl")[0].all("div")
    return {row.one("dt").text: row.one("dd").text for row in rows}


def test_the_connect_page_says_who_asks_for_what() -> None:
    assert facts(shown("connect")) == {
        "Slack workspace": "Nordic Shop AB",
        "Asked by": "Anna",
        "Store": "Amazon Store USA",
        "Marketplace": "🇺🇸 United States",
        "Website": "Nordic Shop International",
        "Application": "Nordic Shop Connector",
    }


def test_a_connect_page_that_nobody_asked_for_names_nobody() -> None:
    page = shown("connect, asked by nobody")

    assert "Asked by" not in facts(page)
    assert "Your team asks you" in page.text


def test_the_connect_page_tells_the_steps_at_amazon() -> None:
    steps = " ".join(step.text for step in shown("connect").one("ol").all("li"))

    for word in ("primary user", "two-step code", "I understand", "Next", "Continue"):
        assert word in steps


def test_the_connect_page_says_where_the_password_goes_and_how_to_take_the_permission_back() -> (
    None
):
    page = shown("connect")

    assert "the address bar shows: sellercentral.amazon.com" in page.text
    assert "You can take the permission back at any time" in page.text
    assert MANAGE in links(page)


def test_the_connect_page_asks_to_log_out_first() -> None:
    assert (
        "Log out of all Amazon accounts first, best in a private window." in shown("connect").text
    )


@pytest.mark.parametrize("code", CODES)
def test_the_connect_page_says_what_to_do_about_amazons_errors(code: str) -> None:
    codes = shown("connect").one("details")

    (row,) = [row for row in codes.all("div") if code in [dt.text for dt in row.all("dt")]]
    assert row.one("dd").text


@pytest.mark.parametrize("name", ["connect", "private"])
def test_a_page_of_a_link_has_one_button_and_wants_a_connection(name: str) -> None:
    page = shown(name)

    page.one("button")
    form = page.one("form")
    assert form.attributes == {"method": "post", "action": FORM_ACTION.action}
    fields = {
        field.attributes["name"]: field.attributes.get("value") for field in form.all("input")
    }
    assert fields["form_token"] == FORM_ACTION.form_token
    assert fields["wants"] == "connection"


def test_asking_for_a_new_link_does_not_want_a_connection() -> None:
    names = [field.attributes["name"] for field in shown("closed link").one("form").all("input")]

    assert names == ["form_token"]


def test_a_used_link_of_a_connected_store_says_that_all_is_well() -> None:
    page = shown("closed link of a connected store")

    assert page.one("h1").text == "Amazon Store USA is connected"


def test_what_is_wrong_with_a_token_stands_beside_its_fields_and_the_token_is_not_repeated() -> (
    None
):
    page = shown("private with a problem")

    alert = next(part for part in page if part.attributes.get("role") == "alert")
    assert alert.text == "Copy it whole."
    typed, secret = (f for f in page.all("input") if f.attributes.get("type") != "hidden")
    assert alert.attributes["id"] in typed.attributes["aria-describedby"]
    assert typed.attributes["value"] == "A1SELLER000001"
    assert "value" not in secret.attributes


def test_the_result_page_says_what_is_connected_and_until_about_when() -> None:
    page = shown("succeeded")

    assert page.one("h1").text == "Amazon Store USA is connected"
    assert "until about March 2, 2027" in page.text
    assert "We remind your team in Slack before then." in page.text
    assert facts(page)["Seller"] == "Nordic Outdoor"
    assert facts(page)["Seller id"] == "A1SELLER000001"


def test_the_result_page_says_that_the_bot_moves_no_products() -> None:
    assert (
        "This bot moves no products itself: it gives your team's sync programs access"
        in shown("succeeded").text
    )


def test_the_result_page_leads_back_to_slack_and_on_to_a_listing_rule() -> None:
    assert links(shown("succeeded")) == [SUCCEEDED.workspace_url, RULES]


def test_without_an_address_of_listing_rules_the_way_through_commerce_is_told() -> None:
    page = read(result(SUCCEEDED)(pages(rules=""), SAY)).one("main")

    assert "Marketing > Channels > Amazon Sales Channel > Listing Rules" in page.text
    assert links(page) == [SUCCEEDED.workspace_url]


def test_the_result_page_says_that_the_team_is_asked_until_it_has_answered() -> None:
    question = "Your team confirms in Slack that this seller is its own."

    assert question in shown("succeeded").text
    assert question not in shown("already ours").text


def test_a_connection_that_amazon_could_not_be_asked_about_says_so_and_names_no_end() -> None:
    page = shown("not yet checked")

    assert "Amazon could not yet be asked where it sells" in page.text
    assert "No end of this connection is known." in page.text


@pytest.mark.parametrize("name", ["disconnected since", "let go since"])
def test_an_old_result_does_not_claim_a_connection_that_is_gone(name: str) -> None:
    page = shown(name)

    assert page.one("h1").text == "Amazon Store USA was connected"
    assert "the connection has been ended since" in page.text


@pytest.mark.parametrize("end", [end for end in OF_A_LINK if end is not AttemptEnd.SUCCEEDED])
def test_an_end_that_leaves_a_permission_at_amazon_leads_to_where_it_is_taken_back(
    end: AttemptEnd,
) -> None:
    page = read(result(ended(end))(PAGES, SAY)).one("main")

    assert (MANAGE in links(page)) == (end in LEAVES_A_PERMISSION)
    assert "What to do next" in [heading.text for heading in page.all("h2")]


def test_the_leaving_page_has_a_plain_link_with_the_whole_address() -> None:
    assert links(shown("leaving")) == [f"{SELLER_CENTRAL}/consent?a=1&b=2"]


@pytest.mark.parametrize("is_test", [True, False])
def test_pages_say_test_while_it_is_one(*, is_test: bool) -> None:
    site = Site("Nordic Shop Connector", "", is_test=is_test, listing_rules_url="")
    page = read(Pages(site, Translators.read("en")).connect(SAY, LINK, FORM_ACTION, SELLER_CENTRAL))

    assert ("Test" in page.one("header").text) == is_test


def test_about_gives_a_reason_for_each_scope_of_the_manifest_and_for_no_other() -> None:
    manifest = yaml.safe_load(filled_manifest("https://stores.example.com"))
    reasons = shown("about").one("dl").all("div")

    scopes = [reason.one("dt").text for reason in reasons]
    assert sorted(scopes) == sorted(manifest["oauth_config"]["scopes"]["bot"])
    assert all(reason.one("dd").text for reason in reasons)


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("help@nordic.example", ["mailto:help@nordic.example"]),
        ("https://help.nordic.example/", ["https://help.nordic.example/"]),
        ("Anna, extension 12", []),
        ("javascript:alert(1)", []),
    ],
)
def test_a_contact_is_a_link_where_it_can_be_one(contact: str, address: list[str]) -> None:
    site = Site("Nordic Shop Connector", contact, is_test=False, listing_rules_url="")
    footer = read(Pages(site, Translators.read("en")).about(SAY)).one("footer")

    assert contact in footer.text
    assert links(footer) == address


def test_a_page_shows_the_reference_of_a_failure() -> None:
    assert "1a2b3c4d" in shown("failed").text


def test_a_seller_without_a_name_is_known_by_its_id() -> None:
    nameless = replace(SUCCEEDED, connection=replace(CONNECTION, seller_name=None), store=STORE)
    page = read(result(nameless)(PAGES, SAY)).one("main")

    assert "Seller" not in facts(page)
    assert facts(page)["Seller id"] == "A1SELLER000001"
