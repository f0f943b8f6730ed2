"""Revoke a seller's connection: confirm, begin, erase or keep; or disconnect one store."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import OURS_WITHIN, AuthorizationStatus
from domain.clock import Clock
from domain.endings import Ending, EndingOutcome, Revocable, RevokeForm
from domain.errors import AlreadySettled, IllegalTransition, NothingThere, Overtaken
from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.people import Person
from domain.permissions import Action, may, require
from domain.stores import Store, keepers_of
from domain.webhooks import WebhookType
from services.connections.ending import begin_ending, close_ending, end_for_good, leave_seller
from services.stores.show import show_stores
from services.sweeps import one_by_one
from storage.authorizations import connection_of, lock_authorization
from storage.database.transactions import Database, changing, reading
from storage.endings import as_ending, ending_row, open_ending
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.links import close_links
from storage.outbox import owe_again, owe_card
from storage.reminders import reopen_reminders
from storage.stores import get_store, store_row, stores_of, stores_served
from storage.tables.authorizations import AuthorizationRow
from storage.tables.endings import EndingRow
from storage.webhooks import owe_for_connection

_AT_ONCE = 50


@dataclass(frozen=True)
class RevokeSellers:
    """Ends connections for Slack's buttons and commands; a sweep erases what is overdue."""

    database: Database
    clock: Clock

    @reading
    async def form(self, session: AsyncSession, person: Person, what: Revocable) -> RevokeForm:
        """Return what to confirm before anything is ended.

        Raises `NothingThere`, `KeepersOnly`, `AlreadySettled` where the store has left that
        connection, `Overtaken` where there is a later term, `IllegalTransition` unless it is live.
        """
        now, workspace_id = self.clock(), person.workspace_id
        connection = await connection_of(session, workspace_id, what.authorization_id)
        if connection is None:
            raise NothingThere
        _require_live(connection.status, connection.term, what)
        store = await get_store(session, workspace_id, what.store_id, now)
        if store.authorization_id != what.authorization_id:
            raise AlreadySettled
        stores = await stores_served(session, workspace_id, what.authorization_id, now)
        require(person, Action.REVOKE, keepers_of(stores))
        may_disconnect = may(person, Action.DISCONNECT, store.keepers)
        return RevokeForm(connection, stores, store, may_disconnect)

    @reading
    async def ending(self, session: AsyncSession, workspace_id: UUID, ending_id: UUID) -> Ending:
        """Return what people see of an ending, or raise `NothingThere`."""
        row = await ending_row(session, workspace_id, ending_id)
        return await as_ending(session, row, self.clock())

    @reading
    async def under_way(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID
    ) -> Ending | None:
        """Return the open ending of a store's connection, if any."""
        store = await get_store(session, workspace_id, store_id, self.clock())
        row = await open_ending(session, store.authorization_id) if store.authorization_id else None
        return await as_ending(session, row, self.clock()) if row else None

    @changing_once
    async def revoke(self, session: AsyncSession, person: Person, what: Revocable) -> None:
        """Begin to end a connection for all its stores; raises as `form`, or `AlreadyHandled`."""
        now = self.clock()
        row = await self._live(session, person, what)
        served = await stores_served(session, row.workspace_id, row.id, now)
        require(person, Action.REVOKE, keepers_of(served))
        stores = await stores_of(session, row.id)
        await begin_ending(session, row, stores, person.slack_user_id, now)
        await show_stores(session, row, now)

    @changing_once
    async def disconnect_store(
        self, session: AsyncSession, person: Person, what: Revocable
    ) -> None:
        """Disconnect one store from a live connection, which ends if that was its last one.

        Raises as `form`, or `AlreadyHandled`.
        """
        now = self.clock()
        store = await store_row(session, person.workspace_id, what.store_id)
        row = await self._live(session, person, what)
        if store.authorization_id != row.id:
            raise AlreadySettled
        shown = await get_store(session, row.workspace_id, store.id, now)
        require(person, Action.DISCONNECT, shown.keepers)
        store.authorization_id, store.updated_at = None, now
        await close_links(session, now, store_id=store.id)
        about = Subject(row.workspace_id, store.id, row.id)
        record(session, Event.STORE_DISCONNECTED, about, person.slack_user_id, now)
        await owe_card(session, store, now)
        await owe_again(session, store.id, MessageKind.CONNECTED, now)
        await leave_seller(session, store, row.id, person.slack_user_id, now)

    @changing_once
    async def erase_now(self, session: AsyncSession, person: Person, ending_id: UUID) -> None:
        """Erase the token before Amazon has confirmed anything.

        Raises `KeepersOnly`, `NothingThere`, or `AlreadySettled` where the ending is over.
        """
        row, _ = await self._ending_of(session, person, ending_id)
        await self._erase(session, row, person.slack_user_id)

    @changing_once
    async def keep(self, session: AsyncSession, person: Person, ending_id: UUID) -> None:
        """Call an ending off: the connection serves its stores as before, if Amazon honours it.

        Raises as `erase_now`, or `IllegalTransition` where other sellers have all its stores.
        """
        now = self.clock()
        row, ending = await self._ending_of(session, person, ending_id)
        await self._take_back(session, row, ending.stores)
        await close_ending(session, row, EndingOutcome.KEPT, person.slack_user_id, now)
        row.status, row.next_reminder_at, row.next_check_at = AuthorizationStatus.LIVE, now, now
        if row.ownership_due_at is not None:
            row.ownership_due_at = now + OURS_WITHIN
        await reopen_reminders(session, row.id, row.term, now)
        about = Subject.of_seller(row)
        record(session, Event.AUTHORIZATION_KEPT, about, person.slack_user_id, now)
        await show_stores(session, row, now)
        await owe_for_connection(session, WebhookType.CONNECTED, row, now)

    async def erase_due(self) -> None:
        """Erase the tokens of endings that Amazon has not confirmed in time."""
        await one_by_one(await self._due(), self._erase_due, "endings")

    @reading
    async def _due(self, session: AsyncSession) -> Sequence[UUID]:
        due = await session.scalars(
            select(EndingRow.authorization_id)
            .where(EndingRow.ended_at.is_(None), EndingRow.erase_at <= self.clock())
            .order_by(EndingRow.erase_at)
            .limit(_AT_ONCE)
        )
        return due.all()

    @changing
    async def _erase_due(self, session: AsyncSession, authorization_id: UUID) -> None:
        """Erase one, unless somebody is handling it right now, or has."""
        row = await session.scalar(
            select(AuthorizationRow)
            .where(AuthorizationRow.id == authorization_id)
            .with_for_update(skip_locked=True)
        )
        ending = await open_ending(session, authorization_id) if row else None
        if row is not None and ending is not None and ending.erase_at <= self.clock():
            await self._erase(session, row, Actor.BOT)

    async def _erase(self, session: AsyncSession, row: AuthorizationRow, actor: str) -> None:
        await end_for_good(session, row, EndingOutcome.ERASED, actor, self.clock())
        await show_stores(session, row, self.clock())

    async def _live(
        self, session: AsyncSession, person: Person, what: Revocable
    ) -> AuthorizationRow:
        row = await lock_authorization(session, person.workspace_id, what.authorization_id)
        _require_live(row.status, row.term, what)
        return row

    async def _ending_of(
        self, session: AsyncSession, person: Person, ending_id: UUID
    ) -> tuple[AuthorizationRow, Ending]:
        """Return an open ending with its authorization, locked."""
        asked = await ending_row(session, person.workspace_id, ending_id)
        row = await lock_authorization(session, person.workspace_id, asked.authorization_id)
        ending = await as_ending(session, asked, self.clock())
        require(person, Action.REVOKE, keepers_of(ending.stores))
        goes_on = await open_ending(session, row.id)
        if goes_on is None or goes_on.id != ending_id:
            raise AlreadySettled
        return row, ending

    async def _take_back(
        self, session: AsyncSession, row: AuthorizationRow, stores: Sequence[Store]
    ) -> None:
        """Reconnect the stores that have no seller; raises `IllegalTransition` without any."""
        for store in stores:
            left = await store_row(session, row.workspace_id, store.id)
            if left.authorization_id is None:
                left.authorization_id, left.updated_at = row.id, self.clock()
                await close_links(session, self.clock(), store_id=left.id)
        if not await stores_of(session, row.id):
            raise IllegalTransition(row.status)


def _require_live(status: AuthorizationStatus, term: int, what: Revocable) -> None:
    if term != what.term:
        raise Overtaken
    if status is not AuthorizationStatus.LIVE:
        raise IllegalTransition(status)
