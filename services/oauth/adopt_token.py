"""Adopt a refresh token that an operator or a seller provides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from amazon.lwa import LoginWithAmazon
from amazon.spapi import SellingPartner
from domain.application import Application, ApplicationKind
from domain.attempts import AttemptEnd
from domain.authorizations import TERM_LENGTH, Participation, SellerProof
from domain.clock import Clock
from domain.errors import NothingThere
from domain.history import Actor
from domain.links import LinkPurpose
from domain.marketplaces import marketplace
from domain.oauth import AttemptResult, ExpectedGrant, SellerVerification, judge, sells_in
from domain.stores import Store
from services.oauth.apply_grant import NewGrant, apply_grant, attach_expected
from services.oauth.expectation import expected_through
from storage.authorizations import RefreshTokens, connection_of, find_authorization
from storage.database.transactions import Database, changing, reading
from storage.links import find_link, is_open
from storage.stores import get_store, store_named, store_row, stores_served
from storage.tables.oauth import ConnectLinkRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow


class AdoptionRefused(Exception):
    """A token that was not adopted; `end` says why, and nothing was changed."""

    def __init__(self, end: AttemptEnd, participations: Sequence[Participation] = ()) -> None:
        super().__init__(end)
        self.end = end
        self.sells_in = sells_in(participations)


@dataclass(frozen=True, slots=True)
class Brought:
    """A provided refresh token, with what was typed along with it.

    `connected_on` is the day of the seller's consent, if known; `link` is the token of the connect
    link through which it came, if any.
    """

    seller_id: str
    refresh_token: str = field(repr=False)
    connected_on: datetime | None
    actor: str
    link: str = field(default="", repr=False)


@dataclass(frozen=True)
class AdoptTokens:
    """Connects stores with provided tokens, for `adopt` and for pages of private applications."""

    database: Database
    clock: Clock
    application: Application
    lwa: LoginWithAmazon
    spapi: SellingPartner
    tokens: RefreshTokens

    async def adopt(self, store: Store, brought: Brought, *, dry_run: bool = False) -> None:
        """Prove a token by using it, then connect the store with it.

        Raises `AdoptionRefused`, an `AmazonError` where Amazon rejects the token, or `NothingThere`
        where its link was closed meanwhile. A `dry_run` also asks Amazon, but changes nothing here.
        """
        fresh = await self.lwa.try_out(brought.refresh_token)
        told = await self.spapi.participations(fresh.access_token, store.marketplace.region)
        if dry_run:
            await self._rehearse(store, brought, told)
        else:
            await self._apply(store, brought, fresh.refresh_token, told)

    @reading
    async def named(self, session: AsyncSession, workspace_id: UUID, name: str) -> Store:
        """Return the store of that name, or raise `StoreUnknown`."""
        return await store_named(session, workspace_id, name, self.clock())

    @reading
    async def of_link(self, session: AsyncSession, token: str) -> Store:
        """Return the store of an open link, or raise `NothingThere`."""
        link = await self._open_link(session, token)
        return await get_store(session, link.workspace_id, link.store_id, self.clock())

    @reading
    async def result(self, session: AsyncSession, token: str) -> AttemptResult:
        """Return what was just connected through a link, or raise `NothingThere`."""
        link = await find_link(session, token)
        store = await get_store(session, link.workspace_id, link.store_id, self.clock())
        workspace = await session.get_one(WorkspaceRow, link.workspace_id)
        connection = await connection_of(session, workspace.id, store.authorization_id)
        before = await connection_of(session, workspace.id, link.authorization_id)
        is_same = before and connection and before.seller_id == connection.seller_id
        return AttemptResult(
            end=AttemptEnd.SUCCEEDED,
            facts={"renewed": bool(is_same)},
            workspace=workspace.name,
            workspace_url=workspace.url,
            store=store,
            connection=connection,
            asks_again=link.purpose == LinkPurpose.RENEW,
            stores=await stores_served(session, workspace.id, store.authorization_id, self.clock()),
        )

    @reading
    async def _rehearse(
        self, session: AsyncSession, store: Store, brought: Brought, told: Sequence[Participation]
    ) -> None:
        """Raise what adopting would raise."""
        row = await store_row(session, store.workspace_id, store.id)
        await self._judge(session, row, brought, told)

    @changing
    async def _apply(
        self,
        session: AsyncSession,
        store: Store,
        brought: Brought,
        refresh_token: str,
        told: Sequence[Participation],
    ) -> None:
        row = await store_row(session, store.workspace_id, store.id)
        asked = await self._judge(session, row, brought, told)
        grant = NewGrant(
            workspace_id=store.workspace_id,
            application_id=self.application.id,
            region=store.marketplace.region,
            seller_id=brought.seller_id,
            refresh_token=refresh_token,
            proof=SellerProof.TYPED,
            participations=told,
            granted_at=brought.connected_on or self.clock(),
            ends_at=self._ends_at(brought.connected_on),
            actor=brought.actor,
            is_ours=brought.actor != Actor.SELLER,
        )
        applied = await apply_grant(session, self.tokens, grant, self.clock())
        await attach_expected(session, asked, row, applied, brought.actor, self.clock())

    async def _open_link(self, session: AsyncSession, token: str) -> ConnectLinkRow:
        link = await find_link(session, token)
        if not is_open(link, self.clock()):
            raise NothingThere
        return link

    async def _judge(
        self,
        session: AsyncSession,
        store: StoreRow,
        brought: Brought,
        told: Sequence[Participation],
    ) -> ExpectedGrant:
        """Refuse what a consent would be refused for; an operator vouches for the seller id.

        Returns the grant to apply.
        """
        region = marketplace(store.marketplace_id).region
        row = await find_authorization(
            session, store.workspace_id, self.application.id, region, brought.seller_id
        )
        link = await self._open_link(session, brought.link) if brought.link else None
        asked = await expected_through(
            session, self.application.id, link, store, brought.seller_id, row
        )
        known = await connection_of(session, store.workspace_id, row.id if row else asked.former)
        vouched = brought.actor != Actor.SELLER
        end = judge(SellerVerification(SellerProof.TYPED, told), known, asked, accepted=vouched)
        if end is not AttemptEnd.SUCCEEDED:
            raise AdoptionRefused(end, told)
        return asked

    def _ends_at(self, connected_on: datetime | None) -> datetime | None:
        """Return the term's end; there is none for a private application or an unknown day."""
        if self.application.kind is ApplicationKind.PRIVATE or connected_on is None:
            return None
        return connected_on + TERM_LENGTH
