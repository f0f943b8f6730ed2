"""The bot as a process of its own is killed between the form and the connected store."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import system_clock
from playground.amazon import LocalAmazon, default_sellers
from playground.bot_process import BotProcess
from playground.ports import LOOPBACK, free_port
from playground.settings import Secrets, application, bot_settings
from playground.slack import LocalSlack
from storage.database.engine import create_engine
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.oauth import GrantRow
from storage.tables.stores import StoreRow
from tests.harness import slack_steps as deeds
from tests.harness.connect_steps import OpenBrowser, connect_url
from tests.harness.power import Hold, reached

pytestmark = pytest.mark.long

PATIENCE = 20
"""Seconds in which a sweep of the real process has to have come by."""


@dataclass
class Street:
    """Stand-ins in real time, and a bot that is killed and started again between them."""

    slack: LocalSlack
    amazon: LocalAmazon
    url: str
    settings: dict[str, str]
    folder: Path
    database: AsyncEngine
    processes: list[BotProcess] = field(default_factory=list)

    async def start(self) -> None:
        self.processes.append(await BotProcess.start(self.url, self.settings, self.folder))
        await self.processes[-1].ready()

    async def kill(self) -> None:
        """Kill the bot, and let a minute pass for what it had leased."""
        await self.processes[-1].kill()
        await self._age(LaneRow.__table__)
        await self._age(GrantRow.__table__)

    async def _age(self, table: Any) -> None:
        assert isinstance(table, Table)
        before = system_clock() - timedelta(minutes=1)
        leased = table.c.leased_until.is_not(None)
        async with self.database.begin() as connection:
            await connection.execute(update(table).where(leased).values(leased_until=before))

    async def count(self, row: Any) -> int:
        async with self.database.connect() as connection:
            return len((await connection.execute(row.__table__.select())).all())


@pytest.fixture
async def street(database_url: str, tmp_path: Path) -> AsyncIterator[Street]:
    agreed, url = Secrets(), f"http://{LOOPBACK}:{free_port()}"
    async with AsyncExitStack() as stack:
        slack = await LocalSlack.start(
            clock=system_clock,
            signing_secret=agreed.signing_secret,
            bot_token=agreed.bot_token,
            bot_url=url,
        )
        await stack.enter_async_context(slack)
        amazon = await LocalAmazon.start(
            clock=system_clock, application=application(url, agreed), sellers=default_sellers()
        )
        stack.push_async_callback(amazon.stop)
        database = create_engine(database_url)
        stack.push_async_callback(database.dispose)
        settings = dict(bot_settings(url, tmp_path, slack, amazon, agreed))
        settings["DATABASE_URL"] = database_url
        opened = Street(slack, amazon, url, settings, tmp_path, database)
        yield opened
        for process in opened.processes:
            await process.kill()


async def test_killed_twice_on_its_way_the_store_is_connected_once_and_slack_knows_it(
    street: Street, open_browser: OpenBrowser
) -> None:
    await street.start()
    link = await _killed_while_the_card_is_posted(street)
    browser = open_browser(street)
    callback = await browser.consent(link, "Nordic Outdoor")
    hold = street.amazon.faults.hold("spapi.participations")
    await _killed_at(hold, street, browser.look(callback))
    await street.start()

    await street.slack.wait_until(lambda: _standing(street, "🟢 Connected"), PATIENCE)
    await street.slack.wait_until(lambda: _standing(street, "is connected to Amazon"), PATIENCE)
    assert len(street.slack.channel("amazon").messages) == 2
    for row in (StoreRow, AuthorizationRow, TermRow, GrantRow):
        assert await street.count(row) == 1, row
    assert await street.count(MessageRow) == 2


async def _killed_while_the_card_is_posted(street: Street) -> str:
    """Fill in the form, and kill the bot at the card; returns the link of the card it posts."""
    anna = street.slack.person("Anna")
    await deeds.open_form(anna)
    await deeds.fill_in(anna, **deeds.USUAL)
    hold = street.slack.faults.hold("chat.postMessage")
    await _killed_at(hold, street, anna.submit())
    await street.start()
    return connect_url(await street.slack.next_message("amazon", PATIENCE))


async def _killed_at(hold: Hold, street: Street, doing: Coroutine[Any, Any, object]) -> None:
    """Do something, and kill the bot when it has come to a call."""
    begun = asyncio.create_task(doing)
    await reached(hold)
    await street.kill()
    await asyncio.gather(begun, return_exceptions=True)


def _standing(street: Street, words: str) -> bool:
    """Tell whether a message in #amazon says so."""
    return any(words in m["text"] for m in street.slack.channel("amazon").messages)
