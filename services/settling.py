"""Settling a grant: applied, held for an operator, or refused; with all that follows from it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.application import Application
from domain.attempts import TOLD_IN_SLACK, AttemptEnd, GrantStatus
from domain.authorizations import TERM_LENGTH, SellerProof
from domain.connecting import Asked, Findings, judge, renews, sells_in
from domain.errors import AlreadyHandled
from domain.history import Actor
from domain.links import LinkPurpose
from domain.marketplaces import Region
from domain.messages import MessageKind
from services.applying import NewGrant, apply_grant, attach_store, find_authorization, stores_of
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
        row = await self._authorization(session, grant)
        known = await connection_of(session, grant.workspace_id, row.id) if row else None
        if accepted and known is not None and known.connected_at > grant.received_at:
            raise AlreadyHandled
        link = await session.get_one(ConnectLinkRow, attempt.link_id)
        asked = await self._asked(session, link, store, row)
        end = judge(found, known, asked, accepted=accepted)
        facts = _facts(grant, found) | {"renewed": renews(end, known)}
        if end is AttemptEnd.HELD:
            grant.status = GrantStatus.HELD
            grant.participations = [asdict(told) for told in found.participations or ()]
        elif end is AttemptEnd.SUCCEEDED or renews(end, known):
            applied = await self._apply(session, grant, found, at)
            if end is AttemptEnd.SUCCEEDED:
                link.closed_at = link.closed_at or at
            if end is AttemptEnd.SUCCEEDED and asked.marketplace_id is not None:
                await attach_store(session, store, applied, Actor.SELLER, at)
        else:
            grant.status = GrantStatus.REFUSED
        if grant.status != GrantStatus.HELD:
            grant.settled_at, grant.refresh_token_encrypted = at, None
        await end_and_tell(session, attempt, store, end, at, **facts)

    async def _asked(
        self,
        session: AsyncSession,
        link: ConnectLinkRow,
        store: StoreRow,
        row: AuthorizationRow | None,
    ) -> Asked:
        """Return what a link asks for now: a seller's next term, another seller, or any."""
        if link.purpose == LinkPurpose.SWITCH:
            return await asked_of(session, store, row, None)
        expected = link.authorization_id or store.authorization_id
        seller = await expected_seller(session, expected, self.application.id)
        if seller is not None and seller == link.authorization_id:
            return Asked(None, seller)
        return await asked_of(session, store, row, seller)

    async def _authorization(
        self, session: AsyncSession, grant: GrantRow
    ) -> AuthorizationRow | None:
        return await find_authorization(
            session, grant.workspace_id, grant.application_id, grant.region, grant.seller_id
        )

    async def _apply(
        self, session: AsyncSession, grant: GrantRow, found: Findings, at: datetime
    ) -> AuthorizationRow:
        token = self.tokens.open(grant)
        if token is None:
            raise ValueError("a grant that is not settled has lost its token")
        grant.status = GrantStatus.APPLIED
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


async def asked_of(
    session: AsyncSession, store: StoreRow, row: AuthorizationRow | None, seller: UUID | None
) -> Asked:
    """Return what a store asks for, given the seller who signed in and the one it expects."""
    others = await stores_of(session, row.id) if row else ()
    taken = {other.marketplace_id for other in others if other.id != store.id}
    return Asked(store.marketplace_id, seller, taken)


async def expected_seller(
    session: AsyncSession, authorization_id: UUID | None, application_id: str
) -> UUID | None:
    """Return the authorization, unless it is of another application.

    A connection with another application expects nobody: it has to be made anew.
    """
    found: UUID | None = await session.scalar(
        select(AuthorizationRow.id).where(
            AuthorizationRow.id == authorization_id,
            AuthorizationRow.application_id == application_id,
        )
    )
    return found


def _facts(grant: GrantRow, found: Findings) -> dict[str, Fact]:
    names = [told.store_name for told in found.participations or () if told.store_name]
    return {
        "seller_id": grant.seller_id,
        "seller_name": names[0] if names else "",
        "sells_in": sells_in(found.participations or ()),
        "grant": str(grant.id),
    }
