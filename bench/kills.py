"""`python -m bench.kills`: three bots on one PostgreSQL, killed at random; nothing is lost."""

import asyncio
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bench.databases import open_databases
from bench.figures import Figure, show
from bench.rows import store_row
from bot.clock import system_clock
from domain.messages import MessageKind
from playground.amazon import LocalAmazon, default_sellers
from playground.bot_process import BotProcess
from playground.ports import LOOPBACK, free_port
from playground.settings import Secrets, application, bot_settings
from playground.slack import LocalSlack
from playground.slack.nordic_shop import BOT, HOME, nordic_shop
from playground.slack.world import Conversation
from storage.database.engine import create_engine
from storage.database.schema import migrate
from storage.database.transactions import Database
from storage.outbox import owe_message
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow

BOTS = 3
HISTORY = "channels:history"
_LOOK_EVERY = 0.5
_PATIENCE = 600
"""Seconds in which all that is owed has to have left, once nobody kills any more."""


@dataclass(frozen=True)
class Plan:
    """How much is owed in how many Slack channels, and how often a bot is killed meanwhile.

    `pause` is how many seconds lie between two kills, at the most.
    """

    kills: int
    notices: int
    channels: int
    pause: float


@dataclass(frozen=True)
class Outcome:
    """How many messages are not in Slack, are there twice, and stand before an earlier one."""

    lost: int
    doubled: int
    disordered: int


@dataclass
class Fleet:
    """Bots on one database, with the Slack that they send to."""

    slack: LocalSlack
    database: Database
    settings: Sequence[Mapping[str, str]]
    folder: Path
    bots: list[BotProcess] = field(default_factory=list)

    async def start(self) -> None:
        self.bots = [await self._bot(settings) for settings in self.settings]
        for bot in self.bots:
            await bot.ready()

    async def kill_one(self) -> None:
        """Kill any of the bots, and start another in its place."""
        number = random.randrange(len(self.bots))  # noqa: S311 - chance, not secrecy
        await self.bots[number].kill()
        self.bots[number] = await self._bot(self.settings[number])

    async def kill_all(self) -> None:
        """Kill all bots, and let as much time pass as their leases last."""
        for bot in self.bots:
            await bot.kill()
        leased = LaneRow.leased_until.is_not(None)
        before = system_clock() - timedelta(seconds=1)
        await self.database.change(
            lambda s: s.execute(update(LaneRow).where(leased).values(leased_until=before))
        )

    async def _bot(self, settings: Mapping[str, str]) -> BotProcess:
        return await BotProcess.start(settings["PUBLIC_URL"], settings, self.folder)


@asynccontextmanager
async def open_fleet(database_url: str, channels: int, *scopes: str) -> AsyncIterator[Fleet]:
    """Start the stand-ins and the bots; Slack keeps no pace, for time is what is short here."""
    agreed = Secrets()
    world = nordic_shop(agreed.bot_token)
    for name in _channels(channels):
        world.conversations[name] = Conversation(name, name.lower(), HOME, {BOT})
    slack = await LocalSlack.start(
        clock=system_clock,
        signing_secret=agreed.signing_secret,
        bot_token=agreed.bot_token,
        world=world,
        paces={},
    )
    slack.install(*scopes)
    amazon = await LocalAmazon.start(
        clock=system_clock, application=application("", agreed), sellers=default_sellers()
    )
    await _migrate(database_url)
    database = Database(create_engine(database_url))
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        settings = [
            _settings(Path(folder), slack, amazon, agreed, database_url) for _ in range(BOTS)
        ]
        fleet = Fleet(slack, database, settings, Path(folder))
        try:
            await fleet.start()
            yield fleet
        finally:
            for bot in fleet.bots:
                await bot.kill()
            await database.close()
            await amazon.stop()
            await slack.stop()


