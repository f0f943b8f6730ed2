"""Connect links as rows."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NothingThere
from domain.links import LINK_LIFE, RENEWABLE_AFTER_END, ConnectLink, LinkPurpose
from storage.database.encryption import Keyring
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.oauth import ConnectLinkRow
from storage.tables.stores import StoreRow

_TOKEN = "connect_links.token"  # noqa: S105 - the name of a column


def hash_token(token: str) -> bytes:
    """Hash a token to look it up."""
    return hashlib.sha256(token.encode()).digest()


async def find_link(session: AsyncSession, token: str) -> ConnectLinkRow:
    """Return the link of a token, open or not, or raise `NothingThere`."""
    return _found(await session.scalar(_of_token(token)))


async def lock_link(session: AsyncSession, token: str) -> ConnectLinkRow:
    """Return it, locked; see `lock_authorization` for the order of locks."""
    return _found(await session.scalar(_of_token(token).with_for_update()))


def is_open(row: ConnectLinkRow, at: datetime) -> bool:
    """Match open links."""
    return row.closed_at is None and row.expires_at > at


@dataclass(frozen=True)
class Links:
    """Makes and closes links: a store or connection has one open link, made on first use."""

    keyring: Keyring

    async def open_link(
        self, session: AsyncSession, store: StoreRow, asker: str, at: datetime
    ) -> tuple[ConnectLink, bool]:
        """Return the link that connects a store, or renews its connection.

        It is prolonged to its full life; also returns whether it is new.
        """
        if store.authorization_id is None:
            return await self._open(session, _new(store, LinkPurpose.CONNECT, asker, at), at)
        return await self._open(session, await _renewal(session, store, asker, at), at)

    async def switch_link(
        self, session: AsyncSession, store: StoreRow, asker: str, at: datetime
    ) -> tuple[ConnectLink, bool]:
        """Return the link that connects a store to another seller, as `open_link` does."""
        return await self._open(session, _new(store, LinkPurpose.SWITCH, asker, at), at)

    def as_link(self, row: ConnectLinkRow) -> ConnectLink:
        token = self.keyring.decrypt(row.token_encrypted, _TOKEN, row.id)
        return ConnectLink(row.id, token, row.expires_at)

    async def _open(
        self, session: AsyncSession, wanted: ConnectLinkRow, at: datetime
    ) -> tuple[ConnectLink, bool]:
        """Prolong the matching open link, or make one."""
        row = await session.scalar(_like(wanted).with_for_update())
        if row is not None and row.expires_at > at and row.term == wanted.term:
            row.expires_at, row.store_id = wanted.expires_at, wanted.store_id
            return self.as_link(row), False
        if row is not None:
            row.closed_at = min(at, row.expires_at)
            await session.flush()
        token = secrets.token_urlsafe(32)
        wanted.token_hash = hash_token(token)
        wanted.token_encrypted = self.keyring.encrypt(token, _TOKEN, wanted.id)
        session.add(wanted)
        return ConnectLink(wanted.id, token, wanted.expires_at), True


async def close_links(
    session: AsyncSession,
    at: datetime,
    *,
    store_id: UUID | None = None,
    authorization_id: UUID | None = None,
) -> None:
    """Close the open links of a store, or of a connection."""
    of_store = (ConnectLinkRow.store_id == store_id) & ConnectLinkRow.authorization_id.is_(None)
    of_authorization = ConnectLinkRow.authorization_id == authorization_id
    await session.execute(
        update(ConnectLinkRow)
        .where(
            of_store if authorization_id is None else of_authorization,
            ConnectLinkRow.closed_at.is_(None),
        )
        .values(closed_at=at)
    )


def _of_token(token: str) -> Select[ConnectLinkRow]:
    return select(ConnectLinkRow).where(ConnectLinkRow.token_hash == hash_token(token))


def _found(row: ConnectLinkRow | None) -> ConnectLinkRow:
    if row is None:
        raise NothingThere
    return row


def _like(wanted: ConnectLinkRow) -> Select[ConnectLinkRow]:
    is_open = select(ConnectLinkRow).where(ConnectLinkRow.closed_at.is_(None))
    if wanted.authorization_id is None:
        return is_open.where(
            ConnectLinkRow.store_id == wanted.store_id, ConnectLinkRow.authorization_id.is_(None)
        )
    return is_open.where(ConnectLinkRow.authorization_id == wanted.authorization_id)


def _new(store: StoreRow, purpose: LinkPurpose, asker: str, at: datetime) -> ConnectLinkRow:
    return ConnectLinkRow(
        id=uuid4(),
        workspace_id=store.workspace_id,
        purpose=purpose,
        store_id=store.id,
        created_by=asker,
        created_at=at,
        expires_at=at + LINK_LIFE,
    )


async def _renewal(
    session: AsyncSession, store: StoreRow, asker: str, at: datetime
) -> ConnectLinkRow:
    """Build the renewal link of a store's connection; it is shown with its oldest store."""
    term = (
        await session.execute(
            select(TermRow)
            .join(AuthorizationRow, AuthorizationRow.id == TermRow.authorization_id)
            .where(
                TermRow.authorization_id == store.authorization_id,
                TermRow.number == AuthorizationRow.term,
            )
        )
    ).scalar_one()
    oldest = await session.scalar(
        select(StoreRow.id)
        .where(StoreRow.authorization_id == store.authorization_id)
        .order_by(StoreRow.created_at, StoreRow.id)
        .limit(1)
    )
    link = _new(store, LinkPurpose.RENEW, asker, at)
    link.authorization_id, link.term = store.authorization_id, term.number
    link.store_id = oldest or store.id
    if term.ends_at is not None:
        link.expires_at = max(link.expires_at, term.ends_at + RENEWABLE_AFTER_END)
    return link
