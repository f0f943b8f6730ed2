"""Asking Amazon about sellers whom we could not ask about when they came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.errors import AmazonError
from amazon.lwa import LoginWithAmazon
from amazon.spapi import SellingPartner
from domain.authorizations import AuthorizationStatus, Participation
from domain.clock import Clock
from domain.marketplaces import Region
from services.applying import show_stores
from storage.authorizations import RefreshTokens, name_seller, replace_participations
from storage.database import Database, changing, reading
from storage.seller_tables import AuthorizationRow

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class _Unchecked:
    authorization_id: UUID
    token_version: int
    region: Region
    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class CheckSellers:
    database: Database
    clock: Clock
    lwa: LoginWithAmazon
    spapi: SellingPartner
    tokens: RefreshTokens

    async def check_unchecked(self) -> None:
        """Ask where the sellers sell of whom Amazon has not told it yet."""
        for seller in await self._unchecked():
            try:
                fresh = await self.lwa.refresh(seller.refresh_token)
                told = await self.spapi.participations(fresh.access_token, seller.region)
            except AmazonError as fault:
                log.info("a seller cannot be asked about yet", reason=fault.code)
            else:
                await self._keep(seller, fresh.refresh_token, told)

    @reading
    async def _unchecked(self, session: AsyncSession) -> list[_Unchecked]:
        rows = await session.scalars(
            select(AuthorizationRow)
            .where(
                AuthorizationRow.checked_at.is_(None),
                AuthorizationRow.status == AuthorizationStatus.LIVE,
            )
            .order_by(AuthorizationRow.created_at)
            .limit(_AT_ONCE)
        )
        return [
            _Unchecked(row.id, row.token_version, Region(row.region), token)
            for row in rows
            if (token := self.tokens.open(row)) is not None
        ]

    @changing
    async def _keep(
        self,
        session: AsyncSession,
        seller: _Unchecked,
        refresh_token: str,
        told: Sequence[Participation],
    ) -> None:
        """Keep Amazon's answer, unless the token it was asked with has been replaced."""
        row = await session.get_one(AuthorizationRow, seller.authorization_id, with_for_update=True)
        if row.token_version != seller.token_version:
            return
        self.tokens.keep_rotated(row, seller.refresh_token, refresh_token)
        name_seller(row, told)
        await replace_participations(session, row, told, self.clock())
        await show_stores(session, row, self.clock())
