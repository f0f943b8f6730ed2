"""A local Amazon for each test, with a clock that the test moves."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from local_amazon_house import APPLICATION, Bot, Clock

from playground.amazon import LocalAmazon, default_sellers


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def amazon(clock: Clock) -> AsyncIterator[LocalAmazon]:
    amazon = await LocalAmazon.start(
        clock=clock, application=APPLICATION, sellers=default_sellers()
    )
    yield amazon
    await amazon.stop()


@pytest.fixture
async def bot(amazon: LocalAmazon) -> AsyncIterator[Bot]:
    async with ClientSession() as session:
        yield Bot(amazon, session)
