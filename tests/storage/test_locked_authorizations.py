"""An authorization is locked for its own workspace, or by the bot itself."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NothingThere
from domain.people import Person
from storage.authorizations import lock_authorization
from storage.database.transactions import Database
from storage.tables.authorizations import AuthorizationRow
from tests.harness.clock import MovableClock


@pytest.fixture
async def seller(database: Database, anna: Person, clock: MovableClock) -> UUID:
    """The id of an authorization of Anna's workspace."""
    row = AuthorizationRow(
        id=uuid4(),
        workspace_id=anna.workspace_id,
        application_id="amzn1.sp.solution.rows",
        region="NA",
        seller_id="A1NORDIC",
        proof="proved",
        status="live",
        term=1,
        token_version=1,
        created_at=clock(),
    )

    async def add(session: AsyncSession) -> UUID:
        session.add(row)
        return row.id

    return await database.change(add)


async def test_it_is_found_by_its_own_workspace_and_by_the_bot(
    database: Database, anna: Person, seller: UUID
) -> None:
    for workspace_id in (anna.workspace_id, None):
        row = await database.change(
            lambda session, of=workspace_id: lock_authorization(session, of, seller)
        )
        assert row.id == seller


async def test_another_workspace_does_not_find_it(
    database: Database, fia: Person, seller: UUID
) -> None:
    with pytest.raises(NothingThere):
        await database.change(lambda session: lock_authorization(session, fia.workspace_id, seller))
