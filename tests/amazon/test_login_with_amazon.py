"""Login with Amazon: tokens, its own refusals, and everything else that may come back."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from amazon.errors import AmazonUnavailable, ApplicationRefused, CodeRefused, GrantGone
from amazon.lwa import LoginWithAmazon
from playground.amazon.faults import (
    Fault,
    answer,
    bad_json,
    empty_object,
    html,
    huge,
    reset,
    reset_after,
    slow,
    stall,
    throttled,
    truncated,
    unwell,
)
from tests.amazon.conftest import MOMENT, REDIRECT_URI, AtAmazon, as_ours
from tests.harness.clock import MovableClock

TOKENS = {"access_token": "Atza|a", "refresh_token": "Atzr|r", "expires_in": 3600}


def _without(name: str) -> Fault:
    return answer(200, json.dumps({key: value for key, value in TOKENS.items() if key != name}))


UNWELL: dict[str, Fault] = {
    "429": throttled(),
    "429 with Retry-After": throttled(7),
    "500": unwell(500),
    "502 in HTML": html(502),
    "503": unwell(),
    "503 in HTML": html(),
    "200 in HTML": html(200),
    "bad JSON": bad_json(),
    "an empty object": empty_object(),
    "a list": answer(200, "[]"),
    "null": answer(200, "null"),
    "no text": answer(200, ""),
    "204": answer(204),
    "no access token": _without("access_token"),
    "no refresh token": _without("refresh_token"),
    "no end": _without("expires_in"),
    "a token that is a number": answer(200, json.dumps({**TOKENS, "refresh_token": 7})),
    "an empty token": answer(200, json.dumps({**TOKENS, "access_token": ""})),
    "an error that says 200": answer(200, '{"error": "invalid_grant"}'),
    "a redirect": answer(302, "", Location="https://elsewhere.example/"),
    "404": answer(404, "{}"),
    "400 without an error": answer(400, '{"message": "no"}'),
    "400 with an odd error": answer(400, '{"error": {"code": 1}}'),
    "server_error": answer(400, '{"error": "server_error"}'),
    "temporarily_unavailable": answer(400, '{"error": "temporarily_unavailable"}'),
    "10 MB": huge(),
    "a reset": reset(),
    "a reset after it acted": reset_after(),
    "half an answer": truncated(),
    "nothing at all": stall(),
    "a late success": slow(MOMENT * 2),
    "not UTF-8": answer(200, "\ufffe", "text/plain"),
}


@pytest.fixture
async def dripping() -> AsyncIterator[str]:
    """The address of a server that answers a letter at a time, without end."""
    over = asyncio.Event()

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not over.is_set() and not writer.is_closing():
            writer.write(b" ")
            await asyncio.wait({asyncio.ensure_future(over.wait())}, timeout=MOMENT / 8)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/auth/o2/token"
    over.set()
    server.close()
    await server.wait_closed()


async def test_a_code_brings_tokens_once(at_amazon: AtAmazon) -> None:
    code = at_amazon.code()
    tokens = await at_amazon.lwa.exchange(code, REDIRECT_URI)

    assert tokens.refresh_token in at_amazon.amazon.state.refresh_tokens
    assert tokens.access_token in at_amazon.amazon.state.access_tokens
    assert tokens.expires_in == 3600
    assert "Atz" not in repr(tokens)
    with pytest.raises(CodeRefused) as refused:
        await at_amazon.lwa.exchange(code, REDIRECT_URI)
    assert refused.value.code == "invalid_grant"


async def test_sellers_who_come_at_once_get_their_own_tokens(at_amazon: AtAmazon) -> None:
    sellers = ["Nordic Outdoor", "Fjord Living", "Maple Goods", "Prairie Crafts"] * 5
    codes = [at_amazon.code(seller) for seller in sellers]
    exchanges = (at_amazon.lwa.exchange(code, REDIRECT_URI) for code in codes)
    state = at_amazon.amazon.state
    for seller, tokens in zip(sellers, await asyncio.gather(*exchanges), strict=True):
        assert state.refresh_tokens[tokens.refresh_token].seller_id == state.seller(seller).id
        grant = state.access_tokens[tokens.access_token].grant
        assert grant is not None
        assert grant.seller_id == state.seller(seller).id


@pytest.mark.parametrize("minutes", [5, 6])
async def test_a_code_that_is_too_old_is_refused(
    at_amazon: AtAmazon, clock: MovableClock, minutes: int
) -> None:
    code = at_amazon.code()
    clock.move(minutes=minutes)
    with pytest.raises(CodeRefused):
        await at_amazon.lwa.exchange(code, REDIRECT_URI)


async def test_a_permission_that_was_taken_back_is_gone(at_amazon: AtAmazon) -> None:
    tokens = await at_amazon.tokens()
    assert (await at_amazon.lwa.refresh(tokens.refresh_token)).access_token
    at_amazon.amazon.disable("Nordic Outdoor")

    with pytest.raises(GrantGone) as gone:
        await at_amazon.lwa.refresh(tokens.refresh_token)
    assert "invalid grant parameter : refresh_token" in gone.value.details
    assert tokens.refresh_token not in str(gone.value)


async def test_a_wrong_secret_is_ours_to_mend(at_amazon: AtAmazon) -> None:
    tokens, code = await at_amazon.tokens(), at_amazon.code()
    at_amazon.amazon.rotate_secret("amzn1.sp.solution.unit", "another")

    with pytest.raises(ApplicationRefused) as refused:
        await at_amazon.lwa.refresh(tokens.refresh_token)
    assert refused.value.code == "invalid_client"
    with pytest.raises(ApplicationRefused):
        await at_amazon.lwa.exchange(code, REDIRECT_URI)


async def test_a_token_of_another_application_is_ours_to_mend(
    at_amazon: AtAmazon, certificates: ssl.SSLContext
) -> None:
    tokens = await at_amazon.tokens()
    (application,) = at_amazon.amazon.state.applications.values()
    other = replace(application, id="amzn1.sp.solution.other", client_id="other")
    at_amazon.amazon.register(other)
    token_url = f"{at_amazon.amazon.lwa_url}/auth/o2/token"
    lwa = LoginWithAmazon(as_ours(other), token_url, certificates, at_amazon.health)

    with pytest.raises(ApplicationRefused) as refused:
        await lwa.refresh(tokens.refresh_token)
    assert refused.value.code == "unauthorized_client"
    assert at_amazon.health.refusal is not None
    await lwa.close()


async def test_a_token_that_somebody_brought_says_nothing_of_our_application(
    at_amazon: AtAmazon, certificates: ssl.SSLContext
) -> None:
    tokens = await at_amazon.tokens()
    (application,) = at_amazon.amazon.state.applications.values()
    other = replace(application, id="amzn1.sp.solution.other", client_id="other")
    at_amazon.amazon.register(other)
    token_url = f"{at_amazon.amazon.lwa_url}/auth/o2/token"
    lwa = LoginWithAmazon(as_ours(other), token_url, certificates, at_amazon.health)

    with pytest.raises(GrantGone):
        await lwa.try_out(tokens.refresh_token)
    assert at_amazon.health.refusal is None
    await lwa.close()


async def test_an_address_that_is_not_registered_is_refused(at_amazon: AtAmazon) -> None:
    with pytest.raises(CodeRefused):
        await at_amazon.lwa.exchange(at_amazon.code(), "https://elsewhere.example/")


@pytest.mark.parametrize("fault", UNWELL.values(), ids=UNWELL.keys())
async def test_whatever_else_comes_means_that_amazon_is_unwell(
    at_amazon: AtAmazon, fault: Fault
) -> None:
    at_amazon.amazon.faults.next("lwa.token", fault)
    code = at_amazon.code()
    with pytest.raises(AmazonUnavailable) as unavailable:
        await at_amazon.lwa.exchange(code, REDIRECT_URI)

    assert code not in str(unavailable.value)
    assert at_amazon.amazon.calls == ["lwa.token"]


async def test_nobody_listening_means_that_amazon_is_unwell(at_amazon: AtAmazon) -> None:
    code = at_amazon.code()
    await at_amazon.amazon.stop()
    with pytest.raises(AmazonUnavailable):
        await at_amazon.lwa.exchange(code, REDIRECT_URI)


async def test_an_answer_without_end_is_not_waited_for(
    at_amazon: AtAmazon, dripping: str, certificates: ssl.SSLContext
) -> None:
    (application,) = at_amazon.amazon.state.applications.values()
    lwa = LoginWithAmazon(as_ours(application), dripping, certificates, at_amazon.health, MOMENT)
    async with asyncio.timeout(MOMENT * 10):
        with pytest.raises(AmazonUnavailable):
            await lwa.exchange("a-code", REDIRECT_URI)
    await lwa.close()
