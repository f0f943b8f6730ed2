"""The documentation's examples, run as a reader would, with the SDKs themselves."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.sync_programs import ApiScope
from playground.amazon import faults
from tests.api.program import Program, new_program
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, confirm_ownership, connected_store
from tests.harness.revoke_steps import revoke

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SELLS = """\
Nordic Outdoor sells in Amazon.com
Nordic Outdoor sells in Amazon.ca
Nordic Outdoor sells in Amazon.com.mx
"""
GRANTLESS = """
import os
from spapi import SPAPIClient, SPAPIConfig
config = SPAPIConfig("any", os.environ["STORES_KEY"], scope="sellingpartnerapi::notifications")
SPAPIClient(config, oauth_endpoint=os.environ["STORES_URL"] + "/api/v1/lwa/token", endpoint="x")
"""


@pytest.fixture
async def program(house: House) -> AsyncIterator[Program]:
    browser = SellersBrowser(house)
    await connected_store(house, browser)
    await confirm_ownership(house)
    await browser.close()
    async with new_program(house, scopes=frozenset(ApiScope)) as opened:
        yield opened


async def run(program: Program, *arguments: str) -> tuple[int | None, str, str]:
    """Run a program of Python's; returns its exit code, what it printed, and its complaints."""
    environment = {
        "PATH": os.environ["PATH"],
        "STORES_URL": program.house.url,
        "STORES_KEY": program.key,
        "STORE": program.store,
        "SPAPI_URL": str(program.house.settings.amazon_spapi_url),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complaints = await process.communicate()
    return process.returncode, printed.decode(), complaints.decode()


@pytest.mark.parametrize("name", ["python_amazon_sp_api", "amazon_sdk", "plain_http"])
async def test_an_example_asks_sp_api_with_a_token_of_the_bots(program: Program, name: str) -> None:
    code, printed, complaints = await run(program, str(EXAMPLES / f"{name}.py"))

    assert (code, printed) == (0, SELLS), complaints


def test_every_example_is_run() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == {
        "python_amazon_sp_api",
        "amazon_sdk",
        "plain_http",
    }


async def test_amazons_sdk_gets_a_grantless_token(program: Program) -> None:
    code, _, complaints = await run(program, "-c", GRANTLESS)

    assert code == 0, complaints


async def test_a_refused_token_is_replaced_by_the_plain_one(program: Program) -> None:
    program.house.amazon.faults.next("spapi.participations", faults.denied())

    code, printed, complaints = await run(program, str(EXAMPLES / "plain_http.py"))

    assert (code, printed) == (0, SELLS), complaints


async def test_the_plain_one_says_why_there_is_no_token_and_where_to_act(program: Program) -> None:
    await revoke(program.house)

    code, _, complaints = await run(program, str(EXAMPLES / "plain_http.py"))

    assert code == 1
    assert complaints.startswith("The connection is being ended.")
    assert "/archives/" in complaints
