"""Finding stores: the list, one by its name, one for its card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.connecting import StoreCard, sells_in
from domain.names import fold
from domain.people import Person
from domain.stores import PAGE, Store, StorePage
from storage.authorizations import connection_of
from storage.database import Database, reading
from storage.stores import as_store, get_store, select_stores, store_named
from storage.tables import StoreRow


@dataclass(frozen=True)
class FindStores:
    database: Database
    clock: Clock

    @reading
    async def page(
        self, session: AsyncSession, person: Person, words: str, page: int = 0
    ) -> StorePage:
        """Return the stores whose names hold every word; a page past the end is the last one."""
        query = select_stores(person.workspace_id)
        for word in fold(words).split():
            query = query.where(StoreRow.folded_name.contains(word, autoescape=True))
        rows = await _rows_and_total(session, query, page)
        if not rows and page > 0:
            total = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
            page = max(0, -(-total // PAGE) - 1)
            rows = await _rows_and_total(session, query, page)
        total = rows[0].total if rows else 0
        return StorePage([as_store(row, self.clock()) for row in rows], page, total, words)

    @reading
    async def named(self, session: AsyncSession, person: Person, name: str) -> Store:
        """Return the store that people call so, or raise `StoreUnknown`."""
        return await store_named(session, person.workspace_id, name, self.clock())

    @reading
    async def get(self, session: AsyncSession, workspace_id: UUID, store_id: UUID) -> Store:
        """Return the store, or raise `NothingThere`."""
        return await get_store(session, workspace_id, store_id, self.clock())

    @reading
    async def card(self, session: AsyncSession, workspace_id: UUID, store_id: UUID) -> StoreCard:
        """Return the store with its connection, or raise `NothingThere`."""
        store = await get_store(session, workspace_id, store_id, self.clock())
        connection = await connection_of(session, workspace_id, store.authorization_id)
        if connection is None:
            return StoreCard(store, None)
        taken = set(
            await session.scalars(
                select(StoreRow.marketplace_id).where(
                    StoreRow.authorization_id == store.authorization_id
                )
            )
        )
        sold = sells_in(connection.participations)
        return StoreCard(store, connection, [place for place in sold if place not in taken])


async def _rows_and_total(session: AsyncSession, query: Any, page: int) -> Sequence[Any]:
    counted = query.add_columns(func.count().over().label("total"))
    rows: Sequence[Any] = (await session.execute(counted.limit(PAGE).offset(page * PAGE))).all()
    return rows
