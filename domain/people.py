"""People in Slack."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Slack user as `users.info` describes them.

    `locale` is an IETF tag such as `sv-SE`, `timezone` an IANA name. A stranger belongs to another
    organization and is here through a shared channel.
    """

    workspace_id: UUID
    slack_user_id: str
    name: str
    locale: str
    timezone: str
    is_admin: bool
    is_guest: bool
    is_stranger: bool
    is_bot: bool
    is_deactivated: bool

    @property
    def is_member(self) -> bool:
        """Whether they are a member: guests, strangers and bots do nothing."""
        return not (self.is_guest or self.is_stranger or self.is_bot or self.is_deactivated)
