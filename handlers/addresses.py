"""Our own addresses, and those inside Slack."""

from dataclasses import dataclass

from domain.links import ConnectLink
from domain.messages import Posted
from domain.workspaces import Workspace


@dataclass(frozen=True)
class Addresses:
    """Builds our own addresses. `public_url` is what browsers reach, without a trailing slash."""

    public_url: str

    def connect(self, link: ConnectLink) -> str:
        return f"{self.public_url}/connect/{link.token}"


def permalink(workspace: Workspace, posted: Posted) -> str:
    """Return a message's address, as Slack's `chat.getPermalink` builds it."""
    return f"{workspace.url.rstrip('/')}/archives/{posted.channel}/p{posted.ts.replace('.', '')}"
