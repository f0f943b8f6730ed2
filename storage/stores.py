"""Stores as rows, and as domain objects."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus
from domain.errors import NothingThere, StoreUnknown
from domain.names import fold
from domain.stores import AttributeMapping, ProductIdType, Store, StoreStatus, Website, store_status
from storage.applications import of_another_application
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.stores import StoreRow
from storage.tables.types import known

_STORES = StoreRow.__table__.c
_AUTHORIZATIONS = AuthorizationRow.__table__.c
_TERMS = TermRow.__table__.c
_SIMILAR_NAMES = 3

EFFECTIVE_STATUS = case(
    (
        of_another_application() & (_AUTHORIZATIONS.status == AuthorizationStatus.LIVE),
        literal(AuthorizationStatus.REVOKED, _AUTHORIZATIONS.status.type),
    ),
    else_=_AUTHORIZATIONS.status,
)
"""The status of a store's connection; one of another application counts as ended."""
STORES = (
    select(
        *(column for column in _STORES if column.name != "folded_name"),
        EFFECTIVE_STATUS.label("authorization_status"),
        _TERMS.ends_at,
    )
    .outerjoin_from(
        StoreRow.__table__,
        AuthorizationRow.__table__,
        _AUTHORIZATIONS.id == _STORES.authorization_id,
    )
    .outerjoin(
        TermRow.__table__,
        and_(_TERMS.authorization_id == _AUTHORIZATIONS.id, _TERMS.number == _AUTHORIZATIONS.term),
    )
    .where(_STORES.workspace_id == bindparam("workspace_id"))
    .order_by(_STORES.folded_name)
)
"""A workspace's stores, by name; `as_store` converts each row.

The statement is prepared, and on tables instead of classes: building and compiling it takes
SQLAlchemy longer than the database takes to answer.
"""
COUNT = (
    select(func.count())
    .select_from(StoreRow.__table__)
    .where(_STORES.workspace_id == bindparam("workspace_id"))
)
"""How many stores a workspace has."""


def as_store(row: Any, now: datetime) -> Store:
    """Build a `Store` from a row of `STORES`, with the status that it has `now`."""
    status = known(row.authorization_status)
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
        mails_contact=row.mails_contact,
        created_at=row.created_at,
        updated_at=row.updated_at,
        status=StoreStatus.PAUSED if row.paused_at else store_status(status, row.ends_at, now),
        authorization_id=row.authorization_id,
    )


async def store_row(session: AsyncSession, workspace_id: UUID, store_id: UUID) -> StoreRow:
    """Return a workspace's store, locked, or raise `NothingThere`."""
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
    """Return a workspace's store, unlocked, or raise `NothingThere`."""
    query = STORES.where(_STORES.id == store_id)
    row = (await session.execute(query, {"workspace_id": workspace_id})).first()
    if row is None:
        raise NothingThere
    return as_store(row, now)


async def store_named(session: AsyncSession, workspace_id: UUID, name: str, now: datetime) -> Store:
    """Return the store of that name, or raise `StoreUnknown` with similar names."""
    folded = fold(name)
    given = {"workspace_id": workspace_id}
    query = STORES.where(_STORES.folded_name == folded)
    found = (await session.execute(query, given)).first()
    if found is not None:
        return as_store(found, now)
    near = STORES.where(_STORES.folded_name.contains(folded, autoescape=True))
    similar: Sequence[Any] = (await session.execute(near.limit(_SIMILAR_NAMES), given)).all()
    if len(similar) == 1:
        return as_store(similar[0], now)
    raise StoreUnknown(name, tuple(row.name for row in similar))


async def stores_served(
    session: AsyncSession, workspace_id: UUID, authorization_id: UUID | None, now: datetime
) -> list[Store]:
    """Return the stores of a connection, oldest first; without a connection, none."""
    if authorization_id is None:
        return []
    served = _STORES.authorization_id == authorization_id
    return await _oldest_first(session, workspace_id, served, now)


async def stores_with_ids(
    session: AsyncSession, workspace_id: UUID, store_ids: Sequence[UUID], now: datetime
) -> list[Store]:
    """Return a workspace's stores with these ids, oldest first."""
    return await _oldest_first(session, workspace_id, _STORES.id.in_(store_ids), now)


async def _oldest_first(
    session: AsyncSession, workspace_id: UUID, which: ColumnElement[bool], now: datetime
) -> list[Store]:
    query = STORES.where(which).order_by(None).order_by(_STORES.created_at, _STORES.id)
    found = await session.execute(query, {"workspace_id": workspace_id})
    return [as_store(row, now) for row in found]


def looked_after_by(workspace_id: UUID, slack_user_id: str) -> ColumnElement[bool]:
    """Match the stores of which a person is owner or backup."""
    return (StoreRow.workspace_id == workspace_id) & or_(
        StoreRow.owner == slack_user_id, StoreRow.backup == slack_user_id
    )


def _mapping(
    product_id_type: ProductIdType | None, attribute_code: str | None
) -> AttributeMapping | None:
    if product_id_type is None or attribute_code is None:
        return None
    return AttributeMapping(known(product_id_type), attribute_code)


async def stores_of(session: AsyncSession, authorization_id: UUID) -> Sequence[StoreRow]:
    rows = await session.scalars(
        select(StoreRow)
        .where(StoreRow.authorization_id == authorization_id)
        .order_by(StoreRow.created_at)
    )
    return rows.all()


async def channels_of(session: AsyncSession, authorization_id: UUID) -> Sequence[str]:
    """Return the Slack channels of the stores of an authorization."""
    return sorted({store.channel for store in await stores_of(session, authorization_id)})
