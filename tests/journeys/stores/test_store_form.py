"""The form "Add Amazon store": what it asks, what it fills in, and what it leaves alone."""

from domain.marketplaces import MARKETPLACES
from tests.harness.bot import House
from tests.harness.slack_steps import (
    LABELS,
    add_store,
    block,
    element,
    entered,
    fill_in,
    modal,
    open_form,
    said,
    title,
    url_of,
)


async def test_it_asks_all_that_a_store_needs(house: House) -> None:
    form = await open_form(house.slack.person("Anna"))

    labels = [part["label"]["text"] for part in form["blocks"] if part["type"] == "input"]
    assert sorted(labels) == sorted(LABELS.values())
    assert form["title"]["text"] == "Add Amazon store"
    assert form["submit"]["text"] == "Connect"


async def test_only_name_mapping_and_backup_may_be_left_open(house: House) -> None:
    form = await open_form(house.slack.person("Anna"))

    optional = {field for field, label in LABELS.items() if block(form, label).get("optional")}
    assert optional == {"name", "product_id", "attribute", "backup"}


async def test_what_cannot_be_changed_later_says_so(house: House) -> None:
    form = await open_form(house.slack.person("Anna"))

    for field in ("website", "country"):
        assert "cannot be changed later" in block(form, LABELS[field])["hint"]["text"]
    assert "card" in block(form, LABELS["email"])["hint"]["text"]
    assert element(form, LABELS["name"])["placeholder"]["text"] == "Amazon Store USA"


async def test_slack_channel_and_owner_are_where_and_who_typed(house: House) -> None:
    anna = house.slack.person("Anna")
    form = await open_form(anna, "sales")

    assert entered(form, LABELS["channel"]) == house.slack.channel("sales").id
    assert entered(form, LABELS["owner"]) == anna.id
    assert entered(form, LABELS["backup"]) is None


async def test_asked_in_a_direct_message_no_slack_channel_is_chosen_yet(house: House) -> None:
    anna = house.slack.person("Anna")
    form = await open_form(anna, house.slack.im("Anna").id)

    assert entered(form, LABELS["channel"]) is None


async def test_slack_channels_shared_with_other_organizations_are_not_offered(
    house: House,
) -> None:
    form = await open_form(house.slack.person("Anna"))

    offered = element(form, LABELS["channel"])["filter"]
    assert offered["exclude_external_shared_channels"] is True
    assert set(offered["include"]) == {"public", "private"}


async def test_every_marketplace_is_offered_once_and_adobes_four_on_top(house: House) -> None:
    form = await open_form(house.slack.person("Anna"))

    groups = element(form, LABELS["country"])["option_groups"]
    offered = [option["value"] for group in groups for option in group["options"]]
    assert sorted(offered) == sorted(marketplace.id for marketplace in MARKETPLACES)
    assert len(offered) == 23
    assert [option["text"]["text"] for option in groups[0]["options"]] == [
        "🇺🇸 United States",
        "🇨🇦 Canada",
        "🇲🇽 Mexico",
        "🇬🇧 United Kingdom",
    ]
    assert len(groups) == 4


async def test_a_chosen_country_gives_an_empty_name_and_keeps_what_was_typed(
    house: House,
) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(
        anna,
        email="a+b@c.com",
        website="Nordic Outlet",
        product_id="EAN",
        attribute="ean",
        channel="sales",
        backup="Ben",
        country="🇬🇧 United Kingdom",
    )

    shown = {field: entered(modal(anna), label) for field, label in LABELS.items()}
    assert shown == {
        "website": "Nordic Outlet",
        "email": "a+b@c.com",
        "country": "🇬🇧 United Kingdom",
        "name": "Amazon Store UK",
        "product_id": "EAN",
        "attribute": "EAN (ean)",
        "channel": house.slack.channel("sales").id,
        "owner": anna.id,
        "backup": house.slack.person("Ben").id,
    }
    assert "Orders go into: Outlet Store View" in said(modal(anna))


async def test_another_country_gives_another_name_while_nobody_gave_one(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, country="🇺🇸 United States")
    assert entered(modal(anna), LABELS["name"]) == "Amazon Store USA"
    await fill_in(anna, country="🇩🇪 Germany")
    assert entered(modal(anna), LABELS["name"]) == "Amazon Store Germany"


async def test_a_name_of_ones_own_stays_whatever_country_is_chosen(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, name="Our own", country="🇺🇸 United States")
    await fill_in(anna, country="🇩🇪 Germany", website="Nordic Outlet")
    assert entered(modal(anna), LABELS["name"]) == "Our own"


async def test_a_given_name_that_was_written_over_stays_too(house: House) -> None:
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, country="🇺🇸 United States")
    await fill_in(anna, name="Our own")
    await fill_in(anna, country="🇩🇪 Germany")
    assert entered(modal(anna), LABELS["name"]) == "Our own"


async def test_a_name_left_empty_becomes_the_countrys(house: House) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, anna, country="🇸🇪 Sweden", name=None)

    assert "Amazon Store Sweden" in said(card)


async def test_the_id_types_are_adobes_six(house: House) -> None:
    form = await open_form(house.slack.person("Anna"))

    options = element(form, LABELS["product_id"])["options"]
    assert [option["value"] for option in options] == [
        "ASIN",
        "EAN",
        "GCID",
        "ISBN",
        "UPC",
        "General",
    ]


async def test_submitting_ends_in_a_confirmation_with_a_link_to_the_card(house: House) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, anna)

    assert title(anna) == "Store added"
    place = f"/archives/{house.slack.channel('amazon').id}/p{card['ts'].replace('.', '')}"
    assert url_of(modal(anna), "Open the card").endswith(place)
    await anna.press(modal(anna), "Open the card")
    assert anna.notices == []


async def test_a_doubled_submit_closes_the_form_and_makes_one_store(house_on_each: House) -> None:
    slack = house_on_each.slack
    anna = slack.person("Anna")
    await add_store(house_on_each, anna)
    submitted = next(sent for sent in reversed(slack.sent) if b"view_submission" in sent.body)
    ack = await slack.send_again(submitted)

    assert ack.json() == {"response_action": "clear"}
    listed = await anna.command("/amazon-store list", channel="amazon")
    assert "1 store" in said(listed)
    house_on_each.pass_seconds(2)
    assert len(slack.channel("amazon").messages) == 1
