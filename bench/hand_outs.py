"""Hand-outs of a shared access token, beside a bare handler: `python -m bench.hand_outs`.

The bare one checks the key as the bot does, and answers the same JSON.
"""

import asyncio
import json
from base64 import b64decode
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bench.apps import Apps, new_apps
from bench.databases import open_databases
from bench.figures import Figure, show
from bench.load import p50_alone, p99_paced, per_second
from bench.processes import Served, program_reads
from bench.seeding import seed
from bench.slack_line import Line
from bot.clock import system_clock
from domain.clock import Clock
from domain.sync_programs import ApiScope, NewSyncProgram
from playground.ports import LOOPBACK, free_port
from playground.settings import APPLICATION_ID
from services.sync_programs.programs import SyncPrograms
from storage.access_tokens import SharedTokens
from storage.database.encryption import Keyring
from storage.database.engine import create_engine
from storage.database.transactions import Database
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow
from storage.tables.sync_programs import AccessTokenRow

STORES = 1_000
ROUNDS = 5
ALONE = 300
AT_ONCE, SECONDS = 16, 1.5
PACE, PACE_SECONDS = 300, 8
_TOKEN = f"Atza|{'x' * 300}"


@dataclass(frozen=True)
class Asking:
    """What a sync program sends for a store's access token."""

    store: str
    key: str

    def request(self) -> bytes:
        return (
            f"POST /api/v1/stores/{self.store}/access-token HTTP/1.1\r\nHost: {LOOPBACK}\r\n"
            f"Authorization: Bearer {self.key}\r\nContent-Length: 0\r\n\r\n"
        ).encode()


async def measure(apps: Apps, name: str, url: str) -> list[Figure]:
    """Measure on a database that holds stores already."""
    asking = await _prepare(url, apps.agreed.encryption_key, apps.clock)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(apps.bot(url))
        line = await Line.open(asking, bot.port)
        answer = (await line.ask()).decode()
        assert json.loads(answer)["access_token"] == _TOKEN
        port = free_port()
        module = ["bench.bare_tokens", str(port), url, answer]
        bare = await stack.enter_async_context(program_reads(port, module, {}))
        return await _figures(asking, name, bot, bare)


async def _figures(asking: Asking, database: str, bot: Served, bare: Served) -> list[Figure]:
    for app in (bot, bare):
        await per_second(asking, app.port, AT_ONCE, 0.5)
    alone = [
        (await p50_alone(asking, bot.port, ALONE), await p50_alone(asking, bare.port, ALONE))
        for _ in range(ROUNDS)
    ]
    at_once = [
        (
            await per_second(asking, bot.port, AT_ONCE, SECONDS),
            await per_second(asking, bare.port, AT_ONCE, SECONDS),
        )
        for _ in range(ROUNDS)
    ]
    paced = await p99_paced(asking, bot.port, PACE, PACE_SECONDS)
    ours, theirs = (median(rates) for rates in zip(*at_once, strict=True))
    share = median(bot / bare for bot, bare in at_once)
    return [
        Figure("Hand-out alone, p50", database, median(bot for bot, _ in alone), "ms"),
        Figure("… bare aiohttp", database, median(bare for _, bare in alone), "ms"),
        Figure("16 at once", database, ours, "a second"),
        Figure("… bare aiohttp", database, theirs, "a second"),
        Figure("… of bare aiohttp's", database, share, limit=0.5, at_least=True),
        Figure("300 a second, p99", database, paced, "ms", limit=50),
    ]


async def _prepare(url: str, encryption_key: str, clock: Clock) -> Asking:
    """Let one store have a token that is shared, and a sync program that may ask for it."""
    key_id, _, key = encryption_key.partition(":")
    shared = SharedTokens(Keyring({key_id: b64decode(key)}), APPLICATION_ID)
    database = Database(create_engine(url))

    async def share(session: AsyncSession) -> StoreRow:
        store = await session.scalar(
            select(StoreRow).where(StoreRow.authorization_id.is_not(None)).limit(1)
        )
        assert store is not None
        rested = {"application_id": APPLICATION_ID, "next_check_at": clock() + timedelta(days=1)}
        await session.execute(update(AuthorizationRow).values(rested))
        token = AccessTokenRow(
            authorization_id=store.authorization_id,
            token_version=1,
            asked_at=clock(),
            expires_at=clock() + timedelta(hours=1),
        )
        shared.seal(token, _TOKEN)
        session.add(token)
        return store

    store = await database.change(share)
    new = NewSyncProgram("Bench", None, frozenset({ApiScope.TOKEN}))
    program = await SyncPrograms(database, clock).add(store.workspace_id, new)
    await database.close()
    return Asking(store.key, program)


async def main() -> list[Figure]:
    apps, figures = new_apps(system_clock), []
    with open_databases() as databases:
        for name, new in (("SQLite", databases.sqlite), ("PostgreSQL", databases.postgresql)):
            url = new()
            await seed(url, system_clock, STORES)
            figures += await measure(apps, name, url)
    return figures


if __name__ == "__main__":
    show(asyncio.run(main()))
