"""Read the database while the bot runs on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import CannotStart
from services.workspace.workspaces import Workspaces
from storage.database.engine import create_looking_engine
from storage.database.schema import head, version
from storage.database.transactions import Database


@asynccontextmanager
async def looking(database_url: str) -> AsyncIterator[Database]:
    """Open a database read-only, even while the bot runs. Raises `CannotStart`."""
    database = Database(create_looking_engine(database_url))
    try:
        await _require_our_schema(database)
        yield database
    finally:
        await database.close()


async def the_workspace(workspaces: Workspaces) -> UUID:
    """Return the only workspace; raises `CannotStart`."""
    found = await workspaces.all()
    if len(found) != 1:
        raise CannotStart("The bot has not been in Slack yet. Run `amazon-store-bot run` first.")
    return found[0].id


async def _require_our_schema(database: Database) -> None:
    try:
        found = await version(database.engine)
    except (SQLAlchemyError, OSError) as fault:
        raise CannotStart(
            f"The database cannot be opened ({type(fault).__name__}): see DATABASE_URL, and "
            "whether it runs."
        ) from None
    if found != head():
        raise CannotStart(
            f"The database's schema is {found or 'empty'}, not {head()}: run `amazon-store-bot db "
            "upgrade`."
        )
