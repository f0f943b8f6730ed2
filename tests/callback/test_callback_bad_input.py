"""What Amazon would never send: refused with a page, and nothing is asked, changed or repeated."""

import asyncio
import logging
from urllib.parse import quote, urlencode, urlsplit

import pytest

from storage.tables.oauth import ConnectAttemptRow
from tests.callback.conftest import STATES, Tries
from tests.harness.bot import House
from tests.harness.connect_steps import rows, sellers_state

CANARY = "c4nary"
Pairs = list[tuple[str, str]]
PARAMETERS = ("state", "spapi_oauth_code", "selling_partner_id", "error")
VALUES = {
    "empty": "",
    "of 8 KiB": CANARY * 1366,
    "with a NUL": f"{CANARY}\x00",
    "with a line break": f"{CANARY}\r\nSet-Cookie: browser={CANARY}",
    "of HTML": f"<img src=x onerror=alert('{CANARY}')>",
    "with a quote": f"{CANARY}' OR '1'='1",
    "from right to left": f"\u202e{CANARY}",
    "of other digits": "١٢٣٤٥",
    "with a template": f"{{{{ {CANARY} }}}} ${{{CANARY}}}",
}


def mutations(answer: dict[str, str]) -> dict[str, str]:
    """Return queries that differ from Amazon's by one parameter, by what is wrong with each."""
    found = {}
    for name in PARAMETERS:
        rest = [(other, value) for other, value in answer.items() if other != name]
        if name != "error":
            found[f"{name} missing"] = urlencode(rest)
        twice = [(name, answer.get(name, "access_denied"))] * 2
        found[f"{name} doubled"] = urlencode([*rest, *twice])
        found[f"{name} in no charset"] = f"{urlencode(rest)}&{name}=%ff%fe{CANARY}"
        for kind, value in VALUES.items():
            if (name, kind) != ("error", "empty"):
                found[f"{name} {kind}"] = urlencode([*rest, (name, value)])
    return found


@pytest.mark.parametrize("state", STATES)
async def test_a_callback_with_a_bad_parameter_is_refused_and_changes_nothing(
    house: House, tries: Tries, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    before, attempts = await sellers_state(house), await rows(house, ConnectAttemptRow)
    calls = list(house.amazon.calls)
    cases = mutations(tries.answers[state])
    assert len(cases) * len(STATES) >= 150

    for case, query in cases.items():
        answered = await tries.browser.ask("GET", f"/amazon/callback?{query}")
        assert (case, answered.status) == (case, 400)
        assert answered.is_guarded, case
        assert CANARY not in answered.text, case
        assert "Amazon's answer did not come whole" in answered.told, case
        assert "Set-Cookie" not in answered.headers, case

    assert CANARY not in caplog.text
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []
    assert house.amazon.calls == calls
    assert await rows(house, ConnectAttemptRow) == attempts
    assert await sellers_state(house) == before


async def test_a_sound_callback_of_a_try_that_is_not_open_exchanges_nothing(
    house: House, tries: Tries
) -> None:
    before, calls = await sellers_state(house), list(house.amazon.calls)
    told = {
        state: await tries.browser.look(f"/amazon/callback?{urlencode(answer)}")
        for state, answer in tries.answers.items()
        if state != "open"
    }

    assert all(answered.is_guarded for answered in told.values())
    assert "We do not know this answer" in told["made up"].told
    assert "Amazon was not given permission" in told["used"].told
    assert "took longer than ten minutes" in told["expired"].told
    assert "began in another browser" in told["another browser's"].told
    assert house.amazon.calls == calls
    assert await sellers_state(house) == before


async def test_the_callback_answers_only_to_get(house: House, tries: Tries) -> None:
    attempts, calls = await rows(house, ConnectAttemptRow), list(house.amazon.calls)
    query = urlencode(tries.answers["open"])
    for method in ("HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        answered = await tries.browser.ask(method, f"/amazon/callback?{query}")
        assert (method, answered.status) == (method, 405)
        assert answered.headers["Allow"] == "GET"
        assert answered.is_guarded, method

    assert await rows(house, ConnectAttemptRow) == attempts
    assert house.amazon.calls == calls


async def test_a_browser_without_a_cookie_of_ours_is_another_browser(
    house: House, tries: Tries, caplog: pytest.LogCaptureFixture
) -> None:
    attempts = await rows(house, ConnectAttemptRow)
    query = urlencode(tries.answers["open"])
    for cookie in (b"", b"a" * 42, b"a" * 44, b"\xff" * 43, b"\xc3\xa5" * 43):
        head = f"GET /amazon/callback?{query} HTTP/1.1\r\nCookie: browser=".encode()
        answered = await _raw(house, head + cookie)
        assert answered.startswith(b"HTTP/1.1 400 "), cookie
        assert b"This try began in another browser" in answered, cookie

    assert await rows(house, ConnectAttemptRow) == attempts
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


UNREADABLE = {
    "a line of 70 KiB": f"GET /amazon/callback?state={CANARY * 12000} HTTP/1.1",
    "a bare NUL": f"GET /amazon/callback?state=\x00{CANARY} HTTP/1.1",
    "no version": f"GET /amazon/callback?state={CANARY}",
    "a header of 20 KiB": f"GET /amazon/callback HTTP/1.1\r\nX-Long: {CANARY * 3500}",
    "a folded header": f"GET /amazon/callback HTTP/1.1\r\nX: a\r\n {CANARY}",
}


async def test_what_is_not_even_http_is_refused_and_nothing_of_it_is_logged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    for case, head in UNREADABLE.items():
        answered = await _raw(house, head.encode())
        assert answered.split(b" ")[1:2] in ([], [b"400"], [b"431"]), case

    assert CANARY not in caplog.text


async def test_a_long_line_gets_a_page_of_ours(house: House) -> None:
    query = quote(CANARY * 6000)
    answered = await _raw(house, f"GET /amazon/callback?state={query} HTTP/1.1".encode())

    assert answered.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Security-Policy" in answered
    assert CANARY.encode() not in answered


async def _raw(house: House, head: bytes) -> bytes:
    """Send a request byte for byte; returns all that comes back."""
    address = urlsplit(house.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head + b"\r\nHost: bot\r\nConnection: close\r\n\r\n")
    answered = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answered
