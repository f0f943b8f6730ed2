"""Confirm or reject sellers as the workspace's own, and held grants."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import GrantStatus
from domain.authorizations import (
    OURS_WITHIN,
    AuthorizationStatus,
    EndedBy,
    Participation,
    SellerProof,
)
from domain.clock import Clock
from domain.errors import AlreadySettled, IllegalTransition, NothingThere
from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.oauth import SellerVerification
from domain.people import Person
from domain.permissions import Action, require
from domain.webhooks import WebhookType
from services.connections.ending import end_authorization
from services.oauth.settlement import Settlement, close_grant
from services.oauth.workflow import workflow_of
from services.stores.show import show_stores
from storage.authorizations import lock_authorization
from storage.database.transactions import Database, changing, reading
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.links import close_links
from storage.nudges import wait_again
from storage.outbox import owe_again, owe_card
from storage.stores import stores_of
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import GrantRow
from storage.webhooks import owe_for_connection

_AT_ONCE = 50


@dataclass(frozen=True)
class Ownership:
    """Records what operators say about sellers and held grants; a sweep drops the unanswered."""

    database: Database
    clock: Clock
    settlement: Settlement

    @changing_once
    async def confirm_ownership(
        self, session: AsyncSession, person: Person, authorization_id: UUID, term: int
    ) -> None:
        """Confirm a seller; raises `AlreadySettled` where somebody has answered before."""
        require(person, Action.CONFIRM_SELLER)
        row = await self._asked(session, person.workspace_id, authorization_id, term)
        row.ownership_due_at = None
        event, about, now = Event.AUTHORIZATION_OURS, Subject.of_seller(row), self.clock()
        record(session, event, about, person.slack_user_id, now, seller_id=row.seller_id)
        await show_stores(session, row, now)
        await owe_for_connection(session, WebhookType.CONNECTED, row, now)

    @changing_once
    async def deny_ownership(
        self, session: AsyncSession, person: Person, authorization_id: UUID, term: int
    ) -> None:
        """Reject a seller: erase its token, and disconnect its stores."""
        require(person, Action.CONFIRM_SELLER)
        row = await self._asked(session, person.workspace_id, authorization_id, term)
        await self._let_go(session, row, person.slack_user_id)

    @changing
    async def let_unanswered_go(self, session: AsyncSession) -> None:
        """Reject the sellers that nobody has confirmed in time."""
        rows = await session.scalars(
            select(AuthorizationRow)
            .where(
                AuthorizationRow.ownership_due_at <= self.clock(),
                AuthorizationRow.status == AuthorizationStatus.LIVE,
            )
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        for row in rows.all():
            await self._let_go(session, row, Actor.BOT)

    @changing_once
    async def accept(self, session: AsyncSession, person: Person, grant_id: UUID) -> bool:
        """Apply a held grant on an operator's word; return whether that was still possible."""
        require(person, Action.CONFIRM_SELLER)
        grant = await self._held(session, person.workspace_id, grant_id)
        told = [Participation(**row) for row in grant.participations or ()]
        found = SellerVerification(SellerProof.CLAIMED, told or None)
        self._record_answer(session, grant, Event.GRANT_ACCEPTED, person.slack_user_id)
        await self.settlement.settle(session, grant.id, found, self.clock(), accepted=True)
        await self._show_held(session, grant)
        return grant.status == GrantStatus.APPLIED

    @changing_once
    async def refuse(self, session: AsyncSession, person: Person, grant_id: UUID) -> None:
        """Erase a held grant's token; everything else stays as it is."""
        require(person, Action.CONFIRM_SELLER)
        grant = await self._held(session, person.workspace_id, grant_id)
        await self._drop(session, grant, person.slack_user_id)

    @changing
    async def drop_unaccepted(self, session: AsyncSession) -> None:
        """Erase the tokens of grants that nobody accepted in time, or that could not be settled."""
        grants = await session.scalars(
            select(GrantRow)
            .where(
                GrantRow.settled_at.is_(None),
                GrantRow.received_at <= self.clock() - OURS_WITHIN,
            )
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        for grant in grants.all():
            await self._drop(session, grant, Actor.BOT)

    @reading
    async def is_held(self, session: AsyncSession, workspace_id: UUID, grant_id: UUID) -> bool:
        """Return whether a grant still waits for a decision."""
        status = await session.scalar(
            select(GrantRow.status).where(
                GrantRow.id == grant_id, GrantRow.workspace_id == workspace_id
            )
        )
        return status == GrantStatus.HELD

    async def _asked(
        self, session: AsyncSession, workspace_id: UUID, authorization_id: UUID, term: int
    ) -> AuthorizationRow:
        """Return the authorization in question; raises where the answer is about an older term."""
        row = await lock_authorization(session, workspace_id, authorization_id)
        if row.ownership_due_at is None or row.term != term:
            raise AlreadySettled
        if row.status != AuthorizationStatus.LIVE:
            raise IllegalTransition(row.status)
        return row

    async def _held(self, session: AsyncSession, workspace_id: UUID, grant_id: UUID) -> GrantRow:
        grant = await session.scalar(
            select(GrantRow)
            .where(GrantRow.id == grant_id, GrantRow.workspace_id == workspace_id)
            .with_for_update()
        )
        if grant is None:
            raise NothingThere
        if grant.status != GrantStatus.HELD:
            raise AlreadySettled
        return grant

    async def _let_go(self, session: AsyncSession, row: AuthorizationRow, actor: str) -> None:
        now = self.clock()
        await end_authorization(session, row, EndedBy.NOT_OURS, now)
        await close_links(session, now, authorization_id=row.id)
        event, about = Event.AUTHORIZATION_NOT_OURS, Subject.of_seller(row)
        record(session, event, about, actor, now, seller_id=row.seller_id)
        for store in await stores_of(session, row.id):
            store.authorization_id, store.updated_at = None, now
            wait_again(store, now)
            await owe_card(session, store, now)
            await owe_again(session, store.id, MessageKind.CONNECTED, now)

    async def _drop(self, session: AsyncSession, grant: GrantRow, actor: str) -> None:
        close_grant(grant, GrantStatus.REFUSED, self.clock())
        self._record_answer(session, grant, Event.GRANT_REFUSED, actor)
        await self._show_held(session, grant)

    async def _show_held(self, session: AsyncSession, grant: GrantRow) -> None:
        workflow = await workflow_of(session, grant.attempt_id)
        await workflow.show_held(session, grant, self.clock())

    def _record_answer(
        self, session: AsyncSession, grant: GrantRow, event: Event, actor: str
    ) -> None:
        facts = {"grant": str(grant.id), "seller_id": grant.seller_id}
        record(session, event, Subject(grant.workspace_id), actor, self.clock(), **facts)
