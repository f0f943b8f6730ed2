"""The ways on which sellers come from Amazon: through a connect link, or through Amazon's door."""

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
    """An attempt, and what follows from how it began; it takes the session of a verb."""

    async def targets(
        self, session: AsyncSession, application_id: str, seller_id: str, at: datetime, /
    ) -> Sequence[GrantTarget]:
        """Return where a grant of that seller counts; where it does nowhere, the attempt ends."""
        ...

    async def expected(
        self, session: AsyncSession, grant: GrantRow, row: AuthorizationRow | None, /
    ) -> ExpectedGrant:
        """Return what is asked for now; `row` is the authorization of who signed in, if any."""
        ...

    async def on_success(
        self, session: AsyncSession, expected: ExpectedGrant, row: AuthorizationRow, at: datetime, /
    ) -> None:
        """Do what is asked for beside the new term."""
        ...

    async def end(
        self, session: AsyncSession, end: AttemptEnd, at: datetime, /, **facts: Fact
    ) -> None:
        """End the attempt before there is a grant, and tell who has to know."""
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
        """End the attempt with what became of a grant, and tell that grant's workspace."""
        ...

    async def show_held(self, session: AsyncSession, grant: GrantRow, at: datetime, /) -> None:
        """Have the messages shown anew that ask to accept a grant."""
        ...


async def workflow_of(session: AsyncSession, attempt_id: UUID) -> AuthorizationWorkflow:
    row = await session.get_one(ConnectAttemptRow, attempt_id, with_for_update=True)
    if row.link_id is None or row.store_id is None:
        return AppstoreWorkflow(row)
    link = await session.get_one(ConnectLinkRow, row.link_id)
    return WebsiteWorkflow(row, link, await store_row(session, link.workspace_id, row.store_id))
