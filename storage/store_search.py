"""One page of the store list, each row with the total."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import FIRST_REMINDER, AuthorizationStatus
from domain.store_search import Search
from domain.stores import PAGE, StoreStatus
from storage.stores import COUNT, EFFECTIVE_STATUS, STORES
from storage.tables.authorizations import TermRow
from storage.tables.stores import StoreRow
from storage.tables.types import UtcDateTime

_STORES = StoreRow.__table__.c
_ENDS_AT = TermRow.__table__.c.ends_at
_NOW, _SOON, _UNTIL = (bindparam(name, type_=UtcDateTime()) for name in ("now", "soon", "until"))


async def rows_of_page(
    session: AsyncSession, workspace_id: UUID, search: Search, page: int, now: datetime
) -> Sequence[Any]:
    """Return rows of `STORES`, and in each the `total`."""
    given = {
        "workspace_id": workspace_id,
        "first": page * PAGE,
        "now": now,
        "soon": now + FIRST_REMINDER,
        "until": now + (search.due_within or timedelta()),
    }
    is_due_asked = search.due_within is not None
    query = _query(search.words, search.statuses, search.marketplaces, is_due_asked)
    found = await session.execute(query, given)
    rows: Sequence[Any] = found.all()
    return rows


@lru_cache(maxsize=128)
def _query(
    words: tuple[str, ...],
    statuses: tuple[StoreStatus, ...],
    marketplaces: tuple[str, ...],
    is_due_asked: bool,  # noqa: FBT001 - a part of the key that is remembered
) -> Select[Any]:
    """Build the query of one kind of search, cached because building takes longer."""
    named = [_STORES.folded_name.contains(word, autoescape=True) for word in words]
    if marketplaces:
        named.append(_STORES.marketplace_id.in_(marketplaces))
    standing = [or_(*(has_status(status) for status in statuses))] if statuses else []
    if is_due_asked:
        standing.append(and_(_is_live(), _ENDS_AT <= _UNTIL))
    found = STORES.where(*named, *standing)
    total = _count(found) if standing else COUNT.where(*named).correlate(None)
    page = found.limit(PAGE).offset(bindparam("first"))
    return page.add_columns(total.scalar_subquery().label("total"))


def _count(found: Select[Any]) -> Select[Any]:
    """Count the matches that depend on the stores' connections."""
    return select(func.count()).select_from(found.order_by(None).subquery())


def has_status(status: StoreStatus) -> ColumnElement[bool]:
    """Match a store's status as `store_status` computes it."""
    conditions: dict[StoreStatus, ColumnElement[bool]] = {
        StoreStatus.NOT_CONNECTED: EFFECTIVE_STATUS.is_(None),
        StoreStatus.CONNECTED: and_(_is_live(), or_(_ENDS_AT.is_(None), _ENDS_AT > _SOON)),
        StoreStatus.RENEWAL_DUE: and_(_is_live(), _ENDS_AT <= _SOON, _ENDS_AT > _NOW),
        StoreStatus.RENEWAL_OVERDUE: and_(_is_live(), _ENDS_AT <= _NOW),
        StoreStatus.ENDING: EFFECTIVE_STATUS == AuthorizationStatus.REVOKING,
        StoreStatus.DISCONNECTED: EFFECTIVE_STATUS == AuthorizationStatus.REVOKED,
    }
    is_paused = _STORES.paused_at.is_not(None)
    if status is StoreStatus.PAUSED:
        return is_paused
    return and_(~is_paused, conditions[status])


def _is_live() -> ColumnElement[bool]:
    return EFFECTIVE_STATUS == AuthorizationStatus.LIVE
