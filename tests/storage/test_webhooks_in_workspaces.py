"""Events of several workspaces that are owed at once go to each workspace's own endpoints."""

import pytest
from sqlalchemy import select, true

from domain.people import Person
from domain.webhooks import NewEndpoint, WebhookType
from services.stores.add import AddStores
from services.webhooks.endpoints import WebhookEndpoints
from storage.database.encryption import Keyring
from storage.database.transactions import Database
from storage.tables.webhooks import WebhookDeliveryRow, WebhookEndpointRow, WebhookEventRow
from storage.webhooks import WebhookSecrets, owe_webhooks
from tests.harness.clock import MovableClock
from tests.storage.rows import new_store

pytestmark = pytest.mark.sql

RECEIVER = NewEndpoint(
    url="https://x.example/in", host="x.example", types=[WebhookType.DUE], allows_private=False
)


async def test_no_endpoint_hears_of_another_workspaces_store(
    database: Database, anna: Person, fia: Person, clock: MovableClock
) -> None:
    endpoints = WebhookEndpoints(database, clock, WebhookSecrets(Keyring({"test": bytes(32)})))
    for person in (anna, fia):
        await AddStores(database, clock).add(person, "a request", new_store())
        await endpoints.add(person.workspace_id, RECEIVER)

    await database.change(lambda session: owe_webhooks(session, WebhookType.DUE, true(), clock()))

    told = (
        select(WebhookEventRow.workspace_id, WebhookEndpointRow.workspace_id)
        .join(WebhookDeliveryRow, WebhookDeliveryRow.event_id == WebhookEventRow.id)
        .join(WebhookEndpointRow, WebhookEndpointRow.id == WebhookDeliveryRow.endpoint_id)
    )
    async with database.engine.connect() as connection:
        pairs = [tuple(row) for row in await connection.execute(told)]
    assert sorted(pairs) == sorted((one, one) for one in (anna.workspace_id, fia.workspace_id))
