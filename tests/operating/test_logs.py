"""No secret reaches a log, whoever logs it."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
import structlog

from bot.logs import mask, set_up_logs

CANARY = "canary0123456789"
SECRETS = [
    f"Atzr|{CANARY}",
    f"Atza|{CANARY}",
    f"xoxb-{CANARY}",
    f"xoxp-{CANARY}",
    f"xoxe.xoxp-1-{CANARY}",
    f"xapp-1-{CANARY}",
    f"amzn1.oa2-cs.v1.{CANARY}",
    f"https://stores.example.com/connect/{CANARY}",
    f"/amazon/callback?state=x&spapi_oauth_code={CANARY}&y=1",
]


@pytest.fixture(params=["console", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the logs write, in each format."""
    with _logs(request.param) as stream:
        yield stream


@contextmanager
def _logs(log_format: Literal["console", "json"]) -> Iterator[io.StringIO]:
    """Set the logs up and read what they write; afterwards all is as before."""
    root, stream = logging.getLogger(), io.StringIO()
    before, stderr = root.handlers, sys.stderr
    set_up_logs(log_format)
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    assert handler.stream is stderr
    handler.setStream(stream)
    yield stream
    root.handlers = before


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_masked_wherever_it_stands(written: io.StringIO, secret: str) -> None:
    ours: structlog.stdlib.BoundLogger = structlog.get_logger("ours")
    ours.info(f"said {secret}", fact=secret, nested={"deep": [secret]})
    logging.getLogger("theirs").warning("said %s", secret)
    try:
        int(secret)
    except ValueError:
        ours.exception("failed")
        logging.getLogger("theirs").exception("failed")

    assert "failed" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_what_is_no_secret_is_left_alone(written: io.StringIO) -> None:
    ours: structlog.stdlib.BoundLogger = structlog.get_logger("ours")
    ours.info("a store was added", store="Amazon Store USA", count=3)

    assert "a store was added" in written.getvalue()
    assert "Amazon Store USA" in written.getvalue()


def test_json_is_one_object_a_line() -> None:
    with _logs("json") as written:
        structlog.get_logger("ours").info("one\ntwo")

    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["event"] == "one\ntwo"


@pytest.mark.parametrize("secret", SECRETS)
def test_what_stands_after_a_secret_is_still_read(secret: str) -> None:
    line = mask(None, "", f'{{"a": "{secret}", "b": "after"}}')

    assert CANARY not in line
    assert '"b": "after"' in line
