"""Which of a workspace's sellers a store can be connected with, without a sign-in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus
from domain.marketplaces import Marketplace
from domain.usable_sellers import MOST_OFFERED, UsableSeller
from storage.applications import of_another_application
from storage.tables.authorizations import AuthorizationRow, ParticipationRow
from storage.tables.stores import StoreRow


async def usable_sellers(
    session: AsyncSession, workspace_id: UUID, place: Marketplace
) -> Sequence[UsableSeller]:
    """Return the sellers that may be offered for a store in a marketplace, by name."""
    name = func.coalesce(AuthorizationRow.seller_name, AuthorizationRow.seller_id)
    usable = _usable(workspace_id, place).order_by(name, AuthorizationRow.id).limit(MOST_OFFERED)
    return [_as_seller(row) for row in await session.scalars(usable)]


async def is_usable(
    session: AsyncSession, workspace_id: UUID, place: Marketplace, authorization_id: UUID
) -> bool:
    """Tell of one seller whether it may be offered."""
    usable = _usable(workspace_id, place).where(AuthorizationRow.id == authorization_id)
    return await session.scalar(usable) is not None


def _usable(workspace_id: UUID, place: Marketplace) -> Select[Any]:
    """Select live sellers that are the team's own and whose token may be handed out now."""
    sells_there = exists().where(
        ParticipationRow.authorization_id == AuthorizationRow.id,
        ParticipationRow.marketplace_id == place.id,
        ParticipationRow.is_participating,
    )
    has_store_there = exists().where(
        StoreRow.authorization_id == AuthorizationRow.id, StoreRow.marketplace_id == place.id
    )
    return select(AuthorizationRow).where(
        AuthorizationRow.workspace_id == workspace_id,
        AuthorizationRow.region == place.region,
        AuthorizationRow.status == AuthorizationStatus.LIVE,
        AuthorizationRow.ownership_due_at.is_(None),
        AuthorizationRow.gone_at.is_(None),
        of_another_application().is_not(True),
        sells_there,
        ~has_store_there,
    )


def _as_seller(row: AuthorizationRow) -> UsableSeller:
    return UsableSeller(row.id, row.term, row.seller_name or row.seller_id)
