"""The bot, and a receiver of all events."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from domain.webhooks import Added, NewEndpoint
from storage.tables.webhooks import WebhookDeliveryRow, WebhookEndpointRow
from tests.harness.bot import House, open_house, resting_bot
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import rows, services_of
from tests.monitoring.steps import HOSTS_ID
from tests.webhooks.receiver import Receiver


@dataclass
class Hooked:
    """`endpoint` is the receiver's own."""

    house: House
    receiver: Receiver
    endpoint: Added

    async def send(self) -> None:
        """Let what is due be sent, as often as there is more."""
        before = -1
        while before != len(self.receiver.received):
            before = len(self.receiver.received)
            await self.house.bot.metronome.tick("webhooks")
            await self.house.bot.webhook_delivery.drain()

    async def row(self) -> Any:
        found = await rows(self.house, WebhookEndpointRow)
        return next(row for row in found if row.id == self.endpoint.id)

    async def deliveries(self) -> list[Any]:
        return await rows(self.house, WebhookDeliveryRow)


async def hook(house: House, receiver: Receiver, **given: Any) -> Hooked:
    """Add an endpoint for a receiver."""
    usual: dict[str, Any] = {
        "url": receiver.url,
        "host": "127.0.0.1",
        "types": [],
        "allows_private": True,
    }
    async with services_of(house) as services:
        new = NewEndpoint(**usual | given)
        return Hooked(house, receiver, await services.endpoints.add(await workspace(house), new))


async def workspace(house: House) -> UUID:
    async with services_of(house) as services:
        (found,) = await services.workspaces.all()
        return found.id


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as started:
        yield started


@pytest.fixture
async def hooked(house: House, receiver: Receiver) -> Hooked:
    return await hook(house, receiver)


@pytest.fixture
async def hooked_on_each(
    database_url: str, clock: MovableClock, receiver: Receiver
) -> AsyncIterator[Hooked]:
    """On each kind of database."""
    async with open_house(database_url, clock) as house:
        yield await hook(house, receiver)


@pytest.fixture
async def resting(
    database_url: str, clock: MovableClock, receiver: Receiver
) -> AsyncIterator[Hooked]:
    """A bot that sends nothing by itself, on each kind of database."""
    async with open_house(database_url, clock, resting_bot, admin_channel=HOSTS_ID) as house:
        yield await hook(house, receiver)
