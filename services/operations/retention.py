"""Delete what is no longer needed."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.mails import MAILS_KEPT
from domain.webhooks import EVENTS_KEPT
from storage.database.transactions import Database, changing
from storage.tables.mails import MailRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from storage.tables.webhooks import WebhookDeliveryRow, WebhookEventRow, WebhookSecretRow
from storage.tables.workspaces import HandledRequestRow

REQUESTS_KEPT = timedelta(days=1)
"""How long requests are remembered; Slack repeats nothing later."""
ATTEMPTS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Retention:
    """Deletes old rows; a sweep calls it."""

    database: Database
    clock: Clock

    @changing
    async def overdue(self, session: AsyncSession) -> None:
        """Delete requests, mails, webhooks, settled grants and ended attempts that are old enough.

        What they did stays in the history.
        """
        now = self.clock()
        requests = delete(HandledRequestRow).where(
            HandledRequestRow.handled_at < now - REQUESTS_KEPT
        )
        grants = delete(GrantRow).where(GrantRow.settled_at < now - ATTEMPTS_KEPT)
        has_grant = select(GrantRow.id).where(GrantRow.attempt_id == ConnectAttemptRow.id).exists()
        attempts = delete(ConnectAttemptRow).where(
            ConnectAttemptRow.ended_at < now - ATTEMPTS_KEPT, ~has_grant
        )
        mails = delete(MailRow).where(
            MailRow.created_at < now - MAILS_KEPT, MailRow.due_at.is_(None)
        )
        is_old = WebhookEventRow.occurred_at < now - EVENTS_KEPT
        old = select(WebhookEventRow.id).where(is_old)
        deliveries = delete(WebhookDeliveryRow).where(WebhookDeliveryRow.event_id.in_(old))
        events = delete(WebhookEventRow).where(is_old)
        secrets = delete(WebhookSecretRow).where(WebhookSecretRow.expires_at < now)
        for statement in (requests, grants, attempts, mails, deliveries, events, secrets):
            await session.execute(statement.execution_options(synchronize_session=False))
