"""Who a Slack user is: remembered, else asked of Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from domain.names import clean
from domain.people import Person
from domain.workspaces import Workspace
from services.people import People

_DEFAULT_LOCALE = "en-US"
_DEFAULT_TIMEZONE = "UTC"


@dataclass(frozen=True)
class Directory:
    people: People

    async def person(
        self, client: AsyncWebClient, workspace: Workspace, slack_user_id: str
    ) -> Person:
        """Return the person; raises `SlackApiError` where Slack does not know them."""
        known = await self.people.known(workspace.id, slack_user_id)
        if known is not None:
            return known
        answer = await client.users_info(user=slack_user_id, include_locale=True)
        return await self.remember(workspace, answer["user"])

    async def remember(self, workspace: Workspace, user: Mapping[str, Any]) -> Person:
        """Keep what a `users.info` answer or a `user_change` event says."""
        person = as_person(workspace, user)
        await self.people.remember(person)
        return person


def as_person(workspace: Workspace, user: Mapping[str, Any]) -> Person:
    """Read a user object of Slack's.

    Its `is_stranger` tells only of people in no channel shared with us, so the team counts too.
    """
    team = user.get("team_id") or workspace.slack_team_id
    profile = user.get("profile")
    shown = profile.get("display_name") if isinstance(profile, dict) else None
    return Person(
        workspace_id=workspace.id,
        slack_user_id=user["id"],
        name=clean(str(shown or user.get("real_name") or user.get("name") or "")),
        locale=str(user.get("locale") or _DEFAULT_LOCALE),
        timezone=str(user.get("tz") or _DEFAULT_TIMEZONE),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")) or team != workspace.slack_team_id,
        is_bot=bool(user.get("is_bot")),
        is_deactivated=bool(user.get("deleted")),
    )
