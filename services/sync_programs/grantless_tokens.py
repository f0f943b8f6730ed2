"""Tokens for grantless operations, by scope."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.errors import AmazonError
from amazon.lwa import LoginWithAmazon
from domain.access_tokens import LAST_MINUTE, RETRY, UNINSTALLED_BY, YOUTH, TokenWithheld, Withheld
from domain.clock import Clock
from domain.errors import AmazonSilent
from domain.history import Actor, Event
from domain.sync_programs import ApiScope, SyncProgram
from services.sync_programs.single_flight import SingleFlight
from storage.database.group_commit import GroupCommit
from storage.database.transactions import Database, reading
from storage.history import Subject, entry
from storage.sync_programs import shown_key
from storage.tables.workspaces import WorkspaceRow

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class GrantlessToken:
    """A grantless token as it is issued."""

    access_token: str = field(repr=False)
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class GrantlessTokens:
    """Issues grantless tokens. Each process fetches its own, one for each scope, into memory."""

    database: Database
    clock: Clock
    lwa: LoginWithAmazon
    history: GroupCommit
    _flights: SingleFlight = field(default_factory=SingleFlight)
    _tokens: dict[ApiScope, GrantlessToken] = field(default_factory=dict)
    _retry_at: dict[ApiScope, datetime] = field(default_factory=dict)

    async def issue_to(self, key: str, scope: ApiScope) -> GrantlessToken:
        """Issue a grantless token to the sync program with that key.

        While Amazon gives none, the previous one is issued until shortly before its end. Raises
        `KeyRefused`, `TokenWithheld`, `AmazonSilent` or an `AmazonError`.
        """
        await self._asker(key)
        token = await self._lasting(scope)
        program = await self._asker(key)  # once more: Amazon may have taken its time
        await self.history.add(self._entry(program, scope))
        return token

    async def _lasting(self, scope: ApiScope) -> GrantlessToken:
        """Return a token that lasts for nearly an hour, as programs expect of Amazon's."""
        now, token = self.clock(), self._tokens.get(scope)
        if token is not None and token.asked_at >= now - YOUTH:
            return token
        try:
            await self._flights.join(scope, lambda: self._fetch(scope))
        except (AmazonSilent, AmazonError) as fault:
            if token is None or token.expires_at <= now + LAST_MINUTE:
                raise
            log.warning("amazon gives no token; the one before is handed out", fault=str(fault))
            return token
        return self._tokens[scope]

    async def _fetch(self, scope: ApiScope) -> None:
        now = self.clock()
        retry_at = self._retry_at.get(scope)
        if retry_at is not None and retry_at > now:
            raise AmazonSilent(retry_at)
        self._retry_at[scope] = now + RETRY
        given = await self.lwa.grantless(scope)
        del self._retry_at[scope]
        ends = now + timedelta(seconds=given.expires_in)
        self._tokens[scope] = GrantlessToken(given.access_token, now, ends)

    @reading
    async def _asker(self, session: AsyncSession, key: str) -> SyncProgram:
        """Return the key's owner. Raises `KeyRefused`, or `TokenWithheld` without the app."""
        program = (await shown_key(session, key, self.clock())).program
        suspended_because = await session.scalar(
            select(WorkspaceRow.suspended_because).where(WorkspaceRow.id == program.workspace_id)
        )
        if suspended_because in UNINSTALLED_BY:
            raise TokenWithheld(Withheld.UNINSTALLED)
        return program

    def _entry(self, program: SyncProgram, scope: ApiScope) -> dict[str, Any]:
        return entry(
            Event.TOKEN_ISSUED,
            Subject(program.workspace_id),
            Actor.WORKER,
            self.clock(),
            worker=str(program.id),
            worker_name=program.name,
            scope=scope,
        )
