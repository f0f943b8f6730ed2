"""Handle the OAuth callback: spend the state, exchange, store, prove, settle."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.errors import AmazonError, AmazonUnavailable, ApplicationRefused, CodeRefused, GrantGone
from amazon.lwa import LoginWithAmazon
from domain.attempts import AttemptEnd, CallbackRefusal, GrantStatus
from domain.authorizations import SellerProof
from domain.clock import Clock
from domain.marketplaces import Region
from domain.oauth import Callback, Received, SellerVerification
from services.oauth.seller_proof import ProveSellers
from services.oauth.settlement import Settlement, close_grant
from services.oauth.workflow import workflow_of
from services.sweeps import one_by_one
from storage.attempts import consume
from storage.authorizations import RefreshTokens, check_soon
from storage.database.encryption import Unreadable
from storage.database.transactions import Database, changing
from storage.links import hash_token
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from storage.tables.stores import StoreRow

log: structlog.stdlib.BoundLogger = structlog.get_logger()

GRANT_LEASE = timedelta(seconds=60)
"""How long a grant is leased to whoever proves it."""
_AT_ONCE = 20
_ENDS: dict[type[AmazonError], AttemptEnd] = {
    CodeRefused: AttemptEnd.CODE_REFUSED,
    ApplicationRefused: AttemptEnd.APPLICATION_REFUSED,
    AmazonUnavailable: AttemptEnd.AMAZON_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Unproved:
    """A stored grant that is still to be proved and settled."""

    grant_id: UUID
    region: Region
    seller_id: str
    refresh_token: str
    has_worked: bool


@dataclass(frozen=True)
class OAuthCallbacks:
    """Handles callbacks of both workflows. `redirect_uri` is the one registered at Amazon."""

    database: Database
    clock: Clock
    lwa: LoginWithAmazon
    seller_proof: ProveSellers
    settlement: Settlement
    tokens: RefreshTokens
    redirect_uri: str

    @property
    def _application_id(self) -> str:
        return self.settlement.application.id

    async def receive(self, callback: Callback, cookie: str) -> Received:
        """Handle a callback; returns where the browser goes next.

        Once the exchange has brought a token, it is kept whatever happens next.
        """
        received = await self._spend(callback, cookie)
        if received.attempt_id is None or not received.goes_on:
            return received
        try:
            tokens = await self.lwa.exchange(callback.code, self.redirect_uri)
        except AmazonError as refusal:
            await self._end(received.attempt_id, _ENDS[type(refusal)], refusal.code)
            return received
        kept = await self._keep(received.attempt_id, callback.seller_id, tokens.refresh_token)
        try:
            for unproved in kept:
                await self._prove(unproved, tokens.access_token)
        except SQLAlchemyError:
            log.exception("a grant is kept and will be settled by the next sweep")
        return received

    async def finish(self) -> None:
        """Settle the grants that a crash left between the exchange and their end."""
        await one_by_one(await self._claim(), self._finish, "grants")

    async def _finish(self, unproved: Unproved) -> None:
        try:
            tokens = await self.lwa.refresh(unproved.refresh_token)
        except GrantGone:
            await self._lose(unproved.grant_id)
        except AmazonError as fault:
            log.warning("a kept grant cannot be proved yet", reason=fault.code)
        else:
            await self._keep_rotated(unproved, tokens.refresh_token)
            await self._prove(unproved, tokens.access_token)

    async def _prove(self, unproved: Unproved, access_token: str) -> None:
        found = await self.seller_proof.find(
            access_token, unproved.region, unproved.seller_id, has_worked=unproved.has_worked
        )
        await self._settle(unproved.grant_id, found)

    @changing
    async def _spend(self, session: AsyncSession, callback: Callback, cookie: str) -> Received:
        """Spend the state; a denied consent, or one that concerns nobody, ends at once."""
        now = self.clock()
        attempt_id = await consume(session, callback.state, cookie, now)
        if attempt_id is None:
            return await self._not_spent(session, callback, cookie)
        workflow = await workflow_of(session, attempt_id)
        if callback.error:
            await workflow.end(session, AttemptEnd.DENIED, now, error=callback.error)
            return Received(attempt_id)
        targets = await workflow.targets(session, self._application_id, callback.seller_id, now)
        return Received(attempt_id, goes_on=bool(targets))

    async def _not_spent(self, session: AsyncSession, callback: Callback, cookie: str) -> Received:
        """Return why a state was not spent; one that came too late ends here, before the sweep."""
        state = hash_token(callback.state)
        attempt = await session.scalar(
            select(ConnectAttemptRow).where(ConnectAttemptRow.state_hash == state)
        )
        if attempt is None:
            return Received(None, CallbackRefusal.UNKNOWN)
        if callback.code and attempt.consumed_at is None:
            await self._doubt(session, attempt)
        if attempt.cookie_hash != hash_token(cookie):
            return Received(None, CallbackRefusal.OTHER_BROWSER)
        if attempt.end is None and attempt.consumed_at is None:
            workflow = await workflow_of(session, attempt.id)
            await workflow.end(session, AttemptEnd.EXPIRED, self.clock())
        return Received(attempt.id, CallbackRefusal.REPLAYED)

    @changing
    async def _keep(
        self, session: AsyncSession, attempt_id: UUID, seller_id: str, refresh_token: str
    ) -> list[Unproved]:
        """Store a grant for each workspace that it concerns, before anything else is decided."""
        now = self.clock()
        workflow = await workflow_of(session, attempt_id)
        kept = []
        for target in await workflow.targets(session, self._application_id, seller_id, now):
            grant = GrantRow(
                id=uuid4(),
                workspace_id=target.workspace_id,
                attempt_id=attempt_id,
                application_id=self._application_id,
                region=target.region,
                seller_id=seller_id,
                status=GrantStatus.RECEIVED,
                received_at=now,
                leased_until=now + GRANT_LEASE,
            )
            self.tokens.seal(grant, refresh_token)
            session.add(grant)
            kept.append(await self._unproved(session, grant, refresh_token))
        return kept

    @changing
    async def _claim(self, session: AsyncSession) -> list[Unproved]:
        """Lease the grants that nobody is proving."""
        now = self.clock()
        rows = await session.scalars(
            select(GrantRow)
            .where(
                GrantRow.settled_at.is_(None),
                GrantRow.status == GrantStatus.RECEIVED,
                GrantRow.leased_until < now,
            )
            .order_by(GrantRow.received_at)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        claimed = []
        for grant in rows.all():
            grant.leased_until = now + GRANT_LEASE
            try:
                token = self.tokens.open(grant) or ""
            except Unreadable:
                log.exception("a kept grant cannot be read", grant=str(grant.id))
            else:
                claimed.append(await self._unproved(session, grant, token))
        return claimed

    @changing
    async def _keep_rotated(
        self, session: AsyncSession, unproved: Unproved, refresh_token: str
    ) -> None:
        grant = await session.get_one(GrantRow, unproved.grant_id, with_for_update=True)
        if grant.settled_at is None and refresh_token != unproved.refresh_token:
            self.tokens.seal(grant, refresh_token)

    @changing
    async def _lose(self, session: AsyncSession, grant_id: UUID) -> None:
        """End a grant that Amazon no longer honours before it could be settled."""
        grant = await session.get_one(GrantRow, grant_id, with_for_update=True)
        if grant.settled_at is not None:
            return
        close_grant(grant, GrantStatus.REFUSED, self.clock())
        workflow = await workflow_of(session, grant.attempt_id)
        await workflow.on_settled(session, grant, AttemptEnd.INTERRUPTED, self.clock())

    @changing
    async def _settle(
        self, session: AsyncSession, grant_id: UUID, found: SellerVerification
    ) -> None:
        await self.settlement.settle(session, grant_id, found, self.clock())

    @changing
    async def _end(
        self, session: AsyncSession, attempt_id: UUID, end: AttemptEnd, reason: str
    ) -> None:
        workflow = await workflow_of(session, attempt_id)
        await self._doubt(session, await session.get_one(ConnectAttemptRow, attempt_id))
        await workflow.end(session, end, self.clock(), reason=reason)

    async def _doubt(self, session: AsyncSession, attempt: ConnectAttemptRow) -> None:
        """Schedule a check of the store's seller: the consent may have ended our token."""
        sells = select(StoreRow.authorization_id).where(StoreRow.id == attempt.store_id)
        await check_soon(session, AuthorizationRow.id.in_(sells), self.clock())

    async def _unproved(
        self, session: AsyncSession, grant: GrantRow, refresh_token: str
    ) -> Unproved:
        """Load a grant, with whether the proving call has ever worked in its workspace."""
        worked = await session.scalar(
            select(AuthorizationRow.id)
            .where(
                AuthorizationRow.workspace_id == grant.workspace_id,
                AuthorizationRow.application_id == grant.application_id,
                AuthorizationRow.proof == SellerProof.PROVED,
            )
            .limit(1)
        )
        region = grant.region
        return Unproved(grant.id, region, grant.seller_id, refresh_token, worked is not None)
