"""The Selling Partner API: where a seller sells, whose token it is, and what may go wrong."""

import json
from typing import Any

import pytest

from amazon.application_health import Api
from amazon.errors import AccessDenied, AmazonUnavailable, ApplicationRefused
from domain.marketplaces import Region
from domain.oauth import sells_in
from playground.amazon.faults import (
    Fault,
    answer,
    bad_json,
    empty_object,
    html,
    huge,
    reset,
    slow,
    stall,
    throttled,
    truncated,
    unwell,
)
from tests.amazon.conftest import MOMENT, AtAmazon

US, CA = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"
UNWELL: dict[str, Fault] = {
    "429": throttled(),
    "500": unwell(500),
    "503 in HTML": html(),
    "200 in HTML": html(200),
    "bad JSON": bad_json(),
    "an empty object": empty_object(),
    "a list": answer(200, "[]"),
    "no list": answer(200, '{"payload": {}}'),
    "10 MB": huge(),
    "a reset": reset(),
    "half an answer": truncated(),
    "nothing at all": stall(),
    "a late success": slow(MOMENT * 2),
    "a redirect": answer(307, "", Location="https://elsewhere.example/"),
}
DENIED = "Access to requested resource is denied."


async def test_rows_that_are_no_marketplaces_are_left_out(at_amazon: AtAmazon) -> None:
    tokens = await at_amazon.tokens("Prairie Crafts")
    told = await at_amazon.spapi.participations(tokens.access_token, Region.NA)

    assert {row.marketplace_id for row in told} == {US, CA}
    assert sells_in(told) == [US]
    assert {row.store_name for row in told} == {"Prairie Crafts"}


async def test_suspended_listings_are_told(at_amazon: AtAmazon) -> None:
    tokens = await at_amazon.tokens("Harbour Books")
    told = await at_amazon.spapi.participations(tokens.access_token, Region.EU)

    assert all(row.has_suspended_listings for row in told)


async def test_rows_of_any_shape_are_read_as_far_as_they_go(at_amazon: AtAmazon) -> None:
    odd: list[Any] = [None, 7, "x", [], {}, {"marketplace": "x"}, {"marketplace": {"id": 7}}]
    odd += [{"marketplace": {"id": US}, "participation": "yes"}, {"marketplace": {"id": CA}}]
    at_amazon.amazon.faults.next("spapi.participations", answer(200, json.dumps({"payload": odd})))
    told = await at_amazon.spapi.participations("Atza|any", Region.NA)

    assert [row.marketplace_id for row in told] == [US, CA]
    assert sells_in(told) == []


async def test_the_call_in_the_sellers_name_proves_the_id(at_amazon: AtAmazon) -> None:
    tokens = await at_amazon.tokens()
    await at_amazon.spapi.lists_as(tokens.access_token, Region.NA, "A2NORDICOUT01", US)

    with pytest.raises(AccessDenied) as denied:
        await at_amazon.spapi.lists_as(tokens.access_token, Region.NA, "A1MAPLEGOODS3", US)
    assert DENIED in denied.value.details


async def test_a_client_secret_that_is_too_old_is_ours_to_mend(at_amazon: AtAmazon) -> None:
    tokens = await at_amazon.tokens()
    await at_amazon.spapi.participations(tokens.access_token, Region.NA)
    assert at_amazon.health.refusal is None

    at_amazon.amazon.expire_secret()
    with pytest.raises(ApplicationRefused) as refused:
        await at_amazon.spapi.participations(tokens.access_token, Region.NA)

    assert "The LWA secret token you provided has expired." in refused.value.details
    assert at_amazon.health.refusal is not None
    assert at_amazon.health.refusal.api is Api.SPAPI


async def test_a_marketplace_that_is_told_twice_counts_once(at_amazon: AtAmazon) -> None:
    """Of two rows the one in which the seller takes part is kept, whichever comes first."""
    idle, selling = (
        {
            "marketplace": {"id": US},
            "storeName": "Nordic Outdoor",
            "participation": {"isParticipating": taking_part, "hasSuspendedListings": False},
        }
        for taking_part in (False, True)
    )
    for rows in ([idle, selling], [selling, idle], [selling, selling]):
        body = json.dumps({"payload": rows})
        at_amazon.amazon.faults.next("spapi.participations", answer(200, body))
        told = await at_amazon.spapi.participations("Atza|any", Region.NA)

        assert [(row.marketplace_id, row.is_participating) for row in told] == [(US, True)]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refusal_is_no_sign_of_amazon_being_unwell(
    at_amazon: AtAmazon, status: int
) -> None:
    for body in ("", "[]", '{"errors": "no"}', '{"errors": [7]}', "<h1>no</h1>"):
        at_amazon.amazon.faults.next("spapi.participations", answer(status, body))
        with pytest.raises(AccessDenied) as denied:
            await at_amazon.spapi.participations("Atza|any", Region.NA)
        assert denied.value.code == f"HTTP {status}"


@pytest.mark.parametrize("fault", UNWELL.values(), ids=UNWELL.keys())
async def test_whatever_else_comes_means_that_amazon_is_unwell(
    at_amazon: AtAmazon, fault: Fault
) -> None:
    tokens = await at_amazon.tokens()
    at_amazon.amazon.faults.next("spapi.participations", fault)
    with pytest.raises(AmazonUnavailable) as unavailable:
        await at_amazon.spapi.participations(tokens.access_token, Region.NA)

    assert tokens.access_token not in str(unavailable.value)
    told = await at_amazon.spapi.participations(tokens.access_token, Region.NA)
    assert sells_in(told)[0] == US
