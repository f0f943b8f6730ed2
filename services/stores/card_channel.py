"""The Slack channel of a store's card: choose another, or try again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.history import Event
from domain.people import Person
from storage.database.transactions import Database
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.outbox import owe_card
from storage.reminders import plan_anew_around
from storage.stores import store_row
from storage.tables.stores import StoreRow


@dataclass(frozen=True)
class PlaceCards:
    """Moves cards that could not be posted, for the buttons of that message."""

    database: Database
    clock: Clock

    @changing_once
    async def try_again(self, session: AsyncSession, person: Person, store_id: UUID) -> UUID:
        """Owe the card again to its present channel; returns the card's message."""
        store = await store_row(session, person.workspace_id, store_id)
        return await owe_card(session, store, self.clock())

    @changing_once
    async def choose(
        self, session: AsyncSession, person: Person, store_id: UUID, channel: str
    ) -> UUID:
        """Move the store to another Slack channel, and owe its card there."""
        store = await store_row(session, person.workspace_id, store_id)
        event, about, now = Event.CHANNEL_CHOSEN, Subject.of_store(store), self.clock()
        facts = {"before": store.channel, "now": channel}
        record(session, event, about, person.slack_user_id, now, **facts)
        await plan_anew_around(session, StoreRow.id == store.id, now)
        store.channel, store.updated_at = channel, now
        await plan_anew_around(session, StoreRow.id == store.id, now)
        return await owe_card(session, store, now)
