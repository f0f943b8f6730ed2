"""Tokens for operations that no seller has to allow, by scope."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from amazon.lwa import LoginWithAmazon
from domain.clock import Clock
from domain.handing_out import YOUTH
from domain.history import Actor, Event
from domain.workers import Worker, WorkerScope
from services.flights import Flights
from storage.history import entry
from storage.together import RowsTogether


@dataclass(frozen=True, slots=True)
class GrantlessToken:
    access_token: str = field(repr=False)
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class GrantlessTokens:
    """Each process asks for its own, one for each scope, and keeps them in memory only."""

    clock: Clock
    lwa: LoginWithAmazon
    history: RowsTogether
    _flights: Flights = field(default_factory=Flights)
    _tokens: dict[WorkerScope, GrantlessToken] = field(default_factory=dict)

    async def hand_out_to(self, worker: Worker, scope: WorkerScope) -> GrantlessToken:
        """Hand a grantless token to a sync program; raises an `AmazonError`."""
        token = self._young(scope)
        if token is None:
            await self._flights.join(scope, lambda: self._fetch(scope))
            token = self._tokens[scope]
        await self.history.add(self._entry(worker, scope))
        return token

    def _young(self, scope: WorkerScope) -> GrantlessToken | None:
        """Return a token that lasts for nearly an hour, as those who ask expect of Amazon's."""
        token = self._tokens.get(scope)
        return token if token is not None and token.asked_at >= self.clock() - YOUTH else None

    async def _fetch(self, scope: WorkerScope) -> None:
        given, now = await self.lwa.grantless(scope), self.clock()
        ends = now + timedelta(seconds=given.expires_in)
        self._tokens[scope] = GrantlessToken(given.access_token, now, ends)

    def _entry(self, worker: Worker, scope: WorkerScope) -> dict[str, object]:
        return entry(
            Event.TOKEN_HANDED_OUT,
            workspace_id=worker.workspace_id,
            actor=Actor.WORKER,
            at=self.clock(),
            worker=str(worker.id),
            worker_name=worker.name,
            scope=scope,
        )
