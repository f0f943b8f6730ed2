"""Login with Amazon at the local Amazon: what it gives, and the wording of what it refuses."""

from dataclasses import replace

import pytest
from local_amazon_house import APPLICATION, CREDENTIALS, REDIRECT_URI, Bot, Clock, consent_url

BAD_CODE = {
    "error": "invalid_grant",
    "error_description": "The request has an invalid grant parameter : code",
}
GONE = {
    "error": "invalid_grant",
    "error_description": "The request has an invalid grant parameter : refresh_token. "
    "User may have revoked or didn't grant the permission.",
}
BAD_CLIENT = {"error": "invalid_client", "error_description": "Client authentication failed"}


async def test_a_code_becomes_tokens(bot: Bot) -> None:
    status, answer = await bot.exchange(await bot.code("Nordic Outdoor"))
    assert status == 200
    assert set(answer) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (answer["token_type"], answer["expires_in"]) == ("bearer", 3600)
    assert answer["access_token"].startswith("Atza|")
    assert answer["refresh_token"].startswith("Atzr|")
    assert all(500 < len(answer[name]) <= 2048 for name in ("access_token", "refresh_token"))


async def test_a_code_works_once(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    await bot.exchange(code)
    assert await bot.exchange(code) == (400, BAD_CODE)


async def test_a_code_lives_five_minutes(bot: Bot, clock: Clock) -> None:
    early, late = await bot.code("Nordic Outdoor"), await bot.code("Maple Goods")
    clock.move(seconds=299)
    assert (await bot.exchange(early))[0] == 200
    clock.move(seconds=1)
    assert await bot.exchange(late) == (400, BAD_CODE)


async def test_a_mangled_code_is_refused(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    assert await bot.exchange(f"{code}x") == (400, BAD_CODE)


async def test_the_redirect_uri_must_be_that_of_the_consent(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    status, answer = await bot.exchange(code, redirect_uri=f"{REDIRECT_URI}/")
    assert (status, answer["error"]) == (400, "invalid_grant")


async def test_a_code_of_another_client_is_refused(bot: Bot) -> None:
    other = replace(APPLICATION, id="amzn1.sp.solution.other", client_id="other")
    bot.amazon.register(other)
    code = await bot.code("Nordic Outdoor")
    assert await bot.exchange(code, client_id="other") == (400, BAD_CODE)


async def test_a_refresh_gives_the_refresh_token_back(bot: Bot) -> None:
    access_token, refresh_token = await bot.connect("Nordic Outdoor")
    status, answer = await bot.refresh(refresh_token)
    assert (status, answer["refresh_token"]) == (200, refresh_token)
    assert answer["access_token"] != access_token


async def test_a_refresh_token_ends_365_days_after_the_consent(bot: Bot, clock: Clock) -> None:
    _, refresh_token = await bot.connect("Nordic Outdoor")
    clock.move(days=364, hours=23)
    assert (await bot.refresh(refresh_token))[0] == 200
    clock.move(hours=1)
    assert await bot.refresh(refresh_token) == (400, GONE)


@pytest.mark.parametrize("verb", ["revoke", "disable", "expire"])
async def test_a_refresh_token_ends_when_amazon_or_the_seller_says_so(bot: Bot, verb: str) -> None:
    _, refresh_token = await bot.connect("Nordic Outdoor")
    _, other = await bot.connect("Maple Goods")
    getattr(bot.amazon, verb)("Nordic Outdoor")
    assert await bot.refresh(refresh_token) == (400, GONE)
    assert (await bot.refresh(other))[0] == 200


async def test_an_exchange_ends_the_earlier_token_and_a_consent_alone_does_not(bot: Bot) -> None:
    _, earlier = await bot.connect("Nordic Outdoor")
    code = await bot.code("Nordic Outdoor")
    assert (await bot.refresh(earlier))[0] == 200
    await bot.exchange(code)
    assert await bot.refresh(earlier) == (400, GONE)


async def test_an_unknown_refresh_token_is_refused(bot: Bot) -> None:
    status, answer = await bot.refresh("Atzr|unknown")
    assert (status, answer["error"]) == (400, "invalid_grant")
    expected = "The request has an invalid grant parameter : refresh_token"
    assert answer["error_description"] == expected


async def test_a_token_of_another_client_is_not_authorized(bot: Bot) -> None:
    bot.amazon.register(replace(APPLICATION, id="amzn1.sp.solution.other", client_id="other"))
    _, refresh_token = await bot.connect("Nordic Outdoor")
    asked = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": "other"}
    assert await bot.token(**asked) == (
        400,
        {
            "error": "unauthorized_client",
            "error_description": "Not authorized for requested operation",
        },
    )


@pytest.mark.parametrize("wrong", ["client_id", "client_secret"])
async def test_a_wrong_client_fails_to_authenticate(bot: Bot, wrong: str) -> None:
    asked = {"grant_type": "refresh_token", "refresh_token": "Atzr|x", wrong: "wrong"}
    assert await bot.token(**asked) == (401, BAD_CLIENT)


async def test_a_rotated_secret_ends_the_old_one_and_keeps_the_tokens(bot: Bot) -> None:
    _, refresh_token = await bot.connect("Nordic Outdoor")
    bot.amazon.rotate_secret(APPLICATION.id, "new")
    assert await bot.refresh(refresh_token) == (401, BAD_CLIENT)
    asked = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    assert (await bot.token(**asked, client_secret="new"))[0] == 200


@pytest.mark.parametrize(
    ("fields", "error", "description"),
    [
        (
            {"grant_type": "password"},
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server",
        ),
        ({}, "invalid_request", "The request is missing a required parameter : grant_type"),
        (
            {"grant_type": "refresh_token"},
            "invalid_request",
            "The request is missing a required parameter : refresh_token",
        ),
        (
            {"grant_type": "authorization_code", "code": "x"},
            "invalid_request",
            "The request is missing a required parameter : redirect_uri",
        ),
        (
            {"grant_type": "client_credentials", "scope": "profile"},
            "invalid_scope",
            "The requested scope is invalid, unknown, or malformed",
        ),
    ],
)
async def test_a_wrong_request_is_told_what_is_wrong(
    bot: Bot, fields: dict[str, str], error: str, description: str
) -> None:
    expected = {"error": error, "error_description": description}
    assert await bot.token(**fields) == (400, expected)


async def test_a_grantless_token_has_no_refresh_token(bot: Bot) -> None:
    scope = "sellingpartnerapi::client_credential:rotation"
    status, answer = await bot.token(grant_type="client_credentials", scope=scope)
    assert status == 200
    assert set(answer) == {"access_token", "token_type", "expires_in"}
    assert (await bot.participations(answer["access_token"]))[0] == 403


async def test_only_a_form_with_each_field_once_is_read(bot: Bot) -> None:
    url = f"{bot.amazon.lwa_url}/auth/o2/token"
    twice = [*CREDENTIALS.items(), ("grant_type", "a"), ("grant_type", "b")]
    for sent in ({"json": CREDENTIALS}, {"data": twice}):
        async with bot.session.post(url, **sent) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"] == "invalid_request"


async def test_tokens_are_not_to_be_stored_by_caches(bot: Bot) -> None:
    url = f"{bot.amazon.lwa_url}/auth/o2/token"
    async with bot.session.post(url, data=CREDENTIALS) as answer:
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_code_whose_consent_was_disabled_meanwhile_is_refused(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    await bot.amazon.browser().disable(APPLICATION.id, "Nordic Outdoor")
    assert await bot.exchange(code) == (400, BAD_CODE)
    again = await bot.amazon.browser().consent(consent_url(bot.amazon), "Nordic Outdoor")
    assert again.startswith(REDIRECT_URI)


async def test_of_two_consents_each_code_works_and_the_last_exchange_counts(bot: Bot) -> None:
    first, second = await bot.code("Nordic Outdoor"), await bot.code("Nordic Outdoor")
    _, second_answer = await bot.exchange(second)
    _, first_answer = await bot.exchange(first)
    assert await bot.refresh(second_answer["refresh_token"]) == (400, GONE)
    assert (await bot.refresh(first_answer["refresh_token"]))[0] == 200
    assert (await bot.participations(second_answer["access_token"]))[0] == 200
