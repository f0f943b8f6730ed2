"""Find stores: the list, one by its name, one for its card."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import Connection
from domain.clock import Clock
from domain.errors import NothingThere
from domain.oauth import sells_in
from domain.people import Person
from domain.store_card import StoreCard
from domain.store_search import EVERYTHING, Search
from domain.stores import PAGE, Store, StorePage
from storage.authorizations import connection_of, usable_sellers
from storage.database.transactions import Database, reading
from storage.store_search import rows_of_page
from storage.stores import as_store, get_store, store_named, stores_served
from storage.tables.stores import StoreRow


@dataclass(frozen=True)
class FindStores:
    """Reads stores for every view: the list, Home, cards and messages."""

    database: Database
    clock: Clock

    @reading
    async def page(
        self, session: AsyncSession, person: Person, search: Search = EVERYTHING, page: int = 0
    ) -> StorePage:
        """Return the stores that match a search; a page past the end is the last one."""
        now = self.clock()
        rows = await rows_of_page(session, person.workspace_id, search, page, now)
        if not rows and page > 0:
            first = await rows_of_page(session, person.workspace_id, search, 0, now)
            page = (first[0].total - 1) // PAGE if first else 0
            rows = await rows_of_page(session, person.workspace_id, search, page, now)
        total = rows[0].total if rows else 0
        return StorePage([as_store(row, now) for row in rows], page, total, search.text)

    @reading
    async def named(self, session: AsyncSession, person: Person, name: str) -> Store:
        """Return the store of that name, or raise `StoreUnknown`."""
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
        """Return a connection with its stores, oldest first, or raise `NothingThere`."""
        connection = await connection_of(session, workspace_id, authorization_id)
        if connection is None:
            raise NothingThere
        return connection, await stores_served(
            session, workspace_id, authorization_id, self.clock()
        )
