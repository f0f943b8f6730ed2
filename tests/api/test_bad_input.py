"""Requests that contradict the documentation: explained, and nothing done."""

import asyncio

import pytest
from yarl import URL

from handlers.api.authentication import BODY_WITHIN
from tests.api.program import Program

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b'{"refused": "true"}', "application/json", 400),
        (b'{"refused": 1}', "application/json", 400),
        (b'{"refuse": true}', "application/json", 400),
        (b'{"refused": true, "a": {}}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b'{"refused": true}', "text/plain", 415),
        (b"refused=true", "application/x-www-form-urlencoded", 415),
        (b" " * 20_000, "application/json", 413),
    ],
)
async def test_a_body_that_cannot_be_read_brings_no_token(
    program: Program, body: bytes, content_type: str, status: int
) -> None:
    before = list(program.house.amazon.calls)

    answer = await program.token(data=body, headers={"Content-Type": content_type})

    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert program.house.amazon.calls == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/stores", 405),
        ("GET", "/lwa/token", 405),
        ("DELETE", "/stores/x", 405),
        ("GET", "/", 404),
        ("GET", "/nothing", 404),
        ("GET", "/stores/" + "x" * 5000, 404),
        ("GET", "/stores/%00", 404),
        ("GET", "/stores/st_%00", 404),
        ("GET", "/stores?website=%00", 400),
        ("GET", "/stores?cursor=AA", 400),
        ("GET", "/stores/..%2f..", 404),
        ("GET", "/connections/1", 404),
        ("GET", "/connections/00000000-0000-0000-0000-000000000000", 404),
    ],
)
async def test_a_path_that_leads_nowhere_is_told_as_a_problem(
    program: Program, method: str, path: str, status: int
) -> None:
    answer = await program.ask(method, path)

    assert (answer.status, answer.body["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ("Allow" in answer.headers) is (status == 405)


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
        ({"client_secret": ""}, 400, "invalid_request"),
        ({"client_secret": "asb_wrong"}, 401, "invalid_client"),
        ({"refresh_token": ""}, 400, "invalid_request"),
        ({"refresh_token": "Atzr|something"}, 400, "invalid_grant"),
        ({"grant_type": "client_credentials"}, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "profile"}, 400, "invalid_scope"),
        (
            {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"},
            400,
            "unauthorized_client",
        ),
    ],
)
async def test_lwas_form_is_refused_as_lwa_does(
    program: Program, form: dict[str, str], status: int, error: str
) -> None:
    answer = await program.lwa(**form)

    assert (answer.status, answer.body["error"]) == (status, error)
    assert set(answer.body) == {"error", "error_description"}
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_malformed_form_of_lwa_is_refused_as_lwa_does(program: Program) -> None:
    for body, content_type in (
        (b'{"grant_type": ["refresh_token"]}', "application/json"),
        (b'{"grant_type": "refresh_token"', "application/json"),
        (b'["grant_type"]', "application/json"),
        (b"[" * 16_000, "application/json"),
        (b'{"grant_type": "\\ud800"}', "application/json"),
        (b"grant_type=a&grant_type=b", FORM),
        (b"\xff=%zz&=&&", f"{FORM}; charset=nothing"),
    ):
        answer = await program.post("/lwa/token", data=body, headers={"Content-Type": content_type})
        assert (answer.status, answer.body["error"]) == (400, "invalid_request")


@pytest.mark.long
async def test_a_body_that_ends_before_its_time_is_nobodys_fault(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    writer = await _half_a_body(program)
    writer.close()
    await writer.wait_closed()
    assert (await program.token()).status == 200
    assert "request failed" not in caplog.text


@pytest.mark.long
async def test_a_body_that_does_not_come_is_not_waited_for_for_ever(program: Program) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(program.house.url).port)
    writer.write(_HALF)
    async with asyncio.timeout(BODY_WITHIN + 5):
        answer = await reader.readuntil(b"within 10 s")
    writer.close()
    assert answer.startswith(b"HTTP/1.1 400 ")


_HALF = (
    b"POST /api/v1/lwa/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant"
)


async def _half_a_body(program: Program) -> asyncio.StreamWriter:
    _, writer = await asyncio.open_connection("127.0.0.1", URL(program.house.url).port)
    writer.write(_HALF)
    await writer.drain()
    return writer
