"""Metrics for Prometheus, on a listener of their own, without anybody's name."""

import re
import signal
from pathlib import Path

from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from playground.bot_process import BotProcess
from playground.ports import free_port
from tests.harness.bot import House, usual_settings
from tests.harness.connect_steps import SellersBrowser, add_store, connected_store
from tests.harness.slack_steps import USUAL, fill_in, open_form, submit

Samples = dict[str, float]
PREFIX = "amazon_store_bot_"


async def _page(house: House) -> str:
    async with TestClient(TestServer(house.bot.metrics)) as prometheus:
        answer = await prometheus.get("/metrics")
        assert answer.status == 200, await answer.text()
        assert answer.content_type == "text/plain"
        return await answer.text()


def _samples(page: str) -> Samples:
    """Read a page as Prometheus does; a sample's name has its labels' values behind it."""
    return {
        " ".join([sample.name.removeprefix(PREFIX), *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


async def test_what_was_sent_put_off_and_left_out_is_counted(house: House) -> None:
    house.slack.faults.next("chat.postMessage", status=429, headers={"Retry-After": "2"})
    await add_store(house)
    told = _samples(await _page(house))

    assert told["messages_total put_off ratelimited"] == 1
    assert told["messages_total sent "] == 1
    assert told["slack_answers_total ok"] > 2
    assert told["slack_answers_total ratelimited"] == 1


async def test_what_nobody_can_be_told_is_counted_by_its_reason(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)
    await house.slack.channel("amazon").archive()
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await house.bot.metronome.tick("checks")
        await house.deliver()
    told = _samples(await _page(house))

    assert told["messages_total elsewhere is_archived"] == 1
    assert told["undelivered_messages"] >= 1
    assert told["amazon_answers_total lwa ok"] >= 1
    assert told["amazon_answers_total lwa GrantGone"] == 2
    assert told["amazon_answers_total spapi ok"] >= 1


async def test_what_is_owed_shows_with_its_age(house_on_each: House) -> None:
    house = house_on_each
    assert _samples(await _page(house))["oldest_owed_seconds"] == 0
    house.slack.faults.next("chat.postMessage", times=99, status=503)
    anna = house.slack.person("Anna")
    await open_form(anna)
    await fill_in(anna, **USUAL)
    assert await submit(anna) == {}
    house.clock.move(minutes=5)
    told = _samples(await _page(house))

    assert told["owed_messages"] == 1
    assert told["oldest_owed_seconds"] >= 300
    assert told["database_up"] == 1


async def test_sweeps_are_timed_and_their_failures_counted(house: House) -> None:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE connect_attempts RENAME TO elsewhere"))
    await house.bot.metronome.tick("attempts")
    await house.bot.metronome.tick("unanswered")
    told = _samples(await _page(house))

    assert told["sweep_failures_total attempts"] >= 1
    assert told["sweep_seconds_count unanswered"] == 1
    assert told["sweep_seconds_sum unanswered"] > 0
    assert "sweep_failures_total unanswered" not in told


async def test_without_its_database_it_still_tells_what_it_has_counted(house: House) -> None:
    await add_store(house)
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE workspaces RENAME TO elsewhere"))
    told = _samples(await _page(house))

    assert told["database_up"] == 0
    assert told["messages_total sent "] == 1


async def test_nobodys_name_or_id_is_told(house: House, browser: SellersBrowser) -> None:
    await connected_store(house, browser)
    page = await _page(house)

    for canary in ("Nordic", "T0NORDIC01", "C0AMAZON01", "U0ANNA", "Amazon Store USA", "A2NORDIC"):
        assert canary not in page
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", page)


async def test_it_is_served_on_its_own_port_and_nowhere_else(house: House, tmp_path: Path) -> None:
    port, metrics = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    database = f"sqlite+aiosqlite:///{tmp_path / 'own.db'}"
    usual = usual_settings(database, url, house.slack, house.amazon)
    given = {name.upper(): str(value) for name, value in usual.items()}
    given |= {"PORT": str(port), "METRICS_PORT": str(metrics)}
    bot = await BotProcess.start(url, given, tmp_path)
    try:
        await bot.ready()
        async with ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{metrics}/metrics") as answer:
                told = _samples(await answer.text())
            async with session.get(f"{url}/metrics") as public:
                assert public.status == 404
            async with session.get(f"http://127.0.0.1:{metrics}/readyz") as other:
                assert other.status == 404
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.process.wait() == 0
    finally:
        await bot.kill()
    assert told["process_resident_memory_bytes"] > 0
