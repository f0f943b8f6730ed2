from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack team that installed the bot; `url` is its address, `language` an IETF tag.

    `bot_id` and `bot_user_id` identify the bot there. `admin_channel` is the Slack channel for what
    a store's own people cannot settle, if there is one.
    """

    id: UUID
    slack_team_id: str
    name: str
    url: str
    language: str
    bot_id: str
    bot_user_id: str
    admin_channel: str | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """What Slack's `auth.test` says about the workspace of a token.

    `admin_channel` is the initial one, if the settings name one.
    """

    slack_team_id: str
    name: str
    url: str
    bot_id: str
    bot_user_id: str
    admin_channel: str | None = None
