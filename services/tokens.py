"""Handing out short-lived access tokens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.addresses import AmazonAddresses
from amazon.errors import GrantGone
from amazon.lwa import LoginWithAmazon
from domain.application import Application
from domain.authorizations import AuthorizationStatus
from domain.clock import Clock
from domain.errors import NotConnected
from domain.history import Event
from domain.marketplaces import Region
from domain.stores import Store
from storage.authorizations import RefreshTokens, check_soon
from storage.database import Database, changing, reading
from storage.history import record
from storage.seller_tables import AuthorizationRow
from storage.stores import store_named


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a program needs for its calls; `endpoint` is SP-API's for the store's region."""

    access_token: str = field(repr=False)
    expires_at: datetime
    endpoint: str
    marketplace_id: str
    seller_id: str


@dataclass(frozen=True, slots=True)
class _Source:
    store: Store
    authorization_id: UUID
    seller_id: str
    region: Region
    token_version: int
    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class AccessTokens:
    database: Database
    clock: Clock
    application: Application
    lwa: LoginWithAmazon
    tokens: RefreshTokens
    addresses: AmazonAddresses

    async def hand_out(self, workspace_id: UUID, store_name: str, actor: str) -> AccessToken:
        """Ask Amazon for a fresh token of a store's seller, and write that down.

        Raises `StoreUnknown`, `NotConnected` or an `AmazonError`; then nothing was handed out.
        A token that Amazon refuses is checked at once.
        """
        source = await self._source(workspace_id, store_name)
        try:
            tokens = await self.lwa.refresh(source.refresh_token)
        except GrantGone:
            await self._doubt(source)
            raise
        await self._record(source, tokens.refresh_token, actor)
        return AccessToken(
            access_token=tokens.access_token,
            expires_at=self.clock() + timedelta(seconds=tokens.expires_in),
            endpoint=self.addresses.spapi(source.region),
            marketplace_id=source.store.marketplace_id,
            seller_id=source.seller_id,
        )

    @reading
    async def _source(self, session: AsyncSession, workspace_id: UUID, name: str) -> _Source:
        store = await store_named(session, workspace_id, name, self.clock())
        query = select(AuthorizationRow).where(AuthorizationRow.id == store.authorization_id)
        row = await session.scalar(query)
        if row is None or not self._may_be_handed_out(row):
            raise NotConnected
        token = self.tokens.open(row)
        if token is None:
            raise NotConnected
        return _Source(store, row.id, row.seller_id, Region(row.region), row.token_version, token)

    @changing
    async def _doubt(self, session: AsyncSession, source: _Source) -> None:
        asked = AuthorizationRow.id == source.authorization_id
        await check_soon(session, asked, self.clock())

    @changing
    async def _record(
        self, session: AsyncSession, source: _Source, refresh_token: str, actor: str
    ) -> None:
        row = await session.get_one(AuthorizationRow, source.authorization_id, with_for_update=True)
        if not self._may_be_handed_out(row):
            raise NotConnected
        if row.token_version == source.token_version:
            self.tokens.keep_rotated(row, source.refresh_token, refresh_token)
        record(
            session,
            Event.TOKEN_HANDED_OUT,
            workspace_id=source.store.workspace_id,
            store_id=source.store.id,
            actor=actor,
            at=self.clock(),
            authorization=str(source.authorization_id),
        )

    def _may_be_handed_out(self, row: AuthorizationRow) -> bool:
        """Tell whether nothing stops hand-outs.

        Amazon's refusal, an open question and another application do; an estimated end does not.
        """
        is_live = row.status == AuthorizationStatus.LIVE and row.gone_at is None
        is_this_applications = row.application_id == self.application.id
        return is_live and is_this_applications and row.ours_due_at is None
