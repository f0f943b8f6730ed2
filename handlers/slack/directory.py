"""Look up Slack users: from memory, else from Slack."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import NotAllowed
from domain.forms import Field, Problem
from domain.names import clean
from domain.people import Person
from domain.workspaces import Workspace
from services.workspace.people import People
from slack_api.errors import is_of_nobody


@dataclass(frozen=True)
class Directory:
    """Looks up Slack users, for the request guard, the forms and the search for leavers."""

    people: People

    async def person(
        self, client: AsyncWebClient, workspace: Workspace, slack_user_id: str
    ) -> Person:
        """Return the person; raises `NotAllowed` where Slack knows nobody by that id."""
        found = await self.find(client, workspace, slack_user_id)
        if found is None:
            raise NotAllowed
        return found

    async def find(
        self, client: AsyncWebClient, workspace: Workspace, slack_user_id: str
    ) -> Person | None:
        """Return somebody who was chosen; None where Slack knows nobody by that id."""
        known = await self.people.known(workspace.id, slack_user_id)
        if known is not None:
            return known
        try:
            return await self.ask(client, workspace, slack_user_id)
        except SlackApiError as refusal:
            if is_of_nobody(refusal):
                return None
            raise

    async def ask(self, client: AsyncWebClient, workspace: Workspace, slack_user_id: str) -> Person:
        """Ask Slack now, whatever is remembered; raises `SlackApiError`."""
        answer = await client.users_info(user=slack_user_id, include_locale=True)
        return await self.remember(workspace, answer["user"])

    async def hear(
        self, client: AsyncWebClient, workspace: Workspace, user: Mapping[str, Any]
    ) -> None:
        """Keep what a `user_change` event says; Slack is asked where it names other teams only."""
        if workspace.slack_team_id in _teams(workspace, user):
            await self.remember(workspace, user)
        else:
            await self.ask(client, workspace, user["id"])

    async def remember(self, workspace: Workspace, user: Mapping[str, Any]) -> Person:
        """Save what a `users.info` response or a `user_change` event says."""
        return await self.people.remember(as_person(workspace, user))

    async def not_members(
        self, client: AsyncWebClient, workspace: Workspace, named: Mapping[Field, str]
    ) -> dict[Field, Problem]:
        """Return the fields whose person may not look after a store; an empty field passes."""
        chosen = {field: user_id for field, user_id in named.items() if user_id}
        people = await asyncio.gather(
            *(self.find(client, workspace, user_id) for user_id in chosen.values())
        )
        return {
            field: Problem.NOT_A_MEMBER
            for field, person in zip(chosen, people, strict=True)
            if person is None or not person.is_member
        }


def as_person(workspace: Workspace, user: Mapping[str, Any]) -> Person:
    """Read a user object of Slack's.

    Its `is_stranger` tells only of people in no channel shared with us, so their teams count.
    Events may leave out the locale, and of those who have left Slack tells no time zone either.
    """
    profile = user.get("profile")
    shown = profile.get("display_name") if isinstance(profile, dict) else None
    return Person(
        workspace_id=workspace.id,
        slack_user_id=user["id"],
        name=clean(str(shown or user.get("real_name") or user.get("name") or "")),
        locale=str(user.get("locale") or ""),
        timezone=str(user.get("tz") or ""),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger"))
        or workspace.slack_team_id not in _teams(workspace, user),
        is_bot=bool(user.get("is_bot")),
        is_deactivated=bool(user.get("deleted")),
    )


def _teams(workspace: Workspace, user: Mapping[str, Any]) -> set[str]:
    """Return the teams of a person; in an Enterprise organization they have several.

    `team_id` names any one of them, or the organization itself. Source: Slack, "User object".
    """
    enterprise = user.get("enterprise_user")
    teams = enterprise.get("teams") if isinstance(enterprise, dict) else None
    named = {str(team) for team in teams} if isinstance(teams, list) else set()
    return named | {str(user.get("team_id") or workspace.slack_team_id)}
