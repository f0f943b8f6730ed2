"""Adding a store."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.forms import Field, FormRefused, Problem
from domain.history import Event
from domain.names import fold
from domain.people import Person
from domain.stores import NewStore, Store
from domain.webhooks import WebhookType
from storage.database.dialects import insert
from storage.database.transactions import Database
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.nudges import waiting
from storage.outbox import owe_card
from storage.stores import get_store
from storage.tables.stores import StoreRow
from storage.webhooks import owe_webhooks

_KEY_BYTES = 10


@dataclass(frozen=True, slots=True)
class Added:
    """A store that was just added."""

    store: Store
    card: UUID
    """The message that will show it."""


@dataclass(frozen=True)
class AddStores:
    """Adds stores and owes their cards; the store form calls it."""

    database: Database
    clock: Clock

    @changing_once
    async def add(self, session: AsyncSession, person: Person, new: NewStore) -> Added:
        """Add a store and owe its card.

        Raises `AlreadyHandled` for a doubled `request`, `FormRefused` where another store has the
        name, or the website and marketplace.
        """
        row = await self._insert(session, person, new)
        if row is None:
            raise FormRefused(await _taken(session, person.workspace_id, new))
        record(
            session,
            Event.STORE_ADDED,
            Subject.of_store(row),
            row.created_by,
            row.created_at,
            name=row.name,
            marketplace_id=row.marketplace_id,
            website=row.website_code,
        )
        await owe_webhooks(session, WebhookType.ADDED, StoreRow.id == row.id, self.clock())
        card = await owe_card(session, row, self.clock())
        store = await get_store(session, row.workspace_id, row.id, self.clock())
        return Added(store, card)

    async def _insert(
        self, session: AsyncSession, person: Person, new: NewStore
    ) -> StoreRow | None:
        """Insert the store unless its name or place is taken, even by a concurrent insert."""
        statement = insert(session, StoreRow).values(self._values(person, new))
        row: StoreRow | None = await session.scalar(
            statement.on_conflict_do_nothing().returning(StoreRow)
        )
        return row

    def _values(self, person: Person, new: NewStore) -> dict[str, Any]:
        now = self.clock()
        return {
            "id": uuid4(),
            "key": f"st_{secrets.token_hex(_KEY_BYTES)}",
            "workspace_id": person.workspace_id,
            "name": new.name,
            "folded_name": fold(new.name),
            "website_connection": new.website.connection,
            "website_code": new.website.code,
            "website_name": new.website.name,
            "email": new.email,
            "marketplace_id": new.marketplace.id,
            "product_id_type": new.mapping and new.mapping.product_id_type,
            "attribute_code": new.mapping and new.mapping.attribute_code,
            "channel": new.channel,
            "owner": new.owner,
            "backup": new.backup,
            "created_by": person.slack_user_id,
            "created_at": now,
            "updated_at": now,
            **waiting(now),
        }


async def _taken(session: AsyncSession, workspace_id: UUID, new: NewStore) -> dict[Field, Problem]:
    """Return the fields whose values another store has."""
    same_name = StoreRow.folded_name == fold(new.name)
    same_place = (
        (StoreRow.website_connection == new.website.connection)
        & (StoreRow.website_code == new.website.code)
        & (StoreRow.marketplace_id == new.marketplace.id)
    )
    taken = await session.execute(
        select(same_name.label("name"), same_place.label("place")).where(
            StoreRow.workspace_id == workspace_id, same_name | same_place
        )
    )
    problems: dict[Field, Problem] = {}
    for row in taken:
        problems |= {Field.NAME: Problem.NAME_TAKEN} if row.name else {}
        problems |= {Field.WEBSITE: Problem.WEBSITE_SELLS_THERE} if row.place else {}
    return problems
