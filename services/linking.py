"""Connect links: showing them, and handing them on."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.history import Event
from domain.links import FIRST_LINK_LIFE, ConnectLink
from domain.messages import MessageKind
from domain.people import Person
from storage.database import Database, changing
from storage.history import record
from storage.links import Links
from storage.outbox import owe_notice
from storage.requests import handle_once
from storage.stores import store_row


@dataclass(frozen=True)
class ShareLinks:
    database: Database
    clock: Clock
    links: Links

    @changing
    async def show(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID, asker: str
    ) -> ConnectLink:
        """Return the store's link, good for its whole life from now; `asker` may be the bot."""
        store = await store_row(session, workspace_id, store_id)
        link, is_new = await self.links.open_link(
            session, store, asker, self.clock(), FIRST_LINK_LIFE
        )
        if is_new:
            record(
                session,
                Event.LINK_MADE,
                workspace_id=workspace_id,
                store_id=store_id,
                actor=asker,
                at=self.clock(),
                until=link.expires_at.isoformat(),
            )
        return link

    @changing
    async def send(
        self, session: AsyncSession, person: Person, store_id: UUID, colleague: str, request: str
    ) -> None:
        """Owe the link to a colleague, as a direct message in the person's name."""
        await handle_once(session, person.workspace_id, request, self.clock())
        store = await store_row(session, person.workspace_id, store_id)
        entry = record(
            session,
            Event.LINK_SENT,
            workspace_id=person.workspace_id,
            store_id=store_id,
            actor=person.slack_user_id,
            at=self.clock(),
            by=person.slack_user_id,
            to=colleague,
        )
        await owe_notice(session, store, MessageKind.LINK_SENT, colleague, entry, self.clock())
