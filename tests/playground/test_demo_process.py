"""How `make demo` begins and ends."""

import asyncio
import shlex
import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from playground.amazon import default_sellers
from playground.bot_process import BotFailed, BotProcess
from playground.invitation import PREFERRED_PORT, LocalProgram, invitation
from playground.ports import LOOPBACK, free_port
from playground.slack.nordic_shop import APP
from tests.playground.demo_process import Demo

PROGRAM = LocalProgram(f"http://{LOOPBACK}:9", "asb_of_nobody")


async def open_stream(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientResponse:
    """Listen as an open page does."""
    stream = await session.get(f"{url}/client/events")
    await stream.content.readline()
    return stream


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_the_demo_ends_at_once_while_pages_are_open(how: signal.Signals) -> None:
    async with Demo.running() as demo, aiohttp.ClientSession() as session:
        links = await (await session.get(f"{demo.url}/client/bar")).json()
        bot_url = links["links"][-1]["url"]
        async with await open_stream(session, demo.url), session.get(bot_url):
            async with asyncio.timeout(5):
                assert await demo.stop(how) == 0
        with pytest.raises(aiohttp.ClientError):
            await session.get(bot_url)


def test_the_demo_takes_another_port_where_its_own_is_in_use() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        preferred = taken.getsockname()[1]
        assert free_port(preferred) != preferred
    told = invitation(f"http://{LOOPBACK}:40123", APP, default_sellers(), PROGRAM)
    assert f"Port {PREFERRED_PORT} is taken" in told
    assert "is taken" not in invitation(f"http://{LOOPBACK}:{PREFERRED_PORT}", APP, [], PROGRAM)


async def test_the_printed_line_asks_as_a_sync_program_would() -> None:
    async with Demo.running() as demo, aiohttp.ClientSession() as session:
        (line,) = (line for line in demo.said.splitlines() if "curl" in line)
        _, _, header, address = shlex.split(line)
        name, _, value = header.partition(": ")
        async with session.get(address, headers={name: value}) as answer:
            assert (answer.status, (await answer.json())["stores"]) == (200, [])
        async with session.get(address) as answer:
            assert answer.status == 401


async def test_a_bot_that_ends_by_itself_is_told_in_a_sentence(tmp_path: Path) -> None:
    bot = await BotProcess.start("http://127.0.0.1:9", {}, tmp_path)
    with pytest.raises(BotFailed, match="ended by itself with exit code 2"):
        await bot.ready()
    await bot.stop()
