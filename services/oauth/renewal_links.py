"""The connections that can be renewed, each with its link."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus, EndedBy
from domain.clock import Clock
from domain.links import OfferedLink, RenewalPage
from domain.people import Person
from domain.stores import PAGE
from services.oauth.links import offer_link
from storage.database.transactions import Database, changing
from storage.links import Links
from storage.stores import stores_of
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.stores import StoreRow


@dataclass(frozen=True)
class RenewalLinks:
    """Lists the connections to renew, for `/amazon-store renew`."""

    database: Database
    clock: Clock
    links: Links

    @changing
    async def page(self, session: AsyncSession, person: Person, page: int = 0) -> RenewalPage:
        """Return a page of the connections, soonest end first.

        Their links are made as they are shown. A page past the end is the last one.
        """
        which = _renewable(person.workspace_id)
        total = await session.scalar(
            select(func.count()).select_from(AuthorizationRow).where(which)
        )
        last = max(0, (total or 0) - 1) // PAGE
        shown = min(page, last)
        offers = [
            await self._offer(session, person, seller)
            for seller in await _of_page(session, which, shown)
        ]
        return RenewalPage(offers, shown, total or 0)

    async def _offer(self, session: AsyncSession, person: Person, seller: UUID) -> OfferedLink:
        oldest = (await stores_of(session, seller))[0]
        asker = person.slack_user_id
        return await offer_link(session, self.links, oldest, asker, self.clock())


def _renewable(workspace_id: UUID) -> ColumnElement[bool]:
    """Match a workspace's connections that serve stores and that nobody has ended on purpose."""
    serves = select(StoreRow.id).where(StoreRow.authorization_id == AuthorizationRow.id).exists()
    return and_(
        AuthorizationRow.workspace_id == workspace_id,
        or_(
            AuthorizationRow.status == AuthorizationStatus.LIVE,
            and_(
                AuthorizationRow.status == AuthorizationStatus.REVOKED,
                AuthorizationRow.ended_by == EndedBy.AMAZON,
            ),
        ),
        serves,
    )


async def _of_page(session: AsyncSession, which: ColumnElement[bool], page: int) -> Sequence[UUID]:
    is_current = and_(
        TermRow.authorization_id == AuthorizationRow.id, TermRow.number == AuthorizationRow.term
    )
    found = await session.scalars(
        select(AuthorizationRow.id)
        .join(TermRow, is_current)
        .where(which)
        .order_by(TermRow.ends_at.is_(None), TermRow.ends_at, AuthorizationRow.id)
        .limit(PAGE)
        .offset(page * PAGE)
    )
    return found.all()
