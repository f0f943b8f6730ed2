"""Queries for sync programs: the stores and connections that they may know."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import FIRST_REMINDER
from domain.stores import StoreStatus
from domain.sync_program_reads import ServedConnection, StoreFilter
from domain.sync_programs import SyncProgram
from storage.authorizations import CONNECTIONS, as_connection
from storage.store_search import has_status
from storage.stores import STORES
from storage.sync_programs import may_know
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow

_STORES = StoreRow.__table__.c
_AUTHORIZATIONS = AuthorizationRow.__table__.c
_FILTERED = {
    "commerce": _STORES.website_connection,
    "website": _STORES.website_code,
    "marketplace": _STORES.marketplace_id,
}
"""The columns that a filter may name."""


async def served_store(session: AsyncSession, program: SyncProgram, key: str) -> Any | None:
    """Return the row of a store that a sync program may know."""
    query = STORES.where(_STORES.key == key, _may_know(program.serves_all))
    return (await session.execute(query, _given(program))).first()


async def served_stores(
    session: AsyncSession,
    program: SyncProgram,
    which: StoreFilter,
    after: str,
    most: int,
    now: datetime,
) -> Sequence[Any]:
    """Return rows of stores after a name, each with its `folded_name`, in that order."""
    wanted = {
        "commerce": which.commerce,
        "website": which.website,
        "marketplace": which.marketplace_id,
    }
    named = {name: value for name, value in wanted.items() if value is not None}
    given = _given(program) | named
    given |= {"after": after, "most": most, "now": now, "soon": now + FIRST_REMINDER}
    query = _page(program.serves_all, frozenset(named), which.status)
    rows: Sequence[Any] = (await session.execute(query, given)).all()
    return rows


async def served_connections(
    session: AsyncSession, program: SyncProgram, which: ColumnElement[bool], most: int
) -> Sequence[ServedConnection]:
    """Return connections that serve a store known to the program, in order of their ids.

    They come without their sellers' participations.
    """
    found = await session.execute(
        CONNECTIONS.where(
            AuthorizationRow.workspace_id == bindparam("workspace_id"),
            _serves(program, _STORES.authorization_id == _AUTHORIZATIONS.id).exists(),
            which,
        )
        .order_by(_AUTHORIZATIONS.id)
        .limit(most),
        _given(program),
    )
    connections = [as_connection(row) for row in found]
    keys = await _keys(session, program, [each.authorization_id for each in connections])
    return [ServedConnection(each, keys[each.authorization_id]) for each in connections]


async def _keys(
    session: AsyncSession, program: SyncProgram, connections: Sequence[UUID]
) -> Mapping[UUID, list[str]]:
    """Return the keys of the connections' stores that a sync program may know, by name."""
    which = _STORES.authorization_id.in_(connections)
    found = await session.execute(
        _serves(program, which).order_by(_STORES.folded_name), _given(program)
    )
    keys: dict[UUID, list[str]] = defaultdict(list)
    for authorization_id, key in found:
        keys[authorization_id].append(key)
    return keys


def _serves(program: SyncProgram, which: ColumnElement[bool]) -> Select[UUID, str]:
    """Select the stores of some connections that a sync program may know."""
    return select(_STORES.authorization_id, _STORES.key).where(
        _STORES.workspace_id == bindparam("workspace_id"), which, _may_know(program.serves_all)
    )


@lru_cache(maxsize=128)
def _page(
    serves_all: bool,  # noqa: FBT001 - these are the key that is remembered
    filters: frozenset[str],
    status: StoreStatus | None,
) -> Select[Any]:
    """Build the query of one kind of filter, cached because building takes longer."""
    conditions = [_STORES.folded_name > bindparam("after"), _may_know(serves_all)]
    conditions += [_FILTERED[name] == bindparam(name) for name in sorted(filters)]
    if status is not None:
        conditions.append(has_status(status))
    return STORES.add_columns(_STORES.folded_name).where(*conditions).limit(bindparam("most"))


def _may_know(serves_all: bool) -> ColumnElement[bool]:  # noqa: FBT001 - a part of that key
    return true() if serves_all else may_know(false(), bindparam("worker_id"))


def _given(program: SyncProgram) -> dict[str, Any]:
    return {"workspace_id": program.workspace_id, "worker_id": program.id}
