"""The Slack endpoint refuses what Slack did not sign or cannot have sent, and runs nothing."""

import gzip
import json
from urllib.parse import urlencode

import pytest
from multidict import CIMultiDict
from sqlalchemy import func, select

from handlers.slack.endpoint import BODY_LIMIT
from storage.tables.people import PersonRow
from tests.endpoint.sender import COMMAND, JSON, SIGNATURE, TIMESTAMP, Sender

HELP = urlencode(COMMAND).encode()


async def _nothing_ran(sender: Sender) -> bool:
    """Tell that neither Slack was asked nor anybody remembered."""
    count = select(func.count()).select_from(PersonRow)
    people = await sender.house.bot.database.read(lambda session: session.scalar(count))
    return people == 0 and [call.method for call in sender.house.slack.calls] == ["auth.test"]


async def test_what_slack_signed_is_answered(sender: Sender) -> None:
    answer = await sender.send_signed(HELP)

    assert answer.status == 200
    assert "/amazon-store add" in answer.text


async def test_what_nobody_signed_is_turned_away(sender: Sender) -> None:
    answer = await sender.send(HELP, {})

    assert (answer.status, answer.text) == (401, "")
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("missing", [TIMESTAMP, SIGNATURE])
async def test_half_a_signature_is_none(sender: Sender, missing: str) -> None:
    headers = sender.signed(HELP)
    del headers[missing]

    assert (await sender.send(HELP, headers)).status == 401
    assert await _nothing_ran(sender)


async def test_a_signature_with_another_secret_is_none(sender: Sender) -> None:
    headers = sender.signed(HELP)
    last = headers[SIGNATURE][-1]
    headers[SIGNATURE] = headers[SIGNATURE][:-1] + ("0" if last != "0" else "1")

    assert (await sender.send(HELP, headers)).status == 401
    assert await _nothing_ran(sender)


async def test_a_signature_for_another_body_is_none(sender: Sender) -> None:
    assert (await sender.send(HELP + b"&x=1", sender.signed(HELP))).status == 401
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("seconds", [301, -301, 86_400, -86_400])
async def test_what_was_signed_long_ago_or_in_the_future_is_turned_away(
    sender: Sender, seconds: int
) -> None:
    headers = sender.signed(HELP)
    sender.house.clock.move(seconds=seconds)

    assert (await sender.send(HELP, headers)).status == 401
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("seconds", [299, -299])
async def test_clocks_may_differ_by_less_than_five_minutes(sender: Sender, seconds: int) -> None:
    headers = sender.signed(HELP)
    sender.house.clock.move(seconds=seconds)

    assert (await sender.send(HELP, headers)).status == 200


@pytest.mark.parametrize(
    "timestamp",
    ["", "now", "-100000000", "1e9", "1831627800.0", "+183162780", "١٨٣١٦٢٧٨٠٠", "9" * 40, "NaN"],
)
async def test_a_timestamp_that_is_no_ten_digits_is_turned_away(
    sender: Sender, timestamp: str
) -> None:
    headers = sender.signed(HELP) | {TIMESTAMP: timestamp}

    assert (await sender.send(HELP, headers)).status == 401
    assert await _nothing_ran(sender)


@pytest.mark.parametrize(
    "signature",
    ["", "v0=", "v0=" + "å" * 64, "v0=" + "g" * 64, "v1=" + "0" * 64, "v0=" + "0" * 63, "0" * 64],
)
async def test_a_signature_of_another_form_is_turned_away(sender: Sender, signature: str) -> None:
    headers = sender.signed(HELP) | {SIGNATURE: signature}

    assert (await sender.send(HELP, headers)).status == 401
    assert await _nothing_ran(sender)


async def test_capital_letters_make_another_signature(sender: Sender) -> None:
    headers = sender.signed(HELP)
    headers[SIGNATURE] = headers[SIGNATURE].upper()

    assert (await sender.send(HELP, headers)).status == 401


@pytest.mark.parametrize("doubled", [TIMESTAMP, SIGNATURE])
async def test_a_doubled_header_is_turned_away_even_where_both_are_right(
    sender: Sender, doubled: str
) -> None:
    headers = CIMultiDict(sender.signed(HELP))
    headers.add(doubled, headers[doubled])

    assert (await sender.send(HELP, headers)).status == 401
    assert await _nothing_ran(sender)


async def test_what_is_too_large_is_turned_away_signed_or_not(sender: Sender) -> None:
    body = HELP + b"&filler=" + b"x" * BODY_LIMIT

    assert (await sender.send(body, {})).status == 413
    assert (await sender.send_signed(body)).status == 413
    assert await _nothing_ran(sender)


