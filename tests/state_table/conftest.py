"""One house on each kind of database, which is brought into every state once."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from bot.wiring.services import Services
from tests.harness.bot import House, open_house, resting_bot
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import services_of
from tests.harness.databases import create_database
from tests.state_table.memory import Memory
from tests.state_table.scene import Scene, scene_in
from tests.state_table.states import STATES, team

OpenScene = Callable[[str], AbstractAsyncContextManager[Scene]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A database at head for all tests of a file: once of each kind."""
    at_head = request.getfixturevalue(f"{request.param}_at_head")
    if isinstance(at_head, Path):
        file = shutil.copy(at_head, tmp_path_factory.mktemp("states") / "bot.db")
        return f"sqlite+aiosqlite:///{file}"
    return create_database(request.getfixturevalue("postgresql"), at_head)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def open_scene(one_database_url: str) -> AsyncIterator[OpenScene]:
    """Open the scene with the connection in a state, however often."""
    opened = open_house(one_database_url, MovableClock(), resting_bot)
    async with opened as house, services_of(house) as services:
        begun = await _remembered(house, services, team)
        memories: dict[str, Memory] = {}

        @asynccontextmanager
        async def scene_of(state: str) -> AsyncIterator[Scene]:
            if state not in memories:
                await begun.recall(house)
                memories[state] = await _remembered(house, services, STATES[state])
            await memories[state].recall(house)
            async with scene_in(house, services) as scene:
                yield scene

        yield scene_of


async def _remembered(
    house: House, services: Services, come_there: Callable[[Scene], Awaitable[None]]
) -> Memory:
    """Remember a house a minute after something was done in it."""
    async with scene_in(house, services) as scene:
        await come_there(scene)
    house.clock.move(minutes=1)
    return await Memory.of(house)
