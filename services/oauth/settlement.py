"""Settle a grant: applied, held for an operator, or refused, with all consequences."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.application import Application
from domain.attempts import AttemptEnd, GrantStatus
from domain.authorizations import TERM_LENGTH, Connection, SellerProof
from domain.errors import AlreadySettled
from domain.history import Actor, Fact
from domain.oauth import ExpectedGrant, SellerVerification, judge, renews, sells_in
from services.oauth.apply_grant import NewGrant, apply_grant
from services.oauth.workflow import workflow_of
from storage.authorizations import RefreshTokens, connection_of, find_authorization
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import GrantRow


@dataclass(frozen=True)
class Settlement:
    """The part of a verb that settles a grant; it takes the verb's session."""

    application: Application
    tokens: RefreshTokens

    async def settle(
        self,
        session: AsyncSession,
        grant_id: UUID,
        found: SellerVerification,
        at: datetime,
        *,
        accepted: bool = False,
    ) -> None:
        """Settle a grant; a second time changes nothing."""
        grant = await session.get_one(GrantRow, grant_id, with_for_update=True)
        if grant.settled_at is not None:
            return
        workflow = await workflow_of(session, grant.attempt_id)
        row = await find_authorization(
            session, grant.workspace_id, grant.application_id, grant.region, grant.seller_id
        )
        expected = await workflow.expected(session, grant, row)
        known = await connection_of(session, grant.workspace_id, row.id if row else expected.former)
        if accepted and known is not None and known.connected_at > grant.received_at:
            raise AlreadySettled
        end = judge(found, known, expected, accepted=accepted)
        facts = _facts(grant, found) | await _facts_of_renewal(session, grant, expected, end, known)
        if end is AttemptEnd.HELD:
            grant.status = GrantStatus.HELD
            grant.participations = [asdict(told) for told in found.participations or ()]
        elif end is AttemptEnd.SUCCEEDED or renews(end, known):
            applied = await self._apply(session, grant, found, at)
            if end is AttemptEnd.SUCCEEDED:
                await workflow.on_success(session, expected, applied, at)
        else:
            close_grant(grant, GrantStatus.REFUSED, at)
        await workflow.on_settled(session, grant, end, at, **facts)

    async def _apply(
        self, session: AsyncSession, grant: GrantRow, found: SellerVerification, at: datetime
    ) -> AuthorizationRow:
        token = self.tokens.open(grant)
        if token is None:
            raise ValueError("a grant that is not settled has lost its token")
        close_grant(grant, GrantStatus.APPLIED, at)
        new = NewGrant(
            workspace_id=grant.workspace_id,
            application_id=grant.application_id,
            region=grant.region,
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
    """Close a grant and erase its token."""
    grant.status, grant.settled_at = status, at
    grant.refresh_token_encrypted = None


def _facts(grant: GrantRow, found: SellerVerification) -> dict[str, Fact]:
    names = [told.store_name for told in found.participations or () if told.store_name]
    return {
        "seller_id": grant.seller_id,
        "seller_name": names[0] if names else "",
        "sells_in": sells_in(found.participations or ()),
        "grant": str(grant.id),
    }


async def _facts_of_renewal(
    session: AsyncSession,
    grant: GrantRow,
    expected: ExpectedGrant,
    end: AttemptEnd,
    known: Connection | None,
) -> dict[str, Fact]:
    """Return whether a known seller has another year, and who was expected to sign in."""
    expected_seller = await connection_of(session, grant.workspace_id, expected.seller)
    is_renewal = end is AttemptEnd.SUCCEEDED and expected.marketplace_id is None
    return {
        "renewed": is_renewal or renews(end, known),
        "expected": expected_seller.seller if expected_seller else "",
    }
