"""Open what commands need."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from bot.cli.read_only import the_workspace
from bot.clock import system_clock
from bot.database import prepare_database, sole_process
from bot.settings import Settings
from bot.wiring.services import Services, build_services, open_amazon
from storage.database.engine import create_engine
from storage.database.transactions import Database


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[tuple[Services, UUID]]:
    """Open the services and the one workspace, as the only process on a SQLite file.

    Raises `CannotStart`.
    """
    with sole_process(settings.database_url):
        await prepare_database(settings.database_url)
        database = Database(create_engine(settings.database_url))
        try:
            async with open_amazon(settings, system_clock) as amazon:
                services = build_services(database, system_clock, settings, None, amazon)
                yield services, await the_workspace(services.workspaces)
        finally:
            await database.close()
