from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack team that has the bot; `url` is its address, `language` an IETF tag.

    `bot_id` and `bot_user_id` are what the bot is called there. `admin_channel` is the Slack
    channel that is told what no store's own people can deal with, where there is one.
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
    """What Slack's `auth.test` says of the workspace a token belongs to.

    `admin_channel` is the one to begin with, where the settings name one.
    """

    slack_team_id: str
    name: str
    url: str
    bot_id: str
    bot_user_id: str
    admin_channel: str | None = None
