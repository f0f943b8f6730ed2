"""What sync programs may read: stores, and the connections that these have."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import NothingThere
from domain.serving import ConnectionsServed, ServedConnection, StoreFilter, StoresServed
from domain.stores import Store
from domain.workers import Worker
from storage.authorizations import connection_of
from storage.database import Database, reading
from storage.serving import served_connections, served_keys, served_store, served_stores
from storage.stores import as_store


@dataclass(frozen=True)
class ServeWorkers:
    """What a program may not know is not there for it: `NothingThere`."""

    database: Database
    clock: Clock

    @reading
    async def stores(
        self, session: AsyncSession, worker: Worker, which: StoreFilter, after: str, most: int
    ) -> StoresServed:
        """Return up to so many stores whose names come after one, which may be empty."""
        now = self.clock()
        rows = await served_stores(session, worker, which, after, most + 1, now)
        stores = [as_store(row, now) for row in rows[:most]]
        return StoresServed(stores, rows[most - 1].folded_name if len(rows) > most else None)

    @reading
    async def store(self, session: AsyncSession, worker: Worker, key: str) -> Store:
        row = await served_store(session, worker, key)
        if row is None:
            raise NothingThere
        return as_store(row, self.clock())

    @reading
    async def connections(
        self, session: AsyncSession, worker: Worker, after: UUID | None, most: int
    ) -> ConnectionsServed:
        """Return up to so many connections whose ids come after one."""
        ids = await served_connections(session, worker, after, most + 1)
        found = [await self._connection(session, worker, each) for each in ids[:most]]
        there = [served for served in found if served is not None]
        return ConnectionsServed(there, ids[most - 1] if len(ids) > most else None)

    @reading
    async def connection(
        self, session: AsyncSession, worker: Worker, authorization_id: UUID
    ) -> ServedConnection:
        served = await self._connection(session, worker, authorization_id)
        if served is None:
            raise NothingThere
        return served

    async def _connection(
        self, session: AsyncSession, worker: Worker, authorization_id: UUID
    ) -> ServedConnection | None:
        """Return a connection; None where it serves no store that the program may know."""
        keys = await served_keys(session, worker, authorization_id)
        connection = await connection_of(session, worker.workspace_id, authorization_id)
        return ServedConnection(connection, keys) if connection and keys else None
