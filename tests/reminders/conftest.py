"""A connected store, and time that passes."""

import pytest

from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser
from tests.reminders.steps import connected


@pytest.fixture
async def one_store(house_on_each: House, seller: SellersBrowser) -> House:
    """A house whose one store is connected, and its seller the team's own."""
    await connected(house_on_each, seller)
    return house_on_each