async def test_what_is_just_small_enough_is_read(sender: Sender) -> None:
    body = HELP + b"&filler="
    body += b"x" * (BODY_LIMIT - len(body))

    assert (await sender.send_signed(body)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\xfd",
        b"text=\xff",
        b"text=%FF%FE",
        b"text",
        b"text=a&text=b",
        b"payload=%7B%7D&payload=%7B%7D",
        b"payload=",
        b"payload=none",
        b"payload=%5B%5D",
        b"payload=1",
        b"payload=null",
        b"payload=" + b"%5B" * 20_000,
        b"payload=%7B%22a%22%3A" * 1,
        b"&".join(b"f%d=" % number for number in range(65)),
    ],
)
async def test_a_signed_form_that_slack_cannot_have_sent_is_refused(
    sender: Sender, body: bytes
) -> None:
    assert (await sender.send_signed(body)).status == 400
    assert await _nothing_ran(sender)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"1",
        b"null",
        b'"a"',
        b"{",
        b"{}}",
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b"NaN",
    ],
)
async def test_a_signed_json_that_slack_cannot_have_sent_is_refused(
    sender: Sender, body: bytes
) -> None:
    assert (await sender.send_signed(body, JSON)).status == 400
    assert await _nothing_ran(sender)


async def test_what_is_no_text_is_refused_whoever_sent_it(sender: Sender) -> None:
    assert (await sender.send(b"text=\xff", sender.signed(HELP))).status == 400
    assert await _nothing_ran(sender)


async def test_an_empty_body_is_refused(sender: Sender) -> None:
    assert (await sender.send_signed(b"")).status == 400
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "image/png", None])
async def test_a_body_of_a_type_that_slack_does_not_send_is_refused(
    sender: Sender, content_type: str | None
) -> None:
    assert (await sender.send_signed(HELP, content_type)).status == 400
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("content_type", [JSON, f"{JSON}; charset=utf-8"])
async def test_slacks_question_whether_this_is_the_apps_address_is_answered(
    sender: Sender, content_type: str
) -> None:
    question = {"type": "url_verification", "challenge": "a-challenge", "token": "x"}
    answer = await sender.send_signed(json.dumps(question).encode(), content_type)

    assert answer.status == 200
    assert "a-challenge" in answer.text


async def test_slacks_check_of_the_certificate_is_answered_and_runs_nothing(
    sender: Sender,
) -> None:
    for body in (b"ssl_check=1&token=Jhj5dZrVaK7ZwHHjRyZWjbDl", b"token=x&ssl_check=1"):
        unsigned = await sender.send(body, {})

        assert (unsigned.status, unsigned.text) == (200, "")
    assert await _nothing_ran(sender)


async def test_what_only_looks_like_that_check_runs_nothing_either(sender: Sender) -> None:
    for body in (HELP + b"&ssl_check=1", b"ssl_check=10&token=x", b'{"ssl_check": "1"}'):
        assert (await sender.send(body, {})).status in {200, 401}
    assert await _nothing_ran(sender)


async def test_a_compressed_body_is_verified_as_it_is_read(sender: Sender) -> None:
    packed = gzip.compress(HELP)
    headers = sender.signed(packed) | {"Content-Encoding": "gzip"}

    assert (await sender.send(packed, headers)).status in {400, 401, 415}
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_packed_as_it_says_is_mangled(
    sender: Sender, encoding: str
) -> None:
    headers = sender.signed(HELP) | {"Content-Encoding": encoding}

    assert (await sender.send(HELP, headers)).status == 400
    assert await _nothing_ran(sender)


@pytest.mark.parametrize("text", ["view payload-shop", "payload", "list payload=1", "payload={}"])
async def test_a_command_that_speaks_of_a_payload_is_a_command(sender: Sender, text: str) -> None:
    answer = await sender.command(text=text)

    assert answer.status == 200
    assert "payload" in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_the_endpoint_knows_one_method_only(sender: Sender, method: str) -> None:
    url = f"{sender.house.url}/slack/events"
    async with sender.session.request(method, url) as answer:
        assert answer.status == 405


async def test_a_request_of_another_team_runs_nothing_and_says_why(sender: Sender) -> None:
    answer = await sender.command(team_id="T0FJORDT01", user_id="U0FIA00001")

    assert answer.status == 200
    assert "another Slack workspace" in answer.text
    assert await _nothing_ran(sender)
