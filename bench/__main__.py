"""`python -m bench`: measure what is soon measured on both databases, and print a table."""

import asyncio

from bench import sweeps
from bench.acks import Acks
from bench.apps import Apps, new_apps
from bench.databases import open_databases
from bench.figures import Figure, show
from bench.seeding import seed
from bench.slack_line import Commands
from bench.ticks import idle_ticks
from bot.clock import system_clock

FEW, MANY = 10, 101_000
"""Stores in the small and in the large database; a thousand of them in the asker's workspace."""


async def measure() -> list[Figure]:
    apps = new_apps(system_clock)
    figures = []
    with open_databases() as databases:
        for name, new, share in (
            ("SQLite", databases.sqlite, 0.15),
            ("PostgreSQL", databases.postgresql, 0.25),
        ):
            few, many = new(), new()
            await seed(few, system_clock, FEW)
            await seed(many, system_clock, MANY)
            figures += await _of_the_bot(apps, name, many, share)
            figures += await idle_ticks(name, few, many, system_clock)
            figures += await sweeps.of_database(apps, name, new, sweeps.QUICK)
    return figures


async def _of_the_bot(apps: Apps, database: str, url: str, share: float) -> list[Figure]:
    commands = Commands(apps.agreed.signing_secret, apps.clock)
    async with apps.bare("best") as best, apps.bare("default") as default, apps.bot(url) as bot:
        acks = await Acks(commands, bot, best, default).figures(database, share)
        return [
            *acks,
            Figure("Ready after its start", database, bot.ready_after, "s", limit=2),
            Figure("Memory after all this", database, await bot.memory(), "MB", limit=150),
        ]


if __name__ == "__main__":
    show(asyncio.run(measure()))
