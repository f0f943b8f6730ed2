"""What sync programs read: stores, and their connections."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import NothingThere
from domain.stores import Store
from domain.sync_program_reads import ConnectionsServed, ServedConnection, StoreFilter, StoresServed
from domain.sync_programs import SyncProgram
from storage.database.transactions import Database, reading
from storage.stores import as_store
from storage.sync_program_reads import served_connections, served_store, served_stores
from storage.tables.authorizations import AuthorizationRow


@dataclass(frozen=True)
class SyncProgramReads:
    """Reads for the API. What a program may not know does not exist for it: `NothingThere`."""

    database: Database
    clock: Clock

    @reading
    async def stores(
        self, session: AsyncSession, program: SyncProgram, which: StoreFilter, after: str, most: int
    ) -> StoresServed:
        """Return a page of stores whose names come after one, which may be empty."""
        now = self.clock()
        rows = await served_stores(session, program, which, after, most + 1, now)
        stores = [as_store(row, now) for row in rows[:most]]
        return StoresServed(stores, rows[most - 1].folded_name if len(rows) > most else None)

    @reading
    async def store(self, session: AsyncSession, program: SyncProgram, key: str) -> Store:
        row = await served_store(session, program, key)
        if row is None:
            raise NothingThere
        return as_store(row, self.clock())

    @reading
    async def connections(
        self, session: AsyncSession, program: SyncProgram, after: UUID | None, most: int
    ) -> ConnectionsServed:
        """Return a page of connections whose ids come after one."""
        which = true() if after is None else AuthorizationRow.id > after
        found = await served_connections(session, program, which, most + 1)
        is_more = len(found) > most
        last = found[most - 1].connection.authorization_id if is_more else None
        return ConnectionsServed(found[:most], last)

    @reading
    async def connection(
        self, session: AsyncSession, program: SyncProgram, authorization_id: UUID
    ) -> ServedConnection:
        which = AuthorizationRow.id == authorization_id
        found = await served_connections(session, program, which, most=1)
        if not found:
            raise NothingThere
        return found[0]
