"""The Appstore workflow: until the seller comes back, nobody knows which teams it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import AttemptEnd, better_of
from domain.authorizations import is_ended_by_team
from domain.history import Actor, Event, Fact
from domain.links import ASK_EVERY
from domain.messages import MessageKind
from domain.oauth import ExpectedGrant, GrantTarget
from storage.attempts import end_attempt
from storage.authorizations import authorizations_of_seller, find_authorization
from storage.endings import stores_told_of
from storage.history import Subject
from storage.outbox import notify, want_shown
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from storage.tables.workspaces import WorkspaceRow

_REFUSED = frozenset({AttemptEnd.ENDED_BY_TEAM, AttemptEnd.SELLER_UNPROVED, AttemptEnd.INTERRUPTED})


@dataclass(frozen=True)
class AppstoreWorkflow:
    """Follows up on attempts that began in Seller Central; the callback calls it."""

    attempt: ConnectAttemptRow

    async def targets(
        self, session: AsyncSession, application_id: str, seller_id: str, at: datetime
    ) -> Sequence[GrantTarget]:
        """Return every workspace that knows the seller, unless all of them have ended it.

        Without any, the code is not exchanged: nobody has a use for the token.
        """
        region = self.attempt.region
        known = await authorizations_of_seller(session, application_id, region, seller_id)
        if all(_is_ended(row) for row in known):
            await self._turn_away(session, known, at, seller_id)
            return []
        return [GrantTarget(row.workspace_id, row.region) for row in known]

    async def expected(
        self, _session: AsyncSession, _grant: GrantRow, row: AuthorizationRow | None
    ) -> ExpectedGrant:
        return ExpectedGrant(None, row.id if row else None, by_amazon=True)

    async def on_success(
        self, session: AsyncSession, expected: ExpectedGrant, row: AuthorizationRow, at: datetime
    ) -> None:
        """Do nothing beyond the new term."""

    async def end(
        self, _session: AsyncSession, end: AttemptEnd, at: datetime, /, **facts: Fact
    ) -> None:
        end_attempt(self.attempt, end, at, facts)

    async def on_settled(
        self,
        session: AsyncSession,
        grant: GrantRow,
        end: AttemptEnd,
        at: datetime,
        /,
        **facts: Fact,
    ) -> None:
        if better_of(self.attempt.end, end) is end:
            end_attempt(self.attempt, end, at, facts)
        row = await _of_grant(session, grant)
        if row is not None:
            await self._tell(session, row, end, at, facts)

    async def show_held(self, session: AsyncSession, grant: GrantRow, at: datetime) -> None:
        row = await _of_grant(session, grant)
        if row is not None:
            of_row = MessageRow.authorization_id == row.id
            asks = MessageRow.kind == MessageKind.HELD_FROM_APPSTORE
            await want_shown(session, of_row & asks, at)

    async def _turn_away(
        self, session: AsyncSession, known: Sequence[AuthorizationRow], at: datetime, seller_id: str
    ) -> None:
        """End the attempt of an unknown seller, or of one that every team has ended."""
        end = AttemptEnd.ENDED_BY_TEAM if known else AttemptEnd.UNKNOWN_SELLER
        facts: dict[str, Fact] = {"seller_id": seller_id}
        end_attempt(self.attempt, end, at, facts)
        for row in known:
            await self._tell(session, row, end, at, facts)

    async def _tell(
        self,
        session: AsyncSession,
        row: AuthorizationRow,
        end: AttemptEnd,
        at: datetime,
        facts: dict[str, Fact],
    ) -> None:
        """Record the end for one workspace, and report in its Slack channels what needs action.

        A renewal was reported when it was applied.
        """
        is_held = end is AttemptEnd.HELD
        is_told = is_held or (end in _REFUSED and not await _was_told(session, row, at))
        await notify(
            session,
            Event.ATTEMPT_ENDED,
            MessageKind.HELD_FROM_APPSTORE if is_held else MessageKind.REFUSED_FROM_APPSTORE,
            await _channels(session, row) if is_told else [],
            Subject.of_seller(row),
            Actor.SELLER,
            at,
            end=end,
            attempt=str(self.attempt.id),
            **facts,
        )


async def _channels(session: AsyncSession, row: AuthorizationRow) -> Sequence[str]:
    """Return where to report: with the stores, or in the admin channel without any."""
    stores = await stores_told_of(session, row.id)
    if stores:
        return sorted({store.channel for store in stores})
    workspace = await session.get_one(WorkspaceRow, row.workspace_id)
    return [workspace.admin_channel] if workspace.admin_channel else []


async def _was_told(session: AsyncSession, row: AuthorizationRow, at: datetime) -> bool:
    """Return whether a refusal was reported recently: anybody may come with any seller's id."""
    told = await session.scalar(
        select(MessageRow.id)
        .where(
            MessageRow.authorization_id == row.id,
            MessageRow.kind == MessageKind.REFUSED_FROM_APPSTORE,
            MessageRow.created_at > at - ASK_EVERY,
        )
        .limit(1)
    )
    return told is not None


async def _of_grant(session: AsyncSession, grant: GrantRow) -> AuthorizationRow | None:
    return await find_authorization(
        session, grant.workspace_id, grant.application_id, grant.region, grant.seller_id
    )


def _is_ended(row: AuthorizationRow) -> bool:
    return is_ended_by_team(row.status, row.ended_by)
