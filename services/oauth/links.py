"""Connect links: show them, and pass them on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.application import Application
from domain.clock import Clock
from domain.errors import NotConnected
from domain.history import Actor, Event
from domain.links import ASK_EVERY, ConnectLink, LinkPurpose, OfferedLink, Renewal
from domain.messages import MessageKind
from domain.oauth import LinkPage
from domain.people import Person
from domain.permissions import Action, require
from domain.stores import Store
from storage.applications import is_held, sellers_held
from storage.authorizations import connection_of
from storage.database.transactions import Database, changing, reading
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.links import Links, find_link, is_open, lock_link
from storage.outbox import notify
from storage.stores import get_store, store_row, stores_served
from storage.tables.oauth import ConnectLinkRow
from storage.tables.people import PersonRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow


@dataclass(frozen=True)
class ConnectLinks:
    """Makes, shows and sends connect links, for Slack's surfaces and the connect page."""

    database: Database
    clock: Clock
    links: Links
    application: Application

    @changing
    async def show(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID, asker: str
    ) -> ConnectLink:
        """Return the store's link, prolonged to its full life; `asker` may be the bot."""
        store = await store_row(session, workspace_id, store_id)
        return await open_link(session, self.links, store, asker, self.clock())

    @changing
    async def offer(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID, asker: str
    ) -> OfferedLink:
        """Return the store's link as `show` does, with what it is for."""
        store = await store_row(session, workspace_id, store_id)
        return await offer_link(session, self.links, store, asker, self.clock())

    @changing
    async def switch(
        self, session: AsyncSession, person: Person, store_id: UUID
    ) -> tuple[ConnectLink, str]:
        """Return the link that connects a store to another seller, and its present seller.

        Nothing is detached before somebody has signed in. Raises `NotConnected` where the store has
        no seller, `KeepersOnly` where the person may not end its connection.
        """
        row = await store_row(session, person.workspace_id, store_id)
        store = await get_store(session, person.workspace_id, store_id, self.clock())
        seller = await connection_of(session, person.workspace_id, row.authorization_id)
        if seller is None:
            raise NotConnected
        require(person, Action.SWITCH_SELLER, store.keepers)
        asker = person.slack_user_id
        link, is_new = await self.links.switch_link(session, row, asker, self.clock())
        if is_new:
            record_made(session, row, asker, link, self.clock())
        return link, seller.seller

    @reading
    async def page(self, session: AsyncSession, token: str) -> LinkPage:
        """Return what a link's page shows, or raise `NothingThere`. This spends nothing."""
        link = await find_link(session, token)
        store = await get_store(session, link.workspace_id, link.store_id, self.clock())
        workspace = await session.get_one(WorkspaceRow, link.workspace_id)
        asker = await session.get(PersonRow, (link.workspace_id, link.created_by))
        return LinkPage(
            link_id=link.id,
            workspace=workspace.name,
            asker=asker.name if asker else "",
            store=store,
            expires_at=link.expires_at,
            is_open=is_open(link, self.clock()),
            renewal=await renewal_of(session, link, self.clock()),
            instead_of=await _left_by(session, link, store),
            has_no_place=await self._has_no_place(session, link),
        )

    async def _has_no_place(self, session: AsyncSession, link: ConnectLinkRow) -> bool:
        """Return whether Amazon would refuse every seller except those it already knows."""
        places = self.application.places
        if places is None or await sellers_held(session, self.application.id, places) < places:
            return False
        if link.authorization_id is None:
            return True
        return not await is_held(session, self.application.id, link.authorization_id)

    @changing
    async def ask_for_new(self, session: AsyncSession, token: str) -> None:
        """Report in Slack that somebody has a closed link, at most once an hour.

        Raises `NothingThere`.
        """
        link = await lock_link(session, token)
        if link.asked_at is not None and link.asked_at > self.clock() - ASK_EVERY:
            return
        link.asked_at = self.clock()
        store = await store_row(session, link.workspace_id, link.store_id)
        await notify(
            session,
            Event.NEW_LINK_ASKED,
            MessageKind.NEW_LINK_ASKED,
            [link.created_by if link.created_by != Actor.BOT else store.owner],
            Subject.of_store(store),
            Actor.SELLER,
            self.clock(),
        )

    @changing_once
    async def send(
        self, session: AsyncSession, person: Person, store_id: UUID, colleague: str
    ) -> None:
        """Owe the link to a colleague, as a direct message in the person's name."""
        store = await store_row(session, person.workspace_id, store_id)
        await notify(
            session,
            Event.LINK_SENT,
            MessageKind.LINK_SENT,
            [colleague],
            Subject.of_store(store),
            person.slack_user_id,
            self.clock(),
            by=person.slack_user_id,
            to=colleague,
        )


async def _left_by(session: AsyncSession, link: ConnectLinkRow, store: Store) -> str:
    """Return the seller that a link replaces; empty for a link of another purpose."""
    if link.purpose != LinkPurpose.SWITCH:
        return ""
    left = await connection_of(session, link.workspace_id, store.authorization_id)
    return left.seller if left else ""


async def open_link(
    session: AsyncSession, links: Links, store: StoreRow, asker: str, at: datetime
) -> ConnectLink:
    """Return a store's link, recording it if it is new."""
    link, is_new = await links.open_link(session, store, asker, at)
    if is_new:
        record_made(session, store, asker, link, at)
    return link


async def offer_link(
    session: AsyncSession, links: Links, store: StoreRow, asker: str, at: datetime
) -> OfferedLink:
    """Return a store's link with what it renews."""
    link = await open_link(session, links, store, asker, at)
    row = await session.get_one(ConnectLinkRow, link.id)
    return OfferedLink(link, await renewal_of(session, row, at))


async def renewal_of(session: AsyncSession, link: ConnectLinkRow, now: datetime) -> Renewal | None:
    """Return which connection a link renews, and for which stores; None for other links."""
    connection = await connection_of(session, link.workspace_id, link.authorization_id)
    if connection is None or link.term is None:
        return None
    stores = await stores_served(session, link.workspace_id, link.authorization_id, now)
    return Renewal(connection, stores, link.term)


def record_made(
    session: AsyncSession, store: StoreRow, asker: str, link: ConnectLink, at: datetime
) -> None:
    about, until = Subject.of_store(store), link.expires_at.isoformat()
    record(session, Event.LINK_MADE, about, asker, at, until=until)
