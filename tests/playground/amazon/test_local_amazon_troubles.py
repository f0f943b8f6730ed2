"""The page on which a person lets the local Amazon fail."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from local_amazon_house import APPLICATION, Bot, Clock, consent_url

from playground.amazon import AmazonRefused, Page
from playground.amazon.failing import DENIED

NORDIC, MAPLE = "A2NORDICOUT01", "A1MAPLEGOODS3"
CANADA = "A2EUQ1WTGCTBG2"
UNWELL = [
    ("unavailable", 503),
    ("internal", 500),
    ("busy", 429),
    ("html", 503),
    ("broken", json.JSONDecodeError),
    ("late", TimeoutError),
    ("drip", TimeoutError),
    ("silent", TimeoutError),
    ("cut", aiohttp.ClientError),
    ("lost", aiohttp.ClientError),
]
REFUSALS = [
    ("invalid-grant", 400, "invalid_grant"),
    ("invalid-client", 401, "invalid_client"),
    ("unauthorized-client", 400, "unauthorized_client"),
    ("invalid-request", 400, "invalid_request"),
]


async def press(bot: Bot, where: str) -> int:
    url = f"{bot.amazon.seller_central_url}/troubles/{where}"
    async with bot.session.post(url) as answer:
        return answer.status


async def page(bot: Bot) -> Page:
    there = await bot.amazon.browser().open("/troubles")
    assert isinstance(there, Page)
    return there


async def outcome(call: Any, told: int | type[Exception]) -> int | type[Exception]:
    """The status of an answer, or what came instead of it; a moment is waited for nothing."""
    try:
        status, _ = await asyncio.wait_for(call, 0.2 if told is TimeoutError else 10)
    except (TimeoutError, json.JSONDecodeError) as fault:
        return type(fault)
    except aiohttp.ContentTypeError as page:
        return page.status
    except aiohttp.ClientError:
        return aiohttp.ClientError
    return int(status)


@pytest.mark.parametrize(("choice", "told"), UNWELL)
async def test_login_with_amazon_is_unwell_in_each_way_until_it_is_let_work(
    bot: Bot, choice: str, told: int | type[Exception]
) -> None:
    _, token = await bot.connect("Nordic Outdoor")
    assert await press(bot, f"parts/login/{choice}") == 200
    assert [await outcome(bot.refresh(token), told) for _ in range(2)] == [told, told]
    await press(bot, "parts/login/works")
    assert (await bot.refresh(token))[0] == 200


@pytest.mark.parametrize(("choice", "told"), UNWELL)
async def test_the_selling_partner_api_is_unwell_in_each_way(
    bot: Bot, choice: str, told: int | type[Exception]
) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    await press(bot, f"parts/selling/{choice}")
    assert await outcome(bot.participations(token), told) == told
    await press(bot, "parts/selling/works")
    assert (await bot.participations(token))[0] == 200


@pytest.mark.parametrize("part", ["login", "selling"])
async def test_ten_megabytes_come_in_place_of_an_answer(bot: Bot, part: str) -> None:
    token, refresh_token = await bot.connect("Nordic Outdoor")
    await press(bot, f"parts/{part}/huge")
    asked = bot.refresh(refresh_token) if part == "login" else bot.participations(token)
    assert len((await asked)[1]["payload"]) == 10_000_000


@pytest.mark.parametrize(("choice", "status", "error"), REFUSALS)
async def test_login_with_amazon_refuses_everybody_in_each_way(
    bot: Bot, choice: str, status: int, error: str
) -> None:
    _, token = await bot.connect("Nordic Outdoor")
    await press(bot, f"parts/login/{choice}")
    told, answer = await bot.refresh(token)
    assert (told, answer["error"]) == (status, error)


@pytest.mark.parametrize("text", DENIED)
async def test_the_selling_partner_api_refuses_with_each_of_its_details(
    bot: Bot, text: str
) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    await press(bot, f"parts/selling/{text.lower().replace(' ', '-')}")
    status, answer = await bot.participations(token)
    assert (status, answer["errors"][0]["code"]) == (403, "Unauthorized")
    assert answer["errors"][0]["details"] == DENIED[text]


async def test_an_old_secret_is_refused_and_a_valid_one_is_taken_again(bot: Bot) -> None:
    token, refresh_token = await bot.connect("Nordic Outdoor")
    await press(bot, "parts/secret/old")
    status, answer = await bot.participations(token)
    assert (status, answer["errors"][0]["details"]) == (403, DENIED["Secret expired"])
    assert (await bot.refresh(refresh_token))[0] == 200
    await press(bot, "parts/secret/valid")
    assert (await bot.participations(token))[0] == 200


async def test_a_full_application_takes_no_new_seller_and_renews_the_others(bot: Bot) -> None:
    await bot.connect("Nordic Outdoor")
    await press(bot, "parts/appstore/full")
    with pytest.raises(AmazonRefused, match="CONSENT_LIMIT_REACHED"):
        await bot.code("Maple Goods")
    await bot.connect("Nordic Outdoor")
    await press(bot, "parts/appstore/listed")
    await bot.connect("Maple Goods")


async def test_the_page_says_what_was_chosen_by_whomever(bot: Bot) -> None:
    assert "Over 180 days old Appstore" in (await page(bot)).text
    bot.amazon.expire_secret()
    await press(bot, "parts/login/busy")
    told = (await page(bot)).text
    assert "Login with Amazon 429 Too many requests Exchanges codes" in told
    assert "Client secret Over 180 days old Once it is old" in told
    bot.amazon.faults.clear()
    assert "Login with Amazon Exchanges codes" in (await page(bot)).text


async def test_a_sellers_year_is_over_at_a_press_and_begins_anew(bot: Bot, clock: Clock) -> None:
    _, token = await bot.connect("Nordic Outdoor")
    _, other = await bot.connect("Maple Goods")
    clock.move(days=100)
    await press(bot, f"sellers/{NORDIC}/expire")
    assert (await bot.refresh(token))[1]["error"] == "invalid_grant"
    assert (await bot.refresh(other))[0] == 200
    assert "Nordic Outdoor Expired Authorized 2 March 2026, ended 10 June 2026" in (
        (await page(bot)).text
    )
    _, again = await bot.connect("Nordic Outdoor")
    assert (await bot.refresh(again))[0] == 200


async def test_a_year_that_was_over_before_stays_over_since_then(bot: Bot, clock: Clock) -> None:
    state = bot.amazon.state
    grant = state.authorize(APPLICATION, NORDIC)
    state.expire(NORDIC)
    ended = grant.ends_at
    clock.move(days=1)
    state.expire(NORDIC)
    assert grant.ends_at == ended


async def test_amazon_ends_a_consent_at_a_press(bot: Bot) -> None:
    _, token = await bot.connect("Nordic Outdoor")
    await press(bot, f"sellers/{NORDIC}/end")
    assert (await bot.refresh(token))[1]["error"] == "invalid_grant"
    assert "Nordic Outdoor Ended" in (await page(bot)).text


async def test_a_seller_loses_a_marketplace_and_gets_it_back(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    await press(bot, f"sellers/{NORDIC}/in/{CANADA}")
    assert await _countries(bot, token) == ["US", "MX"]
    await press(bot, f"sellers/{NORDIC}/in/{CANADA}")
    assert await _countries(bot, token) == ["US", "CA", "MX"]


async def _countries(bot: Bot, token: str) -> list[str]:
    _, answer = await bot.participations(token)
    return [row["marketplace"]["countryCode"] for row in answer["payload"]]


async def test_a_sellers_listings_are_suspended_and_resumed(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    for deed, suspended in (("suspend", True), ("resume", False)):
        await press(bot, f"sellers/{NORDIC}/{deed}")
        _, answer = await bot.participations(token)
        told = [row["participation"]["hasSuspendedListings"] for row in answer["payload"]]
        assert told == [suspended] * 3


async def test_every_press_that_the_page_offers_works(bot: Bot) -> None:
    await bot.connect("Nordic Outdoor")
    for form in (await page(bot)).forms.values():
        assert await press(bot, form.action.removeprefix("/troubles/")) == 200, form.action


@pytest.mark.parametrize(
    "where",
    [
        "parts/login/nonsense",
        "parts/nonsense/works",
        f"sellers/{NORDIC}/nonsense",
        "sellers/nobody/expire",
        f"sellers/{MAPLE}/in/ATVPDKIKX0DER",
    ],
)
async def test_what_is_not_on_the_page_is_refused(bot: Bot, where: str) -> None:
    assert await press(bot, where) == 404


async def test_a_disabled_seller_comes_back_by_re_authorizing(bot: Bot) -> None:
    _, token = await bot.connect("Nordic Outdoor")
    browser = bot.amazon.browser()
    await browser.disable(APPLICATION.id, "Nordic Outdoor")
    assert (await bot.refresh(token))[1]["error"] == "invalid_grant"
    assert "Nordic Outdoor Disabled" in (await page(bot)).text
    login_uri = await browser.authorize_now(APPLICATION.id)
    assert login_uri.startswith(APPLICATION.login_uri)
    await browser.consent(consent_url(bot.amazon))
    assert "Nordic Outdoor Active" in (await page(bot)).text
