"""Read what a link or a store expects of the seller who signed in."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.links import LinkPurpose
from domain.oauth import ExpectedGrant
from storage.stores import stores_of
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectLinkRow
from storage.tables.stores import StoreRow


async def expected_through(
    session: AsyncSession,
    application_id: str,
    link: ConnectLinkRow | None,
    store: StoreRow,
    seller_id: str,
    row: AuthorizationRow | None,
) -> ExpectedGrant:
    """Return what is expected now: a seller's next term, a certain seller, or any.

    `row` is the authorization of the seller who signed in, if known. After a connection with
    another application nobody is expected: it has to be made anew. Its own seller brings all its
    stores along.
    """
    if link is not None and link.purpose == LinkPurpose.SWITCH:
        return await _to_attach(session, store, row, None)
    renewed = link.authorization_id if link else None
    expected_row = await session.scalar(
        select(AuthorizationRow).where(
            AuthorizationRow.workspace_id == store.workspace_id,
            AuthorizationRow.id == (renewed or store.authorization_id),
        )
    )
    match expected_row:
        case AuthorizationRow(application_id=same) if same == application_id:
            if renewed is not None:
                return ExpectedGrant(None, expected_row.id)
            return await _to_attach(session, store, row, expected_row.id)
        case AuthorizationRow(seller_id=same) if same == seller_id:
            return ExpectedGrant(None, None, former=expected_row.id)
    return await _to_attach(session, store, row, None)


async def _to_attach(
    session: AsyncSession,
    store: StoreRow,
    row: AuthorizationRow | None,
    expected_row: UUID | None,
) -> ExpectedGrant:
    """Expect a seller that the store can be attached to."""
    others = await stores_of(session, row.id) if row else ()
    taken = {other.marketplace_id for other in others if other.id != store.id}
    return ExpectedGrant(store.marketplace_id, expected_row, taken)
