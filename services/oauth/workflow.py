"""SP-API's two authorization workflows: website and Appstore."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import AttemptEnd
from domain.history import Fact
from domain.oauth import ExpectedGrant, GrantTarget
from services.oauth.appstore_workflow import AppstoreWorkflow
from services.oauth.website_workflow import WebsiteWorkflow
from storage.stores import store_row
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow, GrantRow


class AuthorizationWorkflow(Protocol):
    """An attempt, with what its workflow does at each step; it takes the session of a verb."""

    async def targets(
        self, session: AsyncSession, application_id: str, seller_id: str, at: datetime, /
    ) -> Sequence[GrantTarget]:
        """Return where a grant of that seller applies; if nowhere, the attempt ends."""
        ...

    async def expected(
        self, session: AsyncSession, grant: GrantRow, row: AuthorizationRow | None, /
    ) -> ExpectedGrant:
        """Return what is expected now; `row` is the authorization of who signed in, if any."""
        ...

    async def on_success(
        self, session: AsyncSession, expected: ExpectedGrant, row: AuthorizationRow, at: datetime, /
    ) -> None:
        """Do what was asked for beyond the new term."""
        ...

    async def end(
        self, session: AsyncSession, end: AttemptEnd, at: datetime, /, **facts: Fact
    ) -> None:
        """End the attempt without a grant, and report it to those concerned."""
        ...

    async def on_settled(
        self,
        session: AsyncSession,
        grant: GrantRow,
        end: AttemptEnd,
        at: datetime,
        /,
        **facts: Fact,
    ) -> None:
        """End the attempt with what became of a grant, and report it to the grant's workspace."""
        ...

    async def show_held(self, session: AsyncSession, grant: GrantRow, at: datetime, /) -> None:
        """Update the messages that ask to accept a grant."""
        ...


async def workflow_of(session: AsyncSession, attempt_id: UUID) -> AuthorizationWorkflow:
    row = await session.get_one(ConnectAttemptRow, attempt_id, with_for_update=True)
    if row.link_id is None or row.store_id is None:
        return AppstoreWorkflow(row)
    link = await session.get_one(ConnectLinkRow, row.link_id)
    return WebsiteWorkflow(row, link, await store_row(session, link.workspace_id, row.store_id))
