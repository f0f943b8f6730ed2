"""Who did what, when: one entry for each change."""

from enum import StrEnum


class Event(StrEnum):
    WORKSPACE_JOINED = "workspace.joined"
    STORE_ADDED = "store.added"
    CHANNEL_CHOSEN = "store.channel_chosen"
    CARD_UNDELIVERABLE = "store.card_undeliverable"
    LINK_MADE = "link.made"
    LINK_PROLONGED = "link.prolonged"
    LINK_SENT = "link.sent"


class Actor(StrEnum):
    """Who acts, where it is nobody in Slack."""

    BOT = "bot"
    SELLER = "seller"
    COMMAND_LINE = "command_line"
