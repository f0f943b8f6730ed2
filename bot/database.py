"""The process's database: locked, opened, brought to head, checked for readiness."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import CannotStart
from storage.database.engine import create_engine
from storage.database.schema import head, is_known, migrate, version


@contextmanager
def sole_process(database_url: str) -> Iterator[None]:
    """Hold the lock next to a SQLite file; PostgreSQL takes any number of processes.

    Raises `CannotStart` where another process holds it.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        yield
        return
    lock = FileLock(f"{url.database}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotStart(
            f"Another process works on {url.database}. SQLite serves one at a time: stop the "
            "other one, or give DATABASE_URL a PostgreSQL database."
        ) from None
    try:
        yield
    finally:
        lock.release()


async def prepare_database(database_url: str) -> None:
    """Bring an empty SQLite file to head; refuse any other database that is not at head."""
    async with opened_database(database_url) as engine:
        found = await version(engine)
        if found is None and engine.dialect.name == "sqlite":
            await migrate(engine)
        elif found != head():
            raise CannotStart(
                f"The database's schema is {found or 'empty'}, this program needs {head()}. "
                "Run `amazon-store-bot db upgrade`, then start again."
            )


async def upgrade_database(database_url: str) -> None:
    """Bring a database to head. Raises `CannotStart`."""
    async with opened_database(database_url) as engine:
        await migrate(engine)


@asynccontextmanager
async def opened_database(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Open a database of this program's version. Raises `CannotStart`."""
    engine = create_engine(database_url)
    try:
        found = await version(engine)
        if found is not None and not is_known(found):
            raise CannotStart(
                f"The database's schema is {found}, which this program does not know. "
                "A newer version of the program made it: install that one."
            )
        yield engine
    except (SQLAlchemyError, OSError) as fault:
        raise CannotStart(
            f"The database cannot be opened ({type(fault).__name__}). Check DATABASE_URL, and that "
            "the database runs and this machine may reach it."
        ) from None
    finally:
        await engine.dispose()


class Readiness:
    """Answers `/readyz`; the process drains it before it stops."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._draining = False

    def drain(self) -> None:
        """Report from now on that no new requests should come."""
        self._draining = True

    async def missing(self) -> str | None:
        """Return None, or what keeps the bot from taking requests."""
        if self._draining:
            return "stopping"
        try:
            found = await version(self._engine)
        except (SQLAlchemyError, OSError):
            return "database"
        return None if found == head() else "schema"
