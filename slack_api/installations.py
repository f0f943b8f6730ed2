"""Which workspace a request comes from, and with which token it is answered."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from domain.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one workspace, and the token with which it speaks there."""

    workspace: Workspace
    bot_token: str = field(repr=False)


class Installations(Protocol):
    async def of_team(self, slack_team_id: str) -> Installation | None: ...

    async def of_workspace(self, workspace_id: UUID) -> Installation | None: ...


@dataclass(frozen=True)
class OneInstallation:
    """The mode of one workspace: its token stands in the settings, other teams are refused."""

    installation: Installation

    async def of_team(self, slack_team_id: str) -> Installation | None:
        ours = slack_team_id == self.installation.workspace.slack_team_id
        return self.installation if ours else None

    async def of_workspace(self, workspace_id: UUID) -> Installation | None:
        return self.installation if workspace_id == self.installation.workspace.id else None
