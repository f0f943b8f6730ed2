"""Every table: a foreign key takes its type from the table it refers to, so all are known first."""

from storage.tables import (
    application,
    authorizations,
    endings,
    mails,
    messages,
    oauth,
    people,
    reminders,
    stores,
    sync_programs,
    webhooks,
    workspaces,
)

__all__ = (
    "application",
    "authorizations",
    "endings",
    "mails",
    "messages",
    "oauth",
    "people",
    "reminders",
    "stores",
    "sync_programs",
    "webhooks",
    "workspaces",
)
