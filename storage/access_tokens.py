"""Access tokens as rows: whose they are, whether they may be issued, who fetches the next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access_tokens import TokenEligibility, TokenWithheld, Withheld
from domain.marketplaces import Region
from storage.database.dialects import insert
from storage.database.encryption import Keyring, Unreadable
from storage.sync_programs import WORKER_OF_KEY, may_know
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow
from storage.tables.sync_programs import AccessTokenRow, SyncProgramRow
from storage.tables.types import known
from storage.tables.workspaces import WorkspaceRow

_COLUMN = "access_tokens.access_token"
_STORES = StoreRow.__table__.c
_WORKSPACES = WorkspaceRow.__table__.c
_AUTHORIZATIONS = AuthorizationRow.__table__.c
_TOKENS = AccessTokenRow.__table__.c
_WORKERS = SyncProgramRow.__table__.c

_SOURCE = (
    _STORES.id.label("store_id"),
    _STORES.marketplace_id,
    _STORES.paused_at,
    _WORKSPACES.suspended_because,
    _AUTHORIZATIONS.id.label("authorization_id"),
    _AUTHORIZATIONS.status,
    _AUTHORIZATIONS.region,
    _AUTHORIZATIONS.seller_id,
    _AUTHORIZATIONS.application_id,
    _AUTHORIZATIONS.ours_due_at.label("ownership_due_at"),
    _AUTHORIZATIONS.gone_at,
    _AUTHORIZATIONS.token_version,
    _TOKENS.token_version.label("asked_with"),
    _TOKENS.access_token_encrypted,
    _TOKENS.asked_at,
    _TOKENS.expires_at,
)
"""Everything that decides whether a token is issued; prepared like `STORES`."""
_IS_ITS_SELLER = _AUTHORIZATIONS.id == _STORES.authorization_id
_IS_ITS_TOKEN = _TOKENS.authorization_id == _AUTHORIZATIONS.id


SOURCES = (
    select(*_SOURCE)
    .join_from(StoreRow.__table__, WorkspaceRow.__table__, _WORKSPACES.id == _STORES.workspace_id)
    .outerjoin(AuthorizationRow.__table__, _IS_ITS_SELLER)
    .outerjoin(AccessTokenRow.__table__, _IS_ITS_TOKEN)
    .where(_STORES.workspace_id == bindparam("workspace_id"))
)
SOURCE_OF_STORE = SOURCES.where(_STORES.id == bindparam("store_id"))
ASKER = (
    WORKER_OF_KEY.add_columns(*_SOURCE)
    .join(WorkspaceRow.__table__, _WORKSPACES.id == _WORKERS.workspace_id)
    .outerjoin(
        StoreRow.__table__,
        (_STORES.workspace_id == _WORKERS.workspace_id)
        & (_STORES.key == bindparam("key"))
        & may_know(_WORKERS.serves_all, _WORKERS.id),
    )
    .outerjoin(AuthorizationRow.__table__, _IS_ITS_SELLER)
    .outerjoin(AccessTokenRow.__table__, _IS_ITS_TOKEN)
)
"""The owner of a key, and the source that they ask for, if they may know it."""


@dataclass(frozen=True, slots=True)
class SharedToken:
    """The access token that a seller's programs share."""

    access_token: str = field(repr=False)
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Seller:
    """The seller whose token a store uses."""

    authorization_id: UUID
    region: Region
    seller_id: str


@dataclass(frozen=True, slots=True)
class Source:
    """A store, what prevents issuing its token, and the shared token, if it is valid."""

    store_id: UUID
    marketplace_id: str
    eligibility: TokenEligibility
    found: Seller | None
    token: SharedToken | None

    @property
    def seller(self) -> Seller:
        """The seller; raises `TokenWithheld` where the store has none."""
        if self.found is None:
            raise TokenWithheld(Withheld.NOT_CONNECTED)
        return self.found


@dataclass(frozen=True)
class SharedTokens:
    """Encrypts and decrypts access tokens; nothing else does."""

    keyring: Keyring
    application_id: str
    """The running application; sellers of another do not count."""

    def seal(self, row: AccessTokenRow, token: str) -> None:
        row.access_token_encrypted = self.keyring.encrypt(token, _COLUMN, row.authorization_id)

    def is_readable(self, row: AccessTokenRow) -> bool:
        """Return whether a token can be decrypted; its key may be lost."""
        sealed = row.access_token_encrypted
        return sealed is not None and self._opened(sealed, row.authorization_id) is not None

    def source(self, row: Any) -> Source:
        """Build a `Source` from a row of `SOURCES`."""
        return Source(
            row.store_id,
            row.marketplace_id,
            self._eligibility(row),
            _seller(row),
            self._token(row),
        )

    def _eligibility(self, row: Any) -> TokenEligibility:
        return TokenEligibility(
            suspended_because=row.suspended_because,
            paused_at=row.paused_at,
            authorization_id=row.authorization_id,
            status=known(row.status),
            is_of_another_application=row.application_id not in {None, self.application_id},
            ownership_due_at=row.ownership_due_at,
            gone_at=row.gone_at,
        )

    def _token(self, row: Any) -> SharedToken | None:
        """Decrypt the token; one of an earlier refresh token, or of a lost key, is not valid."""
        if row.access_token_encrypted is None or row.asked_with != row.token_version:
            return None
        opened = self._opened(row.access_token_encrypted, row.authorization_id)
        return None if opened is None else SharedToken(opened, row.asked_at, row.expires_at)

    def _opened(self, sealed: bytes, authorization_id: UUID) -> str | None:
        try:
            return self.keyring.decrypt(sealed, _COLUMN, authorization_id)
        except Unreadable:
            return None


def _seller(row: Any) -> Seller | None:
    if row.authorization_id is None:
        return None
    return Seller(row.authorization_id, row.region, row.seller_id)


async def lock_token(session: AsyncSession, authorization_id: UUID) -> AccessTokenRow:
    """Return an authorization's access token row, locked, creating it if needed."""
    await session.execute(
        insert(session, AccessTokenRow)
        .values(authorization_id=authorization_id, token_version=0)
        .on_conflict_do_nothing()
    )
    return await session.get_one(AccessTokenRow, authorization_id, with_for_update=True)


async def forget_token(session: AsyncSession, authorization_id: UUID) -> None:
    """Erase the shared access token: after new roles, or at the end of a connection."""
    await session.execute(
        delete(AccessTokenRow).where(AccessTokenRow.authorization_id == authorization_id)
    )
