"""Update stores' cards and messages; helpers that take the session of a verb."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import MessageKind
from storage.outbox import owe_again, owe_card, want_shown
from storage.stores import stores_of
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow

_LINKS_LAST = timedelta(days=60)
"""How long until no link that was passed on can be open any more."""


async def show_stores(session: AsyncSession, row: AuthorizationRow, at: datetime) -> None:
    """Update the cards and messages of all stores of an authorization."""
    for store in await stores_of(session, row.id):
        await owe_card(session, store, at)
        await owe_again(session, store.id, MessageKind.CONNECTED, at)
        await show_sign_in_requests(session, store, at)


async def show_sign_in_requests(session: AsyncSession, store: StoreRow, at: datetime) -> None:
    """Update messages that ask for a sign-in, once somebody has signed in."""
    of_store = MessageRow.store_id == store.id
    with_link = MessageRow.kind.in_((MessageKind.LINK_SENT, MessageKind.NEW_LINK_ASKED))
    is_recent = MessageRow.created_at > at - _LINKS_LAST
    tells_of_end = MessageRow.kind == MessageKind.DISCONNECTED
    await want_shown(session, of_store & (tells_of_end | (with_link & is_recent)), at)
