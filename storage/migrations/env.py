"""Alembic's entry: it runs on the connection that `storage.schema` hands in."""

from typing import Any, Literal

from alembic import context

from storage import (
    application_tables,
    ending_tables,
    mail_tables,
    people_tables,
    reminder_tables,
    seller_tables,
    webhook_tables,
    worker_tables,
)
from storage.types import UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column type as the one it is stored as."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


_TABLES = (
    seller_tables.AuthorizationRow,
    reminder_tables.ReminderRow,
    ending_tables.EndingRow,
    mail_tables.MailRow,
    people_tables.PersonRow,
    application_tables.ApplicationRow,
    worker_tables.WorkerRow,
    webhook_tables.WebhookEventRow,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=_TABLES[0].metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
