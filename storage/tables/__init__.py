"""All tables are imported here: a foreign key takes its type from the table it refers to."""

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
