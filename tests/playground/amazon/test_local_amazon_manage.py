"""Manage Your Apps, an authorization that starts there, and a private application's."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from local_amazon_house import APPLICATION, REDIRECT_URI, Bot, Clock
from yarl import URL

from playground.amazon import AmazonRefused, LocalAmazon, Page


async def way_back(login_uri: str, **changes: str) -> str:
    """What an application makes of a visit to its Login URI."""
    told = URL(login_uri).query
    query = {"redirect_uri": REDIRECT_URI, "amazon_state": told["amazon_state"], "state": "ours"}
    return f"{told['amazon_callback_uri']}?{urlencode({**query, **changes})}"


async def manage(amazon: LocalAmazon, seller: str) -> Page:
    browser = amazon.browser()
    await browser.sign_in(seller)
    page = await browser.open("/apps/manage")
    assert not isinstance(page, str)
    return page


async def test_the_apps_are_listed_with_their_dates(bot: Bot) -> None:
    await bot.connect("Nordic Outdoor")
    text = (await manage(bot.amazon, "Nordic Outdoor")).text
    assert "Store Bot Active" in text
    assert "Authorized 2 March 2026" in text
    assert "until 2 March 2027" in text


async def test_disable_is_shown_and_ends_the_token(bot: Bot) -> None:
    _, refresh_token = await bot.connect("Nordic Outdoor")
    page = await bot.amazon.browser().disable(APPLICATION.id, "Nordic Outdoor")
    assert "Store Bot Disabled" in page.text
    assert (await bot.refresh(refresh_token))[0] == 400


async def test_an_ended_year_is_shown_as_expired(bot: Bot, clock: Clock) -> None:
    await bot.connect("Nordic Outdoor")
    clock.move(days=365)
    assert "Store Bot Expired" in (await manage(bot.amazon, "Nordic Outdoor")).text


async def test_re_authorize_loads_the_login_uri(bot: Bot) -> None:
    await bot.connect("Nordic Outdoor")
    login_uri = URL(await bot.amazon.browser().authorize_now(APPLICATION.id, "Nordic Outdoor"))
    assert str(login_uri.with_query(None)) == APPLICATION.login_uri
    assert set(login_uri.query) == {"amazon_callback_uri", "amazon_state", "selling_partner_id"}
    assert login_uri.query["selling_partner_id"] == "A2NORDICOUT01"
    path = f"/apps/authorize/confirm/{APPLICATION.id}"
    assert login_uri.query["amazon_callback_uri"] == f"{bot.amazon.seller_central_url}{path}"


async def test_a_draft_is_told_to_be_one(bot: Bot) -> None:
    bot.amazon.register(replace(APPLICATION, state="draft"))
    browser = bot.amazon.browser()
    login_uri = await browser.authorize_now(APPLICATION.id, "Nordic Outdoor")
    assert URL(login_uri).query["version"] == "beta"
    callback = await browser.confirm(await way_back(login_uri, version="beta"))
    assert callback.startswith(REDIRECT_URI)


async def test_the_way_back_gives_a_code_for_a_new_year(bot: Bot, clock: Clock) -> None:
    await bot.connect("Nordic Outdoor")
    clock.move(days=350)
    browser = bot.amazon.browser()
    login_uri = await browser.authorize_now(APPLICATION.id, "Nordic Outdoor")
    callback = URL(await browser.confirm(await way_back(login_uri)))
    assert callback.query["state"] == "ours"
    assert callback.query["selling_partner_id"] == "A2NORDICOUT01"
    _, answer = await bot.exchange(callback.query["spapi_oauth_code"])
    clock.move(days=360)
    assert (await bot.refresh(answer["refresh_token"]))[0] == 200


async def test_the_way_back_works_once(bot: Bot) -> None:
    browser = bot.amazon.browser()
    url = await way_back(await browser.authorize_now(APPLICATION.id, "Nordic Outdoor"))
    await browser.confirm(url)
    with pytest.raises(AmazonRefused):
        await browser.confirm(url)


@pytest.mark.parametrize("changes", [{"amazon_state": "mangled"}, {"redirect_uri": "https://x.y"}])
async def test_a_changed_way_back_is_refused(bot: Bot, changes: dict[str, str]) -> None:
    browser = bot.amazon.browser()
    login_uri = await browser.authorize_now(APPLICATION.id, "Nordic Outdoor")
    with pytest.raises(AmazonRefused):
        await browser.confirm(await way_back(login_uri, **changes))


async def test_the_way_back_belongs_to_the_account_that_began(bot: Bot) -> None:
    login_uri = await bot.amazon.browser().authorize_now(APPLICATION.id, "Nordic Outdoor")
    with pytest.raises(AmazonRefused):
        await bot.amazon.browser().confirm(await way_back(login_uri), "Maple Goods")


@pytest.mark.parametrize(
    ("changes", "code"), [({"login_uri": ""}, "MD9100"), ({"state": "private"}, "MD1000")]
)
async def test_only_what_has_a_consent_page_starts_in_seller_central(
    bot: Bot, changes: dict[str, Any], code: str
) -> None:
    bot.amazon.register(replace(APPLICATION, **changes))
    with pytest.raises(AmazonRefused, match=code):
        await bot.amazon.browser().authorize_now(APPLICATION.id, "Nordic Outdoor")


async def test_a_secondary_user_cannot_disable(bot: Bot) -> None:
    await bot.connect("Nordic Outdoor")
    with pytest.raises(AmazonRefused, match="SPDC8143"):
        await bot.amazon.browser().disable(APPLICATION.id, "assistant@nordic-outdoor.example")


async def test_a_private_applications_token_is_shown_and_works(bot: Bot, clock: Clock) -> None:
    bot.amazon.register(replace(APPLICATION, state="private"))
    browser = bot.amazon.browser()
    first = await browser.self_authorize(APPLICATION.id, "Nordic Outdoor")
    second = await browser.self_authorize(APPLICATION.id)
    assert first != second
    clock.move(days=400)
    assert [(await bot.refresh(token))[0] for token in (first, second)] == [200, 200]


async def test_a_private_application_has_ten_authorizations(bot: Bot) -> None:
    private = replace(APPLICATION, state="private")
    bot.amazon.register(private)
    for number in range(10):
        bot.amazon.state.authorize(private, f"A{number}")
    with pytest.raises(AmazonRefused):
        await bot.amazon.browser().self_authorize(APPLICATION.id, "Nordic Outdoor")
