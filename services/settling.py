"""Settling a grant: applied, held for an operator, or refused; with all that follows from it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.application import Application
from domain.attempts import TOLD_IN_SLACK, AttemptEnd, GrantStatus
from domain.authorizations import TERM_LENGTH, Connection, SellerProof
from domain.connecting import Asked, Findings, judge, renews, sells_in
from domain.errors import AlreadyHandled
from domain.history import Actor
from domain.marketplaces import Region
from domain.messages import MessageKind
from services.applying import NewGrant, apply_grant, attach_asked, find_authorization
from services.expecting import asked_through
from storage.attempts import end_attempt
from storage.authorizations import RefreshTokens, connection_of
from storage.outbox import owe_in_thread
from storage.seller_tables import AuthorizationRow, ConnectAttemptRow, GrantRow
from storage.stores import store_row
from storage.tables import ConnectLinkRow, StoreRow

Fact = str | bool | list[str]


@dataclass(frozen=True)
class Settlement:
    """The part of a verb that settles; it takes the verb's session."""

    application: Application
    tokens: RefreshTokens

    async def settle(
        self,
        session: AsyncSession,
        grant_id: UUID,
        found: Findings,
        at: datetime,
        *,
        accepted: bool = False,
    ) -> None:
        """Settle a grant once; a second time changes nothing."""
        grant = await session.get_one(GrantRow, grant_id, with_for_update=True)
        if grant.settled_at is not None:
            return
        attempt = await session.get_one(ConnectAttemptRow, grant.attempt_id)
        store = await store_row(session, grant.workspace_id, attempt.store_id)
        link = await session.get_one(ConnectLinkRow, attempt.link_id)
        row = await find_authorization(
            session, grant.workspace_id, grant.application_id, grant.region, grant.seller_id
        )
        asked = await asked_through(session, self.application.id, link, store, grant.seller_id, row)
        known = await connection_of(session, store.workspace_id, row.id if row else asked.former)
        if accepted and known is not None and known.connected_at > grant.received_at:
            raise AlreadyHandled
        end = judge(found, known, asked, accepted=accepted)
        facts = _facts(grant, found) | await _facts_of_renewal(session, store, asked, end, known)
        if end is AttemptEnd.HELD:
            grant.status = GrantStatus.HELD
            grant.participations = [asdict(told) for told in found.participations or ()]
        elif end is AttemptEnd.SUCCEEDED or renews(end, known):
            applied = await self._apply(session, grant, found, at)
            if end is AttemptEnd.SUCCEEDED:
                link.closed_at = link.closed_at or at
                await attach_asked(session, asked, store, applied, Actor.SELLER, at)
        else:
            close_grant(grant, GrantStatus.REFUSED, at)
        await end_and_tell(session, attempt, store, end, at, **facts)

    async def _apply(
        self, session: AsyncSession, grant: GrantRow, found: Findings, at: datetime
    ) -> AuthorizationRow:
        token = self.tokens.open(grant)
        if token is None:
            raise ValueError("a grant that is not settled has lost its token")
        close_grant(grant, GrantStatus.APPLIED, at)
        new = NewGrant(
            workspace_id=grant.workspace_id,
            application_id=grant.application_id,
            region=Region(grant.region),
            seller_id=grant.seller_id,
            refresh_token=token,
            proof=found.proof or SellerProof.CLAIMED,
            participations=found.participations,
            granted_at=grant.received_at,
            ends_at=grant.received_at + TERM_LENGTH,
            actor=Actor.SELLER,
            is_ours=False,
        )
        return await apply_grant(session, self.tokens, new, at)


def close_grant(grant: GrantRow, status: GrantStatus, at: datetime) -> None:
    """Settle a grant; it keeps no token."""
    grant.status, grant.settled_at = status, at
    grant.refresh_token_encrypted = None


async def end_and_tell(
    session: AsyncSession,
    attempt: ConnectAttemptRow,
    store: StoreRow,
    end: AttemptEnd,
    at: datetime,
    **facts: Fact,
) -> None:
    """End an attempt, and tell of it in the card's thread, once for each link and end.

    Of every held grant it is told, for each waits for an answer of its own.
    """
    told = await session.scalar(
        select(ConnectAttemptRow.id)
        .where(ConnectAttemptRow.link_id == attempt.link_id, ConnectAttemptRow.end == end)
        .limit(1)
    )
    entry = end_attempt(session, attempt, end, at, **facts)
    is_held = end is AttemptEnd.HELD
    if end in TOLD_IN_SLACK and (told is None or is_held):
        await session.flush()
        kind = MessageKind.HELD if is_held else MessageKind.ATTEMPT_ENDED
        await owe_in_thread(session, store, kind, entry, at)


def _facts(grant: GrantRow, found: Findings) -> dict[str, Fact]:
    names = [told.store_name for told in found.participations or () if told.store_name]
    return {
        "seller_id": grant.seller_id,
        "seller_name": names[0] if names else "",
        "sells_in": sells_in(found.participations or ()),
        "grant": str(grant.id),
    }


async def _facts_of_renewal(
    session: AsyncSession, store: StoreRow, asked: Asked, end: AttemptEnd, known: Connection | None
) -> dict[str, Fact]:
    """Tell whether a known seller has another year, and who was expected to sign in."""
    expected = await connection_of(session, store.workspace_id, asked.seller)
    is_renewal = end is AttemptEnd.SUCCEEDED and asked.marketplace_id is None
    return {
        "renewed": is_renewal or renews(end, known),
        "expected": expected.seller if expected else "",
    }
