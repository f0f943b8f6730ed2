"""The API does what its description says: Schemathesis tries everything that it allows, and more.

On PostgreSQL, which refuses more than SQLite does. The examples of the description are made true,
so that what they ask for is there.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass
from threading import Thread

import pytest
import schemathesis
from schemathesis import Case
from sqlalchemy import update

from bot.wiring.api import PREFIX
from domain.sync_programs import ApiScope, hash_key
from handlers.api.reference import PLACEHOLDER, description
from storage.tables.stores import StoreRow
from storage.tables.sync_programs import SyncProgramKeyRow
from tests.api.program import new_program
from tests.harness.bot import open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import SellersBrowser, confirm_ownership, connected_store
from tests.harness.databases import create_database

pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
"""The house beside the tests does so, and Hypothesis cannot tell it from them."""

DESCRIPTION = deepcopy(dict(description(PLACEHOLDER)))
STORE = DESCRIPTION["components"]["parameters"]["key"]["example"]
KEY = DESCRIPTION["components"]["schemas"]["LwaAsked"]["example"]["client_secret"]
PATIENCE = 10
"""Seconds for one answer."""
AUTHORIZED = {"Authorization": f"Bearer {KEY}"}
CURSOR = DESCRIPTION["components"]["parameters"]["cursor"]
CURSOR["schema"]["enum"] = [CURSOR["example"]]
FORM = DESCRIPTION["components"]["schemas"]["LwaAsked"]["properties"]
FORM["refresh_token"]["enum"], FORM["client_secret"]["enum"] = [STORE], [KEY]
"""Which of them count no description can say."""
CONFIG = {
    "suppress-health-check": ["too_slow"],  # which tells of the machine alone
    "generation": {
        "max-examples": 10,
        "deterministic": True,
        "database": "none",
        "no-shrink": True,
    },
}
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION, config=schemathesis.Config.from_dict(CONFIG))
OPERATIONS = [
    operation["operationId"]
    for path in DESCRIPTION["paths"].values()
    for method, operation in path.items()
    if method != "parameters"
]


@dataclass(frozen=True)
class Asked:
    """Where the API is, and what time it is there."""

    url: str
    clock: MovableClock


@pytest.fixture(scope="module")
def asked(postgresql: str, postgresql_at_head: str) -> Iterator[Asked]:
    """A house in a thread of its own, for who asks waits for each answer."""
    loop, stack = asyncio.new_event_loop(), AsyncExitStack()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    house = opened(create_database(postgresql, postgresql_at_head), stack)
    try:
        yield asyncio.run_coroutine_threadsafe(house, loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def opened(database_url: str, stack: AsyncExitStack) -> Asked:
    """Open a house whose connected store, and whose sync program, are those of the examples."""
    house = await stack.enter_async_context(open_house(database_url, MovableClock()))
    browser = SellersBrowser(house)
    stack.push_async_callback(browser.close)
    await connected_store(house, browser)
    await confirm_ownership(house)
    await stack.enter_async_context(new_program(house, scopes=frozenset(ApiScope)))
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(StoreRow).values(key=STORE))
        await connection.execute(update(SyncProgramKeyRow).values(key_hash=hash_key(KEY)))
    return Asked(f"{house.url}{PREFIX}", house.clock)


def holds(case: Case, asked: Asked) -> None:
    """Let one request be answered as the description says; a minute passes before the next."""
    case.call_and_validate(asked.url, headers=AUTHORIZED, timeout=PATIENCE)
    asked.clock.move(minutes=1)


for name in OPERATIONS:
    # One function each: `parametrize` alone would give all of them one name, and xdist run one.
    globals()[f"test_{name}"] = SCHEMA.include(operation_id=name).parametrize()(holds)


def test_every_operation_is_asked() -> None:
    asked_for = [name for name in OPERATIONS if f"test_{name}" in globals()]

    assert len(set(asked_for)) == len(OPERATIONS) == 8
