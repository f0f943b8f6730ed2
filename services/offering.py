"""Offering links with what they are for; helpers that take the session of a verb."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Event
from domain.links import ConnectLink, OfferedLink, Renewal
from storage.authorizations import connection_of
from storage.history import record
from storage.links import Links
from storage.stores import stores_served
from storage.tables import ConnectLinkRow, StoreRow


async def open_link(
    session: AsyncSession, links: Links, store: StoreRow, asker: str, at: datetime
) -> ConnectLink:
    """Return a store's link; one that had to be made is written down."""
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
    """Tell whose connection a link renews, and for which stores; None for any other link."""
    connection = await connection_of(session, link.workspace_id, link.authorization_id)
    if connection is None or link.term is None:
        return None
    stores = await stores_served(session, link.workspace_id, link.authorization_id, now)
    return Renewal(connection, stores, link.term)


def record_made(
    session: AsyncSession, store: StoreRow, asker: str, link: ConnectLink, at: datetime
) -> None:
    record(
        session,
        Event.LINK_MADE,
        workspace_id=store.workspace_id,
        store_id=store.id,
        actor=asker,
        at=at,
        until=link.expires_at.isoformat(),
    )
