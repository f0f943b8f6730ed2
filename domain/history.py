"""The history: who did what and when, one entry for each change."""

from enum import StrEnum

Fact = str | bool | list[str]
"""The facts of an event, as JSON."""


class Event(StrEnum):
    """What the history records; the values are stored."""

    WORKSPACE_JOINED = "workspace.joined"
    STORE_ADDED = "store.added"
    STORE_REASSIGNED = "store.reassigned"
    STORE_NUDGED = "store.nudged"
    CHANNEL_CHOSEN = "store.channel_chosen"
    CARD_UNDELIVERABLE = "store.card_undeliverable"
    PERSON_LEFT = "person.left"
    PERSON_RELIEVED = "person.relieved"
    LINK_MADE = "link.made"
    LINK_MAILED = "link.mailed"
    MAILS_SWITCHED = "store.mails_switched"
    MAIL_REFUSED = "store.mail_refused"
    LINK_SENT = "link.sent"
    NEW_LINK_ASKED = "link.new_one_asked"
    ATTEMPT_BEGUN = "attempt.begun"
    ATTEMPT_ENDED = "attempt.ended"
    STORE_CONNECTED = "store.connected"
    STORE_DISCONNECTED = "store.disconnected"
    AUTHORIZATION_GRANTED = "authorization.granted"
    AUTHORIZATION_RENEWED = "authorization.renewed"
    AUTHORIZATION_OURS = "authorization.ours"
    AUTHORIZATION_NOT_OURS = "authorization.not_ours"
    AUTHORIZATION_REVOKED = "authorization.revoked"
    AUTHORIZATION_KEPT = "authorization.kept"
    AUTHORIZATION_ENDED = "authorization.ended"
    SELLING_CHANGED = "authorization.selling_changed"
    GRANT_ACCEPTED = "grant.accepted"
    GRANT_REFUSED = "grant.refused"
    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_SECRET_MADE = "webhook.secret_made"  # noqa: S105 - the name of an event
    WEBHOOK_DISABLED = "webhook.disabled"
    WEBHOOK_ENABLED = "webhook.enabled"
    WEBHOOK_REPLAYED = "webhook.replayed"
    WEBHOOK_REMOVED = "webhook.removed"
    WORKER_ADDED = "worker.added"
    WORKER_KEY_MADE = "worker.key_made"
    WORKER_REVOKED = "worker.revoked"
    TOKEN_ISSUED = "token.handed_out"  # noqa: S105 - the name of an event


class Actor(StrEnum):
    """An actor that is not a Slack user."""

    BOT = "bot"
    SELLER = "seller"
    COMMAND_LINE = "command_line"
    WORKER = "worker"
