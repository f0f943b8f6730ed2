"""The state of the bot, for its operators. Reading it changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, literal, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.status import LATE_AFTER, DisabledEndpoint, Late, Owed, Secrets, Suspended, Undelivered
from storage.authorizations import RefreshTokens
from storage.database.encryption import Unreadable
from storage.database.transactions import Database, reading
from storage.links import Links
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.oauth import ConnectLinkRow
from storage.tables.types import UtcDateTime
from storage.tables.webhooks import WebhookDeliveryRow, WebhookEndpointRow, WebhookSecretRow
from storage.tables.workspaces import WorkspaceRow
from storage.webhooks import WebhookSecrets, still_signs

R = TypeVar("R")
UNDELIVERED_SHOWN = timedelta(days=30)
"""How long a failed message is reported."""
_MOST = 100_000
"""The most rows that are counted."""
_SAMPLE = 10_000
"""The most secrets of a kind that are decrypted."""


@dataclass(frozen=True)
class ReadStatus:
    """Reads the bot's state. `application_id` is the application whose connections it serves."""

    database: Database
    clock: Clock
    application_id: str
    tokens: RefreshTokens
    links: Links
    webhooks: WebhookSecrets

    @reading
    async def owed(self, session: AsyncSession) -> Owed:
        """Return how much is owed to Slack, and since when."""
        is_owed = MessageRow.shown_version < MessageRow.wanted_version
        oldest = await session.scalar(select(func.min(MessageRow.owed_since)).where(is_owed))
        return Owed(await _count(session, is_owed), oldest)

    @reading
    async def undelivered(self, session: AsyncSession) -> int:
        """Count the messages of the last 30 days that nobody could be told."""
        return await _count(session, self._undelivered_lately())

    @reading
    async def newest_undelivered(self, session: AsyncSession, limit: int) -> list[Undelivered]:
        """Return the newest messages that nobody could be told."""
        rows = await session.execute(
            select(
                WorkspaceRow.name,
                MessageRow.target,
                MessageRow.kind,
                func.coalesce(MessageRow.skipped_because, ""),
                type_coerce(MessageRow.undelivered_at, UtcDateTime),
            )
            .join(WorkspaceRow, WorkspaceRow.id == MessageRow.workspace_id)
            .where(self._undelivered_lately())
            .order_by(MessageRow.undelivered_at.desc())
            .limit(limit)
        )
        return [Undelivered(*row) for row in rows]

    @reading
    async def suspended(self, session: AsyncSession) -> list[Suspended]:
        """Return the workspaces whose token Slack refuses."""
        rows = await session.execute(
            select(WorkspaceRow.name, type_coerce(WorkspaceRow.delivery_suspended_at, UtcDateTime))
            .where(WorkspaceRow.delivery_suspended_at.is_not(None))
            .order_by(WorkspaceRow.delivery_suspended_at)
            .limit(_MOST)
        )
        return [Suspended(*row) for row in rows]

    @reading
    async def late(self, session: AsyncSession) -> Late:
        """Count what is more than an hour late."""
        moment = self.clock() - LATE_AFTER
        ours = AuthorizationRow.application_id == self.application_id
        suspended = select(WorkspaceRow.id).where(WorkspaceRow.delivery_suspended_at.is_not(None))
        enabled = select(WebhookEndpointRow.id).where(WebhookEndpointRow.disabled_at.is_(None))
        return Late(
            checks=await _count(session, (AuthorizationRow.next_check_at < moment) & ours),
            reminders=await _count(session, (AuthorizationRow.next_reminder_at < moment) & ours),
            lanes=await _count(
                session, (LaneRow.due_at < moment) & LaneRow.workspace_id.not_in(suspended)
            ),
            webhooks=await _count(
                session,
                (WebhookDeliveryRow.due_at < moment) & WebhookDeliveryRow.endpoint_id.in_(enabled),
            ),
        )

    @reading
    async def disabled_endpoints(self, session: AsyncSession) -> list[DisabledEndpoint]:
        """Return the disabled webhook endpoints."""
        rows = await session.execute(
            select(
                WebhookEndpointRow.host, type_coerce(WebhookEndpointRow.disabled_at, UtcDateTime)
            )
            .where(WebhookEndpointRow.disabled_at.is_not(None))
            .order_by(WebhookEndpointRow.disabled_at)
            .limit(_MOST)
        )
        return [DisabledEndpoint(*row) for row in rows]

    @reading
    async def secrets(self, session: AsyncSession) -> Secrets:
        """Try to decrypt the sellers' tokens, the open connect links, and what webhooks need."""
        has_token = AuthorizationRow.refresh_token_encrypted.is_not(None)
        is_open, signs = ConnectLinkRow.closed_at.is_(None), still_signs(self.clock())
        sellers = await _tried(session, select(AuthorizationRow).where(has_token), self.tokens.open)
        links = await _tried(session, select(ConnectLinkRow).where(is_open), self.links.as_link)
        urls = await _tried(session, select(WebhookEndpointRow), self.webhooks.open_url)
        signing = select(WebhookSecretRow).where(signs)
        keys = await _tried(session, signing, self.webhooks.open_secret)
        faults = [fault for _, fault in (*sellers, *links, *urls, *keys) if fault is not None]
        unread = {row.id for row, fault in urls if fault}
        return Secrets(
            tried=len(sellers) + len(links) + len(urls) + len(keys),
            sellers=tuple(sorted({row.seller_id for row, fault in sellers if fault})),
            links=sum(fault is not None for _, fault in links),
            endpoints=len(unread | {row.endpoint_id for row, fault in keys if fault}),
            key_ids=tuple(sorted({fault.key_id for fault in faults if fault.key_id})),
        )

    def _undelivered_lately(self) -> ColumnElement[bool]:
        return MessageRow.undelivered_at > self.clock() - UNDELIVERED_SHOWN


async def _tried(
    session: AsyncSession, which: Select[R], open_it: Callable[[R], object]
) -> list[tuple[R, Unreadable | None]]:
    """Return some rows, each with why its secret cannot be decrypted, or None."""
    rows = await session.scalars(which.limit(_SAMPLE))
    return [(row, _unopened(open_it, row)) for row in rows]


def _unopened(open_it: Callable[[R], object], row: R) -> Unreadable | None:
    """Return why a secret cannot be decrypted, or None."""
    try:
        open_it(row)
    except Unreadable as fault:
        return fault
    return None


async def _count(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """Count rows by an index, up to a limit."""
    some = select(literal(1)).where(which).limit(_MOST).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0
