"""A sync program next to a bot with a connected store."""

from collections.abc import AsyncIterator

import pytest

from tests.api.program import Program, new_program
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, confirm_ownership, connected_store


@pytest.fixture
async def connected(house_on_each: House, seller: SellersBrowser) -> House:
    """A house whose one store is connected, and said to be the team's own."""
    await connected_store(house_on_each, seller)
    await confirm_ownership(house_on_each)
    return house_on_each


@pytest.fixture
async def program(connected: House) -> AsyncIterator[Program]:
    """A sync program that may ask for the tokens of every store."""
    async with new_program(connected) as opened:
        yield opened
