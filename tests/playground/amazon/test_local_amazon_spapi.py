"""SP-API at the local Amazon: answers in the shape of Amazon's models, and its refusals."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from aiohttp import ClientSession
from local_amazon_house import APPLICATION, Bot, Clock

from playground.amazon import MARKETPLACES, LocalAmazon

DATA = Path(__file__).parents[4] / "shared" / "data"
US, CA, DE = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2", "A1PA6795UKMFR9"


def model(file: str, definition: str) -> dict[str, Any]:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{file} of Amazon's API models is not here")
    definitions = json.loads(path.read_text())["definitions"]
    return {"$ref": f"#/definitions/{definition}", "definitions": definitions}


def denied(details: str = "") -> tuple[int, dict[str, Any]]:
    message = "Access to requested resource is denied."
    return 403, {"errors": [{"code": "Unauthorized", "message": message, "details": details}]}


@pytest.mark.parametrize("seller", ["Nordic Outdoor", "Fjord Living", "Prairie Crafts"])
async def test_participations_fit_amazons_model(bot: Bot, seller: str) -> None:
    status, answer = await bot.participations((await bot.connect(seller))[0])
    assert status == 200
    schema = model("sellers.json", "GetMarketplaceParticipationsResponse")
    jsonschema.Draft4Validator(schema).validate(answer)


async def test_refusals_fit_amazons_model(bot: Bot) -> None:
    _, answer = await bot.participations(None)
    schema = model("sellers.json", "GetMarketplaceParticipationsResponse")
    jsonschema.Draft4Validator(schema).validate(answer)


async def test_the_marketplaces_are_those_of_amazons_table() -> None:
    path = DATA / "marketplaces.json"
    if not path.exists():
        pytest.skip("marketplaces.json is not here")
    rows = json.loads(path.read_text())["marketplaces"]
    expected = {
        (r["marketplace_id"], r["country"], r["region"], r["currency"], r["retail_host"])
        for r in rows
    }
    assert {(m.id, m.country, m.region, m.currency, m.domain) for m in MARKETPLACES} == expected


async def test_participations_name_the_sellers_marketplaces(bot: Bot) -> None:
    _, answer = await bot.participations((await bot.connect("Nordic Outdoor"))[0])
    rows = answer["payload"]
    assert [row["marketplace"]["countryCode"] for row in rows] == ["US", "CA", "MX"]
    assert {row["storeName"] for row in rows} == {"Nordic Outdoor"}
    assert all(row["participation"]["isParticipating"] for row in rows)


async def test_some_rows_are_no_marketplace_or_one_without_a_part(bot: Bot) -> None:
    _, answer = await bot.participations((await bot.connect("Prairie Crafts"))[0])
    taking_part = {
        row["marketplace"]["name"]: row["participation"]["isParticipating"]
        for row in answer["payload"]
    }
    assert taking_part == {"Amazon.com": True, "Amazon.ca": False, "Non-Amazon US": True}


async def test_what_happens_to_a_seller_shows_in_its_participations(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    bot.amazon.suspend_listings("Nordic Outdoor")
    bot.amazon.drop_marketplace("Nordic Outdoor", CA)
    bot.amazon.rename("Nordic Outdoor", "Northern Outdoor")
    _, answer = await bot.participations(token)
    seen = {
        (row["marketplace"]["countryCode"], row["storeName"], suspended)
        for row in answer["payload"]
        if (suspended := row["participation"]["hasSuspendedListings"])
    }
    assert seen == {("US", "Northern Outdoor", True), ("MX", "Northern Outdoor", True)}


async def test_the_own_seller_id_is_proved_by_its_listings(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    status, answer = await bot.listings("A2NORDICOUT01", token, US)
    assert (status, answer["numberOfResults"]) == (200, len(answer["items"]))
    assert answer["items"][0]["summaries"][0]["marketplaceId"] == US


async def test_a_foreign_seller_id_is_denied(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    assert await bot.listings("A1MAPLEGOODS3", token, CA) == denied()


async def test_a_missing_role_is_denied_without_details(bot: Bot) -> None:
    bot.amazon.register(replace(APPLICATION, roles=frozenset()))
    token, _ = await bot.connect("Nordic Outdoor")
    assert await bot.listings("A2NORDICOUT01", token, US) == denied()
    assert (await bot.participations(token))[0] == 200


async def test_a_new_role_counts_from_the_next_consent(bot: Bot) -> None:
    bot.amazon.register(replace(APPLICATION, roles=frozenset()))
    token, _ = await bot.connect("Nordic Outdoor")
    bot.amazon.register(APPLICATION)
    assert await bot.listings("A2NORDICOUT01", token, US) == denied()
    token, _ = await bot.connect("Nordic Outdoor")
    assert (await bot.listings("A2NORDICOUT01", token, US))[0] == 200


async def test_a_marketplace_of_another_region_is_denied(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    expected = denied("The marketplaces you provided are not valid for region.")
    assert await bot.listings("A2NORDICOUT01", token, DE) == expected


@pytest.mark.parametrize("marketplace_ids", ["", f"{US},{CA}", "A0UNKNOWN"])
async def test_exactly_one_known_marketplace_is_asked_for(bot: Bot, marketplace_ids: str) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    status, answer = await bot.listings("A2NORDICOUT01", token, marketplace_ids)
    assert (status, answer["errors"][0]["code"]) == (400, "InvalidInput")


async def test_the_catalog_is_searched_by_identifiers(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    asked = {"marketplaceIds": US, "identifiersType": "EAN", "identifiers": "7350000000013,1"}
    status, answer = await bot.get("/catalog/2022-04-01/items", token, **asked)
    assert status == 200
    assert [item["asin"] for item in answer["items"]] == ["B0LOCAL001"]
    schema = model("catalogItems_2022-04-01.json", "ItemSearchResults")
    jsonschema.Draft4Validator(schema).validate(answer)


@pytest.mark.parametrize(
    "asked",
    [
        {"identifiersType": "EAN"},
        {"identifiersType": "GCID", "identifiers": "1"},
        {"identifiersType": "EAN", "identifiers": ",".join("1" * 21)},
    ],
)
async def test_a_wrong_catalog_search_is_invalid(bot: Bot, asked: dict[str, str]) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    status, answer = await bot.get("/catalog/2022-04-01/items", token, marketplaceIds=US, **asked)
    assert (status, answer["errors"][0]["code"]) == (400, "InvalidInput")


async def test_an_access_token_ends_after_an_hour(bot: Bot, clock: Clock) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    clock.move(seconds=3599)
    assert (await bot.participations(token))[0] == 200
    clock.move(seconds=1)
    expected = denied("The access token you provided has expired.")
    assert await bot.participations(token) == expected


@pytest.mark.parametrize("verb", ["revoke", "disable"])
async def test_an_access_token_ends_with_its_consent(bot: Bot, verb: str) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    getattr(bot.amazon, verb)("Nordic Outdoor")
    revoked = denied("The access token you provided is revoked, malformed or invalid.")
    assert await bot.participations(token) == revoked
    assert await bot.participations("Atza|unknown") == revoked


async def test_a_missing_access_token_is_denied(bot: Bot) -> None:
    expected = denied("Access token is missing in the request header.")
    assert await bot.participations(None) == expected


async def test_a_missing_user_agent_is_invalid(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    url = f"{bot.amazon.spapi_url}/sellers/v1/marketplaceParticipations"
    async with (
        ClientSession(skip_auto_headers=["User-Agent"]) as session,
        session.get(url, headers={"x-amz-access-token": token}) as answer,
    ):
        assert answer.status == 400


async def test_an_expired_secret_refuses_everyone_while_lwa_goes_on(bot: Bot) -> None:
    first, _ = await bot.connect("Nordic Outdoor")
    bot.amazon.expire_secret()
    second, _ = await bot.connect("Fjord Living")
    expected = denied("The LWA secret token you provided has expired.")
    assert await bot.participations(first) == await bot.participations(second) == expected


async def test_an_unknown_path_is_denied(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    assert await bot.get("/sellers/v2/anything", token) == denied()


async def test_quotas_end_and_fill_again_for_each_seller(bot: Bot, clock: Clock) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    other, _ = await bot.connect("Maple Goods")
    for _ in range(15):
        assert (await bot.participations(token))[0] == 200
    status, answer = await bot.participations(token)
    assert (status, answer["errors"][0]["code"]) == (429, "QuotaExceeded")
    assert (await bot.participations(other))[0] == 200
    clock.move(seconds=63)
    assert (await bot.participations(token))[0] == 200


async def test_answers_tell_their_rate_and_request_id(bot: Bot, amazon: LocalAmazon) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    url = f"{amazon.spapi_url}/sellers/v1/marketplaceParticipations"
    async with bot.session.get(url, headers={"x-amz-access-token": token}) as answer:
        assert answer.headers["x-amzn-RateLimit-Limit"] == "0.016"
        assert answer.headers["x-amzn-RequestId"]
