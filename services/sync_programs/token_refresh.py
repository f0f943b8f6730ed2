"""Fetch the shared access token, by one process at a time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID, uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.errors import AmazonError, GrantGone
from amazon.lwa import LoginWithAmazon, Tokens
from domain.access_tokens import MARGIN, RETRY, Want
from domain.authorizations import GONE_TWICE, AuthorizationStatus
from domain.clock import Clock, Sleep
from domain.errors import AmazonSilent
from services.sync_programs.single_flight import SingleFlight
from storage.access_tokens import SharedTokens, lock_token
from storage.authorizations import RefreshTokens, lock_authorization
from storage.database.transactions import Database, changing
from storage.tables.authorizations import AuthorizationRow
from storage.tables.sync_programs import AccessTokenRow

log: structlog.stdlib.BoundLogger = structlog.get_logger()

REFRESH_LEASE = timedelta(seconds=15)
"""How long the right to fetch is leased: longer than a call to Amazon."""
LOOKS = 150
"""How often to check whether another process has fetched it; together longer than its lease."""
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class _Claim:
    """The right to fetch; a response counts for that version of the refresh token only."""

    authorization_id: UUID
    token_version: int
    lease: UUID
    asked_at: datetime
    refresh_token: str = field(repr=False)


class _Found(Enum):
    """What prevents fetching."""

    THERE = auto()
    UNDER_WAY = auto()


@dataclass(frozen=True)
class FetchTokens:
    """Refreshes sellers' access tokens; `AccessTokens` calls it."""

    database: Database
    clock: Clock
    lwa: LoginWithAmazon
    refresh_tokens: RefreshTokens
    shared: SharedTokens
    sleep: Sleep
    _flights: SingleFlight = field(default_factory=SingleFlight)

    async def fetch(self, authorization_id: UUID, want: Want) -> None:
        """Fetch a token that meets the request, once for all who want the same.

        Raises `AmazonSilent` during the pause after a failure, or an `AmazonError`.
        """
        flight = (authorization_id, want)
        await self._flights.join(flight, lambda: self._fetch(authorization_id, want))

    async def _fetch(self, authorization_id: UUID, want: Want) -> None:
        since = want.since(self.clock())
        for _ in range(LOOKS):
            claim = await self._claim(authorization_id, since)
            if claim is _Found.THERE:
                return
            if isinstance(claim, _Claim):
                if await self._ask(claim):
                    return
            else:
                await self.sleep(_PAUSE)
        raise AmazonSilent

    async def _ask(self, claim: _Claim) -> bool:
        """Ask Amazon; returns whether the response counted. Raises an `AmazonError` that does."""
        try:
            tokens = await self.lwa.refresh(claim.refresh_token)
        except AmazonError as fault:
            if await self._put_off(claim, is_gone=isinstance(fault, GrantGone)):
                raise
            return False
        return await self._keep(claim, tokens)

    @changing
    async def _claim(
        self, session: AsyncSession, authorization_id: UUID, since: datetime | None
    ) -> _Claim | _Found:
        """Take the right to fetch, unless there is a token by now or somebody else has it."""
        now = self.clock()
        row = await lock_authorization(session, None, authorization_id)
        shared = await lock_token(session, authorization_id)
        if _is_good(shared, row.token_version, now, since) and self.shared.is_readable(shared):
            return _Found.THERE
        if shared.retry_at is not None and shared.retry_at > now:
            raise AmazonSilent(shared.retry_at)
        if shared.leased_until is not None and shared.leased_until > now:
            return _Found.UNDER_WAY
        refresh_token = self.refresh_tokens.open(row)
        if refresh_token is None or not _may_be_shared(row):
            return _Found.THERE
        shared.lease, shared.leased_until = uuid4(), now + REFRESH_LEASE
        return _Claim(row.id, row.token_version, shared.lease, now, refresh_token)

    @changing
    async def _keep(self, session: AsyncSession, claim: _Claim, tokens: Tokens) -> bool:
        """Save the token unless it was overtaken; returns whether it was saved."""
        row, shared = await self._claimed(session, claim)
        if row is None or shared is None:
            return False
        self.refresh_tokens.keep_rotated(row, claim.refresh_token, tokens.refresh_token)
        self.shared.seal(shared, tokens.access_token)
        shared.token_version, shared.asked_at = row.token_version, claim.asked_at
        shared.expires_at = claim.asked_at + timedelta(seconds=tokens.expires_in)
        shared.lease = shared.leased_until = shared.retry_at = None
        return True

    @changing
    async def _put_off(self, session: AsyncSession, claim: _Claim, *, is_gone: bool) -> bool:
        """Pause for a while, unless that was overtaken; returns whether it was not.

        A connection that Amazon no longer honours is doubted from now on, as after a check.
        """
        now = self.clock()
        row, shared = await self._claimed(session, claim)
        if row is None or shared is None:
            return False
        shared.lease = shared.leased_until = None
        shared.retry_at = now + RETRY
        if is_gone:
            row.gone_at = row.gone_at or now
            row.next_check_at = row.gone_at + GONE_TWICE
        return True

    async def _claimed(
        self, session: AsyncSession, claim: _Claim
    ) -> tuple[AuthorizationRow | None, AccessTokenRow | None]:
        """Return what a response applies to; None where it was replaced, ended or taken over."""
        row = await lock_authorization(session, None, claim.authorization_id)
        shared = await lock_token(session, row.id)
        is_same = row.token_version == claim.token_version and shared.lease == claim.lease
        if is_same and _may_be_shared(row):
            return row, shared
        log.info("an answer of Amazon's came too late", authorization=str(row.id))
        return None, None


def _may_be_shared(row: AuthorizationRow) -> bool:
    return row.status == AuthorizationStatus.LIVE and row.gone_at is None


def _is_good(shared: AccessTokenRow, version: int, now: datetime, since: datetime | None) -> bool:
    if shared.expires_at is None or shared.asked_at is None or shared.token_version != version:
        return False
    return shared.expires_at > now + MARGIN and (since is None or shared.asked_at >= since)
