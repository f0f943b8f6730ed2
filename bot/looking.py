"""Reading the database beside the bot that works on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.joining import CannotStart
from storage.database import Database
from storage.engine import create_looking_engine
from storage.schema import head, version


@asynccontextmanager
async def looking(database_url: str) -> AsyncIterator[Database]:
    """Open a database to read it, also while the bot runs on it. Raises `CannotStart`."""
    database = Database(create_looking_engine(database_url))
    try:
        if await version(database.engine) != head():
            raise CannotStart("Run `amazon-store-bot db upgrade` first: the schema is not ours.")
        yield database
    except (SQLAlchemyError, OSError) as fault:
        raise CannotStart(
            f"The database cannot be opened ({type(fault).__name__}). Check DATABASE_URL."
        ) from None
    finally:
        await database.close()
