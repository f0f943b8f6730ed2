"""Stores as rows, and as what the rest of the house knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus
from domain.errors import NothingThere, StoreUnknown
from domain.names import fold
from domain.stores import AttributeMapping, ProductIdType, Store, Website, store_status
from storage.seller_tables import AuthorizationRow, TermRow
from storage.tables import StoreRow

COLUMNS = (
    *(column for column in StoreRow.__table__.columns if column.name != "folded_name"),
    AuthorizationRow.status.label("authorization_status"),
    TermRow.ends_at.label("ends_at"),
)
_SIMILAR_NAMES = 3


def select_stores(workspace_id: UUID) -> Select[Any]:
    """Select a workspace's stores, by name; each row becomes a `Store` with `as_store`."""
    return (
        select(*COLUMNS)
        .outerjoin(AuthorizationRow, AuthorizationRow.id == StoreRow.authorization_id)
        .outerjoin(
            TermRow,
            and_(
                TermRow.authorization_id == AuthorizationRow.id,
                TermRow.number == AuthorizationRow.term,
            ),
        )
        .where(StoreRow.workspace_id == workspace_id)
        .order_by(StoreRow.folded_name)
    )


def count_stores(workspace_id: UUID) -> Select[int]:
    """Count a workspace's stores; an index alone answers."""
    return select(func.count()).select_from(StoreRow).where(StoreRow.workspace_id == workspace_id)


def as_store(row: Any, now: datetime) -> Store:
    """Build a `Store` from a row of `select_stores`, with the status that it has `now`."""
    status = row.authorization_status and AuthorizationStatus(row.authorization_status)
    return Store(
        id=row.id,
        key=row.key,
        workspace_id=row.workspace_id,
        name=row.name,
        website=Website(row.website_connection, row.website_code, row.website_name),
        email=row.email,
        marketplace_id=row.marketplace_id,
        mapping=_mapping(row.product_id_type, row.attribute_code),
        channel=row.channel,
        owner=row.owner,
        backup=row.backup,
        created_by=row.created_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        status=store_status(status, row.ends_at, now),
        authorization_id=row.authorization_id,
    )


async def store_row(session: AsyncSession, workspace_id: UUID, store_id: UUID) -> StoreRow:
    """Return a workspace's store for changing, or raise `NothingThere`."""
    row = await session.scalar(
        select(StoreRow)
        .where(StoreRow.workspace_id == workspace_id, StoreRow.id == store_id)
        .with_for_update()
    )
    if row is None:
        raise NothingThere
    return row


async def get_store(
    session: AsyncSession, workspace_id: UUID, store_id: UUID, now: datetime
) -> Store:
    """Return a workspace's store for reading, or raise `NothingThere`."""
    query = select_stores(workspace_id).where(StoreRow.id == store_id)
    row = (await session.execute(query)).first()
    if row is None:
        raise NothingThere
    return as_store(row, now)


async def store_named(session: AsyncSession, workspace_id: UUID, name: str, now: datetime) -> Store:
    """Return the store that people call so, or raise `StoreUnknown` with names that come near."""
    folded = fold(name)
    query = select_stores(workspace_id)
    found = (await session.execute(query.where(StoreRow.folded_name == folded))).first()
    if found is not None:
        return as_store(found, now)
    near = query.where(StoreRow.folded_name.contains(folded, autoescape=True))
    similar: Sequence[Any] = (await session.execute(near.limit(_SIMILAR_NAMES))).all()
    if len(similar) == 1:
        return as_store(similar[0], now)
    raise StoreUnknown(name, tuple(row.name for row in similar))


def _mapping(product_id_type: str | None, attribute_code: str | None) -> AttributeMapping | None:
    if product_id_type is None or attribute_code is None:
        return None
    return AttributeMapping(ProductIdType(product_id_type), attribute_code)
