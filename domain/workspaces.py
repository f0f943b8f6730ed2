from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack team that has the bot; `url` is its address, `language` an IETF tag.

    `bot_id` and `bot_user_id` are what the bot is called there.
    """

    id: UUID
    slack_team_id: str
    name: str
    url: str
    language: str
    bot_id: str
    bot_user_id: str


@dataclass(frozen=True, slots=True)
class Joining:
    """What Slack's `auth.test` says of the workspace a token belongs to."""

    slack_team_id: str
    name: str
    url: str
    bot_id: str
    bot_user_id: str
