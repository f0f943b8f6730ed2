"""Connect links as rows."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.links import ConnectLink
from storage.encryption import Keyring
from storage.tables import ConnectLinkRow, StoreRow

_TOKEN = "connect_links.token"  # noqa: S105 - the name of a column


def hash_token(token: str) -> bytes:
    """Return what is kept of a token to find it again."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True)
class Links:
    """A store's one open link, made when first asked for."""

    keyring: Keyring

    async def open_link(
        self, session: AsyncSession, store: StoreRow, asker: str, at: datetime, life: timedelta
    ) -> tuple[ConnectLink, bool]:
        """Return the store's link, prolonged to a full `life`, and whether it is a new one."""
        row = await session.scalar(
            select(ConnectLinkRow)
            .where(ConnectLinkRow.store_id == store.id, ConnectLinkRow.closed_at.is_(None))
            .with_for_update()
        )
        if row is not None and row.expires_at > at:
            row.expires_at = at + life
            return self.as_link(row), False
        if row is not None:
            row.closed_at = row.expires_at
            await session.flush()
        return self._new(session, store, asker, at, at + life), True

    def as_link(self, row: ConnectLinkRow) -> ConnectLink:
        token = self.keyring.decrypt(row.token_encrypted, _TOKEN, row.id)
        return ConnectLink(row.id, token, row.expires_at)

    def _new(
        self,
        session: AsyncSession,
        store: StoreRow,
        asker: str,
        at: datetime,
        expires_at: datetime,
    ) -> ConnectLink:
        link = ConnectLink(uuid4(), secrets.token_urlsafe(32), expires_at)
        session.add(
            ConnectLinkRow(
                id=link.id,
                workspace_id=store.workspace_id,
                store_id=store.id,
                token_hash=hash_token(link.token),
                token_encrypted=self.keyring.encrypt(link.token, _TOKEN, link.id),
                created_by=asker,
                created_at=at,
                expires_at=expires_at,
            )
        )
        return link