async def kill_at_random(fleet: Fleet, plan: Plan) -> Outcome:
    """Owe notices while bots are killed; afterwards let what is left be sent, and count."""
    store = await _new_store(fleet.database)
    owed: defaultdict[str, list[UUID]] = defaultdict(list)
    owing = asyncio.create_task(_owe(fleet.database, store, plan, owed))
    for _ in range(plan.kills - BOTS):
        await asyncio.sleep(random.uniform(0, plan.pause))  # noqa: S311 - chance, not secrecy
        await fleet.kill_one()
    await owing
    await fleet.kill_all()
    await fleet.start()
    async with asyncio.timeout(_PATIENCE):
        await _nothing_owed(fleet.database)
    return _outcome(fleet.slack, owed)


async def _owe(
    database: Database, store: Mapping[str, Any], plan: Plan, owed: defaultdict[str, list[UUID]]
) -> None:
    """Owe all notices, spread over the time in which bots are killed."""
    kind, between = MessageKind.NEW_LINK_ASKED, plan.kills * plan.pause / 2 / plan.notices
    targets = _channels(plan.channels)
    for number in range(plan.notices):
        target = targets[number % plan.channels]
        message = await database.change(
            lambda s, target=target: owe_message(  # type: ignore[misc]  # bound at once
                s, store["workspace_id"], kind, target, system_clock(), store_id=store["id"]
            )
        )
        owed[target].append(message)
        await asyncio.sleep(between)


async def _new_store(database: Database) -> Mapping[str, Any]:
    """Put in a store that is not connected, in the workspace that the bots have joined."""
    workspace_id = await database.read(_the_workspace)
    row = {**store_row(workspace_id, 1, system_clock()), "authorization_id": None}
    await database.change(lambda s: s.execute(insert(StoreRow).values(**row)))
    return row


async def _the_workspace(session: AsyncSession) -> UUID:
    return (await session.execute(select(WorkspaceRow.id))).scalar_one()


async def _nothing_owed(database: Database) -> None:
    """Wait until all that is owed has left."""
    owed = select(MessageRow.id).where(MessageRow.shown_version < MessageRow.wanted_version)
    while True:
        if await database.read(lambda s: s.scalar(owed.limit(1))) is None:
            return
        await asyncio.sleep(_LOOK_EVERY)


def _outcome(slack: LocalSlack, owed: Mapping[str, Sequence[UUID]]) -> Outcome:
    lost = doubled = disordered = 0
    for target, messages in owed.items():
        posted = slack.core.messages.posted(target)
        arrived = [str((m.metadata or {})["event_payload"]["message"]) for m in posted]
        count = Counter(arrived)
        lost += sum(count[str(message)] == 0 for message in messages)
        doubled += sum(times - 1 for times in count.values())
        wanted = [str(message) for message in messages if count[str(message)]]
        disordered += sum(a != b for a, b in zip(dict.fromkeys(arrived), wanted, strict=True))
    return Outcome(lost, doubled, disordered)


def _settings(
    folder: Path, slack: LocalSlack, amazon: LocalAmazon, agreed: Secrets, database_url: str
) -> Mapping[str, str]:
    url = f"http://{LOOPBACK}:{free_port()}"
    return {**bot_settings(url, folder, slack, amazon, agreed), "DATABASE_URL": database_url}


def _channels(number: int) -> list[str]:
    return [f"C0KILLS{n:04}" for n in range(number)]


async def _migrate(database_url: str) -> None:
    engine = create_engine(database_url)
    await migrate(engine)
    await engine.dispose()


async def _measure(plan: Plan) -> list[Figure]:
    figures = []
    with open_databases() as databases:
        for scopes in ((HISTORY,), ()):
            async with open_fleet(databases.postgresql(), plan.channels, *scopes) as fleet:
                outcome = await kill_at_random(fleet, plan)
            which = "with history scope" if scopes else "without"
            what = f"{plan.notices:,} notices, {plan.kills} kills, {which}"
            limit = 0 if scopes else None
            figures += [
                Figure(f"Lost of {what}", "PostgreSQL", outcome.lost, "", limit=0),
                Figure(f"Doubled of {what}", "PostgreSQL", outcome.doubled, "", limit=limit),
                Figure(f"Out of order of {what}", "PostgreSQL", outcome.disordered, "", limit=0),
            ]
    return figures


if __name__ == "__main__":
    show(asyncio.run(_measure(Plan(kills=200, notices=5_000, channels=250, pause=3))))
