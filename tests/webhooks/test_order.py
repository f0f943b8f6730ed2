"""A receiver gets one event at a time, in order."""

from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.webhooks import WebhookType
from storage.tables.stores import StoreRow
from storage.tables.webhooks import WebhookEventRow
from storage.webhooks import owe_webhooks
from tests.harness.connect_steps import rows, services_of
from tests.webhooks.conftest import Hooked, workspace
from tests.webhooks.steps import owe_one

pytestmark = pytest.mark.sql

ORDER = [
    WebhookType.UPDATED,
    WebhookType.CONNECTED,
    WebhookType.DUE,
    WebhookType.RENEWED,
    WebhookType.ENDING,
    WebhookType.DISCONNECTED,
]


async def _owe(resting: Hooked, kinds: Sequence[WebhookType]) -> None:
    """Tell of every store what happened to it in one moment, in one transaction."""
    now = resting.house.clock()

    async def owe(session: AsyncSession) -> None:
        for kind in kinds:
            await owe_webhooks(session, kind, StoreRow.key.is_not(None), now)

    await resting.house.bot.database.change(owe)


async def test_what_was_owed_to_a_disabled_endpoint_comes_in_its_order(resting: Hooked) -> None:
    await owe_one(resting)
    for kind in ORDER:
        resting.house.clock.move(seconds=10)
        await _owe(resting, [kind])
    resting.receiver.fail(410)
    await resting.send()
    async with services_of(resting.house) as services:
        await services.endpoints.enable(await workspace(resting.house), resting.endpoint.id)
    resting.receiver.received.clear()
    await resting.send()

    assert resting.receiver.types == ["store.added", *ORDER]


async def test_what_happened_in_one_moment_comes_in_its_order_and_so_does_its_replay(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    await resting.send()
    resting.house.clock.move(seconds=10)
    begun = resting.house.clock()
    await _owe(resting, ORDER)
    await resting.send()
    assert resting.receiver.types == ["store.added", *ORDER]

    resting.receiver.received.clear()
    async with services_of(resting.house) as services:
        place = await workspace(resting.house)
        assert await services.endpoints.replay(place, resting.endpoint.id, begun) == len(ORDER)
    await resting.send()
    assert resting.receiver.types == ORDER


async def test_ids_of_events_are_unique_and_of_a_version_that_libraries_know(
    resting: Hooked,
) -> None:
    await owe_one(resting)
    await _owe(resting, ORDER * 20)
    ids = [row.id for row in await rows(resting.house, WebhookEventRow)]

    assert len(set(ids)) == 1 + len(ORDER) * 20
    assert {found.version for found in ids} == {6}
    assert len({found.node for found in ids}) > 1, "what made it is not told"
