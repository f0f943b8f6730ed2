"""Owed webhooks, written in the transaction of the change that they report."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid6

from domain.clock import rfc3339
from domain.webhooks import Destination, WebhookType
from storage.database.dialects import insert
from storage.database.encryption import Keyring
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.stores import StoreRow
from storage.tables.webhooks import (
    WebhookDeliveryRow,
    WebhookEndpointRow,
    WebhookEventRow,
    WebhookSecretRow,
)

_SECRET_BYTES = 32


async def owe_webhooks(
    session: AsyncSession, kind: WebhookType, which: ColumnElement[bool], at: datetime
) -> None:
    """Owe an event about each of some stores to all endpoints that want it.

    The event is kept even if none does, for later replays.
    """
    events = [
        {
            "id": uuid6(),
            "workspace_id": store.workspace_id,
            "type": kind,
            "occurred_at": at,
            "data": _thin(store),
        }
        for store in await _stores(session, which)
    ]
    if not events:
        return
    await session.execute(insert(session, WebhookEventRow), events)
    wanting = await _wanting(session, {event["workspace_id"] for event in events}, kind)
    deliveries = [
        {"event_id": event["id"], "endpoint_id": endpoint.id, "due_at": at, "tries": 0}
        for event in events
        for endpoint in wanting
        if endpoint.workspace_id == event["workspace_id"]
    ]
    if deliveries:
        await session.execute(insert(session, WebhookDeliveryRow), deliveries)


async def owe_for_connection(
    session: AsyncSession,
    kind: WebhookType,
    row: AuthorizationRow,
    at: datetime,
    store: StoreRow | None = None,
) -> None:
    """Owe an event about each store of a connection, or about one that has just joined it.

    Until the seller is confirmed as the team's own, nothing is owed: for sync programs there is no
    connection yet.
    """
    if row.ownership_due_at is None:
        whole = StoreRow.authorization_id == row.id
        await owe_webhooks(session, kind, whole if store is None else StoreRow.id == store.id, at)


@dataclass(frozen=True)
class WebhookSecrets:
    """Creates, encrypts and decrypts endpoints' addresses and secrets; nothing else does."""

    keyring: Keyring

    def seal_url(self, row: WebhookEndpointRow, url: str) -> None:
        row.url_encrypted = self.keyring.encrypt(url, "webhook_endpoints.url", row.id)

    def new_secret(self, endpoint_id: UUID, at: datetime) -> tuple[WebhookSecretRow, str]:
        """Create a secret: its row, and the text to show.

        Source: Standard Webhooks, "Signature scheme": 24 to 64 bytes, in Base64, after `whsec_`.
        """
        secret = f"whsec_{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"
        row = WebhookSecretRow(id=uuid4(), endpoint_id=endpoint_id, created_at=at)
        row.secret_encrypted = self.keyring.encrypt(secret, "webhook_secrets.secret", row.id)
        return row, secret

    async def destination(
        self, session: AsyncSession, row: WebhookEndpointRow, at: datetime
    ) -> Destination:
        """Return what a send needs; raises `Unreadable`."""
        return Destination(
            host=row.host,
            url=self.open_url(row),
            allows_private=row.allows_private,
            secrets=[self.open_secret(secret) for secret in await _valid(session, row.id, at)],
        )

    def open_url(self, row: WebhookEndpointRow) -> str:
        """Decrypt an endpoint's address; raises `Unreadable`."""
        return self.keyring.decrypt(row.url_encrypted, "webhook_endpoints.url", row.id)

    def open_secret(self, row: WebhookSecretRow) -> str:
        """Decrypt a secret; raises `Unreadable`."""
        return self.keyring.decrypt(row.secret_encrypted, "webhook_secrets.secret", row.id)


def still_signs(at: datetime) -> ColumnElement[bool]:
    """Match the secrets that sign events."""
    return or_(WebhookSecretRow.expires_at.is_(None), WebhookSecretRow.expires_at > at)


async def _valid(
    session: AsyncSession, endpoint_id: UUID, at: datetime
) -> Sequence[WebhookSecretRow]:
    """Return an endpoint's valid secrets, the newest first."""
    rows = await session.scalars(
        select(WebhookSecretRow)
        .where(WebhookSecretRow.endpoint_id == endpoint_id, still_signs(at))
        .order_by(WebhookSecretRow.created_at.desc())
    )
    return rows.all()


async def _stores(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Any]:
    """Return what webhooks say about some stores, as of this transaction.

    A connection is included, and can be selected by `which`, if its seller is confirmed.
    """
    rows = await session.execute(
        select(
            StoreRow.workspace_id,
            StoreRow.key,
            StoreRow.website_code,
            StoreRow.marketplace_id,
            AuthorizationRow.id,
            TermRow.ends_at,
        )
        .outerjoin(
            AuthorizationRow,
            (AuthorizationRow.id == StoreRow.authorization_id)
            & AuthorizationRow.ownership_due_at.is_(None),
        )
        .outerjoin(
            TermRow,
            (TermRow.authorization_id == AuthorizationRow.id)
            & (TermRow.number == AuthorizationRow.term),
        )
        .where(which)
        .order_by(StoreRow.created_at)
    )
    return rows.all()


def _thin(store: Any) -> dict[str, str | None]:
    """Return the store, its marketplace and its connection; never a token or a person."""
    return {
        "store": store.key,
        "website": store.website_code,
        "marketplace": store.marketplace_id,
        "connection": str(store.id) if store.id else None,
        "ends_at": rfc3339(store.ends_at) if store.ends_at else None,
    }


async def _wanting(
    session: AsyncSession, workspaces: set[UUID], kind: WebhookType
) -> list[WebhookEndpointRow]:
    """Return the endpoints that want a kind of event, locked against removal."""
    rows = await session.scalars(
        select(WebhookEndpointRow)
        .where(
            WebhookEndpointRow.workspace_id.in_(workspaces),
            WebhookEndpointRow.disabled_at.is_(None),
        )
        .with_for_update(read=True, key_share=True)
    )
    return [row for row in rows if not row.types or kind in row.types]
