"""The website workflow: attempts that began on a connect page, about the link's store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import TOLD_IN_SLACK, AttemptEnd
from domain.history import Actor, Event, Fact
from domain.marketplaces import marketplace
from domain.messages import MessageKind
from domain.oauth import ExpectedGrant, GrantTarget
from services.oauth.apply_grant import attach_expected
from services.oauth.expectation import expected_through
from storage.attempts import end_attempt
from storage.history import Subject, record
from storage.outbox import notify_in_thread, owe_again
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow, GrantRow
from storage.tables.stores import StoreRow


@dataclass(frozen=True)
class WebsiteWorkflow:
    """Follows up on attempts that began at a connect link; the callback calls it."""

    attempt: ConnectAttemptRow
    link: ConnectLinkRow
    store: StoreRow

    async def targets(
        self, _session: AsyncSession, _application_id: str, _seller_id: str, _at: datetime, /
    ) -> Sequence[GrantTarget]:
        region = marketplace(self.store.marketplace_id).region
        return [GrantTarget(self.store.workspace_id, region)]

    async def expected(
        self, session: AsyncSession, grant: GrantRow, row: AuthorizationRow | None
    ) -> ExpectedGrant:
        return await expected_through(
            session, grant.application_id, self.link, self.store, grant.seller_id, row
        )

    async def on_success(
        self, session: AsyncSession, expected: ExpectedGrant, row: AuthorizationRow, at: datetime
    ) -> None:
        self.link.closed_at = self.link.closed_at or at
        await attach_expected(session, expected, self.store, row, Actor.SELLER, at)

    async def end(
        self, session: AsyncSession, end: AttemptEnd, at: datetime, /, **facts: Fact
    ) -> None:
        """End the attempt, and report it in the card's thread, once for each link and end.

        Every held grant is reported, because each waits for a decision of its own.
        """
        told = await session.scalar(
            select(ConnectAttemptRow.id)
            .where(ConnectAttemptRow.link_id == self.link.id, ConnectAttemptRow.end == end)
            .limit(1)
        )
        end_attempt(self.attempt, end, at, facts)
        is_held = end is AttemptEnd.HELD
        if end in TOLD_IN_SLACK and (told is None or is_held):
            kind = MessageKind.HELD if is_held else MessageKind.ATTEMPT_ENDED
            event, said = Event.ATTEMPT_ENDED, self._facts(end) | facts
            await notify_in_thread(session, event, kind, self.store, Actor.SELLER, at, **said)
        else:
            self._record(session, end, at, facts)

    async def on_settled(
        self,
        session: AsyncSession,
        _grant: GrantRow,
        end: AttemptEnd,
        at: datetime,
        /,
        **facts: Fact,
    ) -> None:
        await self.end(session, end, at, **facts)

    async def show_held(self, session: AsyncSession, _grant: GrantRow, at: datetime) -> None:
        if self.attempt.end is None:
            end_attempt(self.attempt, AttemptEnd.INTERRUPTED, at, {})
            self._record(session, AttemptEnd.INTERRUPTED, at, {})
        await owe_again(session, self.store.id, MessageKind.HELD, at)

    def _record(
        self, session: AsyncSession, end: AttemptEnd, at: datetime, facts: dict[str, Fact]
    ) -> None:
        about, said = Subject.of_store(self.store), self._facts(end) | facts
        record(session, Event.ATTEMPT_ENDED, about, Actor.SELLER, at, **said)

    def _facts(self, end: AttemptEnd) -> dict[str, Fact]:
        return {"end": end, "attempt": str(self.attempt.id)}
