"""The whole consent at the local Amazon, and every page it refuses with."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from local_amazon_house import APPLICATION, REDIRECT_URI, consent_url
from yarl import URL

from playground.amazon import AmazonRefused, LocalAmazon


async def refused(amazon: LocalAmazon, seller: str = "Nordic Outdoor", **changes: str) -> str:
    with pytest.raises(AmazonRefused) as refusal:
        await amazon.browser().consent(consent_url(amazon, **changes), seller)
    return refusal.value.code


async def test_a_consent_leads_back_with_state_seller_and_code(amazon: LocalAmazon) -> None:
    callback = URL(await amazon.browser().consent(consent_url(amazon), "Nordic Outdoor"))
    assert str(callback.with_query(None)) == REDIRECT_URI
    assert set(callback.query) == {"state", "selling_partner_id", "spapi_oauth_code"}
    assert callback.query["state"] == "s" * 43
    assert callback.query["selling_partner_id"] == "A2NORDICOUT01"


async def test_the_sign_in_is_on_a_site_of_its_own(amazon: LocalAmazon) -> None:
    page = await amazon.browser().open(consent_url(amazon))
    assert not isinstance(page, str)
    assert page.name == "sign-in"
    assert page.url.host != URL(amazon.seller_central_url).host


async def test_cancel_ends_at_home_and_grants_nothing(amazon: LocalAmazon) -> None:
    page = await amazon.browser().cancel(consent_url(amazon), "Nordic Outdoor")
    assert page.name == "home"
    assert amazon.state.grants == []


async def test_whoever_is_signed_in_stays_so_until_logged_out(amazon: LocalAmazon) -> None:
    browser = amazon.browser()
    await browser.sign_in("Maple Goods")
    wrong = URL(await browser.consent(consent_url(amazon), "Nordic Outdoor"))
    assert wrong.query["selling_partner_id"] == "A1MAPLEGOODS3"
    assert (await browser.log_out()).name == "sign-in"
    right = URL(await browser.consent(consent_url(amazon), "Nordic Outdoor"))
    assert right.query["selling_partner_id"] == "A2NORDICOUT01"


async def test_next_needs_i_understand(amazon: LocalAmazon) -> None:
    browser = amazon.browser()
    await browser.sign_in("Nordic Outdoor")
    page = await browser.open(consent_url(amazon))
    assert not isinstance(page, str)
    again = await browser.submit(page, "consent")
    assert not isinstance(again, str)
    assert again.name == "consent"
    assert "Tick “I understand” to go on." in again.text


@pytest.mark.parametrize(
    ("filled", "problem"),
    [
        ({"email": "nobody@nowhere.example", "password": "x"}, "no account with that e-mail"),
        ({"email": "owner@nordic-outdoor.example", "password": "x"}, "not the password"),
    ],
)
async def test_a_wrong_sign_in_says_what_is_wrong(
    amazon: LocalAmazon, filled: dict[str, str], problem: str
) -> None:
    browser = amazon.browser()
    page = await browser.open("/home")
    assert not isinstance(page, str)
    again = await browser.submit(page, "sign-in", **filled)
    assert not isinstance(again, str)
    assert (again.name, again.status) == ("sign-in", 400)
    assert problem in again.text


async def test_a_wrong_two_step_code_is_asked_again(amazon: LocalAmazon) -> None:
    browser = amazon.browser()
    page = await browser.open("/home")
    assert not isinstance(page, str)
    user = amazon.state.seller("Nordic Outdoor").users[0]
    page = await browser.submit(page, "sign-in", email=user.email, password=user.password)
    assert not isinstance(page, str)
    again = await browser.submit(page, "two-step", code="12")
    assert not isinstance(again, str)
    assert again.name == "two-step"
    home = await browser.submit(again, "two-step", code=f"{again.code[:3]} {again.code[3:]}")
    assert not isinstance(home, str)
    assert home.name == "home"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil"])
async def test_the_sign_in_leads_nowhere_but_to_seller_central(
    amazon: LocalAmazon, elsewhere: str
) -> None:
    browser = amazon.browser()
    await browser.sign_in("Nordic Outdoor")
    query = urlencode({"return_to": elsewhere})
    page = await browser.open(f"{amazon.sign_in_url}/ap/signin?{query}")
    assert not isinstance(page, str)
    assert page.name == "home"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"application_id": APPLICATION.client_id}, "MD1000"),
        ({"application_id": ""}, "MD1000"),
        ({"version": "beta"}, "MD1000"),
        ({"application_id": "amzn1.sp.solution.other"}, "MD4100"),
        ({"redirect_uri": "https://bot.example/amazon/callback/"}, "MD5101"),
        ({"redirect_uri": ""}, "MD5101"),
        ({"redirect_uri": f"{REDIRECT_URI}#top"}, "MD5110"),
    ],
)
async def test_a_wrong_consent_address_ends_on_amazons_error_page(
    amazon: LocalAmazon, changes: dict[str, str], code: str
) -> None:
    assert await refused(amazon, **changes) == code


async def test_a_secondary_user_cannot_authorize(amazon: LocalAmazon) -> None:
    assert await refused(amazon, "assistant@nordic-outdoor.example") == "SPDC8143"


async def test_an_application_without_a_login_uri_is_not_filled_in(amazon: LocalAmazon) -> None:
    amazon.register(replace(APPLICATION, login_uri=""))
    assert await refused(amazon) == "MD9100"


async def test_a_draft_needs_version_beta(amazon: LocalAmazon) -> None:
    amazon.register(replace(APPLICATION, state="draft"))
    assert await refused(amazon) == "MD1000"
    url = consent_url(amazon, version="beta")
    assert (await amazon.browser().consent(url, "Nordic Outdoor")).startswith(REDIRECT_URI)


async def test_a_private_application_has_no_consent_page(amazon: LocalAmazon) -> None:
    amazon.register(replace(APPLICATION, state="private"))
    assert await refused(amazon) == "MD1000"


async def test_an_unlisted_application_holds_25_sellers_and_no_more(amazon: LocalAmazon) -> None:
    unlisted = replace(APPLICATION, listed=False)
    amazon.register(unlisted)
    for number in range(24):
        amazon.state.authorize(unlisted, f"A{number}")
    url = consent_url(amazon)
    await amazon.browser().consent(url, "Nordic Outdoor")
    assert await refused(amazon, "Maple Goods") == "CONSENT_LIMIT_REACHED"
    await amazon.browser().consent(url, "Nordic Outdoor")
    amazon.disable("Nordic Outdoor")
    await amazon.browser().consent(url, "Maple Goods")
