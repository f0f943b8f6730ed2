"""Find the workspace of a request, and the token to answer it with."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from domain.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one workspace, and its token there."""

    workspace: Workspace
    bot_token: str = field(repr=False)


class Installations(Protocol):
    """Finds installations; Bolt's `authorize` and the delivery's clients ask it."""

    async def of_team(self, slack_team_id: str) -> Installation | None: ...

    async def of_workspace(self, workspace_id: UUID) -> Installation | None: ...


@dataclass(frozen=True)
class OneInstallation:
    """One-workspace mode: the token is in the settings, and other teams are refused."""

    installation: Installation

    async def of_team(self, slack_team_id: str) -> Installation | None:
        ours = slack_team_id == self.installation.workspace.slack_team_id
        return self.installation if ours else None

    async def of_workspace(self, workspace_id: UUID) -> Installation | None:
        return self.installation if workspace_id == self.installation.workspace.id else None
