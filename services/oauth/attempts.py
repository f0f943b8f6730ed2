"""Attempts: begun on the connect page, read on the result page, ended when they expire."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import MOST_OPEN, AttemptEnd, GrantStatus
from domain.authorizations import TERM_LENGTH
from domain.clock import Clock
from domain.errors import NothingThere, TooManyAttempts
from domain.history import Actor, Event
from domain.links import ConnectLink, LinkPurpose
from domain.marketplaces import Region
from domain.oauth import AppstoreResult, AttemptResult, Begun
from services.oauth.workflow import workflow_of
from storage.attempts import new_attempt, open_attempts
from storage.authorizations import connection_of
from storage.database.transactions import Database, changing, reading
from storage.history import Subject, record
from storage.links import Links, hash_token, is_open, lock_link
from storage.stores import get_store, stores_served
from storage.tables.oauth import ConnectAttemptRow, ConnectLinkRow, GrantRow
from storage.tables.workspaces import WorkspaceRow

_AT_ONCE = 100
"""The most overdue attempts that one sweep ends."""
_EXCHANGED_WITHIN = timedelta(seconds=60)
"""How long until a code without a grant is certainly no longer being exchanged."""


@dataclass(frozen=True)
class ConnectAttempts:
    """Begins and reads attempts for the connect and result pages; a sweep ends the expired."""

    database: Database
    clock: Clock
    links: Links

    @changing
    async def begin(self, session: AsyncSession, token: str, cookie: str) -> Begun:
        """Begin an attempt for the browser with that cookie.

        Raises `NothingThere` where the link is closed, `TooManyAttempts` where too many are open.
        """
        now = self.clock()
        link = await lock_link(session, token)
        if not is_open(link, now):
            raise NothingThere
        of_link = ConnectAttemptRow.link_id == link.id
        if await open_attempts(session, of_link, now) >= MOST_OPEN:
            raise TooManyAttempts
        attempt_id, state = new_attempt(
            session,
            cookie,
            now,
            workspace_id=link.workspace_id,
            link_id=link.id,
            store_id=link.store_id,
        )
        about = Subject(link.workspace_id, link.store_id)
        record(session, Event.ATTEMPT_BEGUN, about, Actor.SELLER, now, attempt=str(attempt_id))
        store = await get_store(session, link.workspace_id, link.store_id, now)
        return Begun(attempt_id, state, store)

    @changing
    async def begin_at_appstore(
        self, session: AsyncSession, region: Region | None, cookie: str
    ) -> str:
        """Begin an attempt of the Appstore workflow; returns its state.

        `region` is that of the address at Amazon, if it has one. Raises `TooManyAttempts` where the
        browser has too many open ones.
        """
        now = self.clock()
        of_browser = ConnectAttemptRow.cookie_hash == hash_token(cookie)
        from_appstore = ConnectAttemptRow.link_id.is_(None)
        if await open_attempts(session, of_browser & from_appstore, now) >= MOST_OPEN:
            raise TooManyAttempts
        _, state = new_attempt(session, cookie, now, region=region)
        return state

    @reading
    async def result(
        self, session: AsyncSession, attempt_id: UUID, cookie: str
    ) -> AttemptResult | AppstoreResult:
        """Return how an attempt of this browser ended, or raise `NothingThere`."""
        attempt = await session.get(ConnectAttemptRow, attempt_id)
        if attempt is None or attempt.cookie_hash != hash_token(cookie):
            raise NothingThere
        facts = {**attempt.facts, "refused": await _is_refused(session, attempt)}
        if attempt.link_id is None or attempt.store_id is None:
            spent_at = attempt.consumed_at
            return AppstoreResult(attempt.end, facts, spent_at + TERM_LENGTH if spent_at else None)
        workspace = await session.get_one(WorkspaceRow, attempt.workspace_id)
        store = await get_store(session, workspace.id, attempt.store_id, self.clock())
        link = await session.get_one(ConnectLinkRow, attempt.link_id)
        seller = store.authorization_id
        return AttemptResult(
            end=attempt.end,
            facts=facts,
            workspace=workspace.name,
            workspace_url=workspace.url,
            store=store,
            connection=await connection_of(session, workspace.id, seller),
            stores=await stores_served(session, workspace.id, seller, self.clock()),
            asks_again=link.purpose == LinkPurpose.RENEW,
            link=self._open_link(link),
        )

    @changing
    async def end_overdue(self, session: AsyncSession) -> None:
        """End expired attempts: nobody came back, or we were stopped midway."""
        now = self.clock()
        overdue = await session.scalars(
            select(ConnectAttemptRow)
            .where(
                ConnectAttemptRow.end.is_(None),
                ConnectAttemptRow.expires_at <= now,
                or_(
                    ConnectAttemptRow.consumed_at.is_(None),
                    ConnectAttemptRow.consumed_at <= now - _EXCHANGED_WITHIN,
                ),
                ~select(GrantRow.id).where(GrantRow.attempt_id == ConnectAttemptRow.id).exists(),
            )
            .order_by(ConnectAttemptRow.expires_at)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        for attempt in overdue.all():
            end = AttemptEnd.INTERRUPTED if attempt.consumed_at else AttemptEnd.EXPIRED
            workflow = await workflow_of(session, attempt.id)
            await workflow.end(session, end, now)

    def _open_link(self, row: ConnectLinkRow) -> ConnectLink | None:
        return self.links.as_link(row) if is_open(row, self.clock()) else None


async def _is_refused(session: AsyncSession, attempt: ConnectAttemptRow) -> bool:
    """Return whether all held grants of an attempt have been dropped."""
    if attempt.end != AttemptEnd.HELD:
        return False
    of_attempt = select(GrantRow.id).where(GrantRow.attempt_id == attempt.id)
    is_held = of_attempt.where(GrantRow.status == GrantStatus.HELD).limit(1)
    return await session.scalar(is_held) is None
