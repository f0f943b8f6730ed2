"""Finding stores: the list, one by its name, one for its card."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import Connection
from domain.clock import Clock
from domain.connecting import StoreCard, sells_in
from domain.errors import NothingThere
from domain.names import fold
from domain.people import Person
from domain.stores import PAGE, Store, StorePage
from storage.authorizations import connection_of
from storage.choosing import usable_sellers
from storage.database import Database, reading
from storage.stores import COUNT, STORES, as_store, get_store, store_named, stores_served
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
        rows = await _rows(session, person.workspace_id, words, page)
        if not rows and page > 0:
            first = await _rows(session, person.workspace_id, words, 0)
            page = (first[0].total - 1) // PAGE if first else 0
            rows = await _rows(session, person.workspace_id, words, page)
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
            usable = await usable_sellers(session, workspace_id, store.marketplace)
            return StoreCard(store, None, usable=usable)
        taken = set(
            await session.scalars(
                select(StoreRow.marketplace_id).where(
                    StoreRow.authorization_id == store.authorization_id
                )
            )
        )
        sold = sells_in(connection.participations)
        return StoreCard(store, connection, [place for place in sold if place not in taken])

    @reading
    async def of_seller(
        self, session: AsyncSession, workspace_id: UUID, authorization_id: UUID
    ) -> tuple[Connection, list[Store]]:
        """Return a connection and the stores that it serves, oldest first; or `NothingThere`."""
        connection = await connection_of(session, workspace_id, authorization_id)
        if connection is None:
            raise NothingThere
        return connection, await stores_served(
            session, workspace_id, authorization_id, self.clock()
        )


async def _rows(session: AsyncSession, workspace_id: UUID, words: str, page: int) -> Sequence[Any]:
    given = {"workspace_id": workspace_id, "first": page * PAGE}
    found = await session.execute(_page_query(tuple(fold(words).split())), given)
    rows: Sequence[Any] = found.all()
    return rows


@lru_cache(maxsize=128)
def _page_query(words: tuple[str, ...]) -> Select[Any]:
    """Select a page of stores, each with the number of all; building takes longer than reading."""
    holds = [StoreRow.__table__.c.folded_name.contains(word, autoescape=True) for word in words]
    total = COUNT.where(*holds).correlate(None).scalar_subquery()
    page = STORES.where(*holds).limit(PAGE).offset(bindparam("first"))
    return page.add_columns(total.label("total"))
