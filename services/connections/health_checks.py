"""Ask Amazon whether it still honours a seller's token, and where that seller sells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.errors import AmazonError, ApplicationRefused, GrantGone
from amazon.lwa import LoginWithAmazon
from amazon.spapi import SellingPartner
from domain.access_tokens import UNINSTALLED_BY
from domain.application import Application
from domain.authorizations import (
    CHECK_EVERY,
    GONE_TWICE,
    RETRY_AFTER,
    AuthorizationStatus,
    EndedBy,
    Health,
    Participation,
)
from domain.backoff import spread
from domain.clock import Clock
from domain.endings import EndingOutcome
from domain.errors import AlreadySettled, NotConnected
from domain.history import Actor, Event
from domain.marketplaces import Region
from domain.messages import MessageKind
from domain.people import Person
from services.connections.check_results import (
    is_of_another,
    keep_selling,
    note_unwell,
    note_well,
    set_aside,
)
from services.connections.ending import end_authorization, end_for_good, note_honoured
from services.stores.show import show_stores
from services.sweeps import side_by_side
from storage.authorizations import RefreshTokens, lock_authorization
from storage.database.encryption import Unreadable
from storage.database.transactions import Database, changing, reading
from storage.endings import ending_row
from storage.history import Subject
from storage.outbox import notify, owe_again, owe_card
from storage.stores import store_row, stores_of
from storage.tables.authorizations import AuthorizationRow
from storage.tables.workspaces import WorkspaceRow

log: structlog.stdlib.BoundLogger = structlog.get_logger()

PARTICIPATIONS_EVERY = timedelta(days=7)
ASKED_AT_ONCE = 8
"""How many sellers one process asks about at the same time."""
_CLAIMED = 100
"""Sellers in one sweep; with a sweep every five seconds, twenty a second."""
_RETRY = timedelta(hours=1)
_RETRY_REFUSED = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Checked:
    """An authorization whose check is due, and the token version to ask with."""

    authorization_id: UUID
    token_version: int
    region: Region
    wants_participations: bool
    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class HealthChecks:
    """Checks connections at Amazon, for the sweep, the Check buttons and the API."""

    database: Database
    clock: Clock
    application: Application
    lwa: LoginWithAmazon
    spapi: SellingPartner
    tokens: RefreshTokens

    async def check_due(self) -> None:
        """Ask about the sellers whose check is due, several at a time."""
        await side_by_side(await self._claim(), self._ask, "checks", ASKED_AT_ONCE)

    async def check(self, workspace_id: UUID, store_id: UUID) -> Health:
        """Ask about a store's seller now; raises `NotConnected`, `NothingThere` or `Unreadable`."""
        checked = await self._of_store(workspace_id, store_id)
        return Health.OTHER_APPLICATION if checked is None else await self._ask(checked)

    async def check_ending(self, person: Person, ending_id: UUID) -> Health:
        """Ask whether Amazon still honours an ending connection.

        Raises `NothingThere`, `Unreadable`, or `AlreadySettled` where it has ended.
        """
        return await self._ask(await self._of_ending(person, ending_id))

    async def _ask(self, checked: _Checked) -> Health:
        try:
            fresh = await self.lwa.refresh(checked.refresh_token)
        except GrantGone:
            return await self._gone(checked)
        except ApplicationRefused:
            return await self._refused(checked)
        except AmazonError as fault:
            log.info("a seller cannot be asked about yet", reason=fault.code)
            return await self._unwell(checked)
        told = await self._told(checked, fresh.access_token)
        return await self._honoured(checked, fresh.refresh_token, told)

    async def _told(self, checked: _Checked, access_token: str) -> Sequence[Participation] | None:
        """Ask once a week where the seller sells; None where it is too early or not answered."""
        if not checked.wants_participations:
            return None
        try:
            return await self.spapi.participations(access_token, checked.region)
        except AmazonError as fault:
            log.info("amazon does not tell yet where a seller sells", reason=fault.code)
            return None

    @changing
    async def _claim(self, session: AsyncSession) -> list[_Checked]:
        """Claim the due checks for an hour.

        Sellers of another application are set aside, and so are those of a workspace that has
        removed the bot, until it is back.
        """
        now = self.clock()
        rows = await session.execute(
            select(AuthorizationRow, WorkspaceRow.suspended_because)
            .join(WorkspaceRow, WorkspaceRow.id == AuthorizationRow.workspace_id)
            .where(AuthorizationRow.next_check_at <= now)
            .order_by(AuthorizationRow.next_check_at)
            .limit(_CLAIMED)
            .with_for_update(skip_locked=True, of=AuthorizationRow)
        )
        claimed = []
        for row, suspended_because in rows.all():
            if suspended_because in UNINSTALLED_BY:
                row.next_check_at = None
                continue
            if is_of_another(row, self.application.id):
                await set_aside(session, row, now)
                continue
            row.next_check_at = now + (_RETRY if row.checked_at else RETRY_AFTER)
            claimed.append(self._checked_by_itself(row))
        return [checked for checked in claimed if checked is not None]

    @changing
    async def _of_store(
        self, session: AsyncSession, workspace_id: UUID, store_id: UUID
    ) -> _Checked | None:
        """Return what to ask with; None where the seller belongs to another application."""
        store = await store_row(session, workspace_id, store_id)
        row = await session.scalar(
            select(AuthorizationRow).where(AuthorizationRow.id == store.authorization_id)
        )
        if row is not None and is_of_another(row, self.application.id):
            return None
        checked = self._checked(row) if row else None
        if checked is None:
            raise NotConnected
        return checked

    @reading
    async def _of_ending(self, session: AsyncSession, person: Person, ending_id: UUID) -> _Checked:
        ending = await ending_row(session, person.workspace_id, ending_id)
        if ending.ended_at is not None:
            raise AlreadySettled
        row = await session.get_one(AuthorizationRow, ending.authorization_id)
        checked = self._checked(row)
        if checked is None:
            raise NotConnected
        return checked

    @changing
    async def _honoured(
        self,
        session: AsyncSession,
        checked: _Checked,
        refresh_token: str,
        told: Sequence[Participation] | None,
    ) -> Health:
        row = await self._asked(session, checked)
        if row is None:
            return Health.OVERTAKEN
        now = self.clock()
        self.tokens.keep_rotated(row, checked.refresh_token, refresh_token)
        row.gone_at = None
        await note_well(session, row, now)
        if row.status == AuthorizationStatus.REVOKING:
            await note_honoured(session, row, now)
        if told is not None:
            await keep_selling(session, row, told, now)
        is_whole = told is not None or not checked.wants_participations
        later = _RETRY if row.checked_at else RETRY_AFTER
        row.next_check_at = now + spread(CHECK_EVERY if is_whole else later, 0.9, 1)
        return Health.HONOURED

    @changing
    async def _unwell(self, session: AsyncSession, checked: _Checked) -> Health:
        """Change nothing, and ask again; report an outage after a day."""
        row = await self._asked(session, checked)
        if row is None:
            return Health.OVERTAKEN
        await note_unwell(session, row, self.clock())
        return Health.NOT_ASKED

    @changing
    async def _refused(self, session: AsyncSession, checked: _Checked) -> Health:
        """Change nothing: Amazon answers, but refuses our application."""
        row = await self._asked(session, checked)
        if row is None:
            return Health.OVERTAKEN
        await note_well(session, row, self.clock())
        row.next_check_at = self.clock() + spread(_RETRY_REFUSED, 0.9, 1)
        return Health.APPLICATION_REFUSED

    @changing
    async def _gone(self, session: AsyncSession, checked: _Checked) -> Health:
        """Believe Amazon's `invalid_grant` the second time, 15 minutes later.

        For an ending connection it is what was expected, and believed at once.
        """
        row = await self._asked(session, checked)
        if row is None:
            return Health.OVERTAKEN
        now = self.clock()
        await note_well(session, row, now)
        if row.status == AuthorizationStatus.REVOKING:
            row.gone_at = row.gone_at or now
            await end_for_good(session, row, EndingOutcome.CONFIRMED, Actor.BOT, now)
            await show_stores(session, row, now)
            return Health.ENDED
        if row.gone_at is None or now < row.gone_at + GONE_TWICE:
            row.gone_at = row.gone_at or now
            row.next_check_at = row.gone_at + GONE_TWICE
            return Health.DOUBTED
        await self._end(session, row)
        return Health.ENDED

    async def _end(self, session: AsyncSession, row: AuthorizationRow) -> None:
        now = self.clock()
        await end_authorization(session, row, EndedBy.AMAZON, now)
        for store in await stores_of(session, row.id):
            await owe_card(session, store, now)
            await owe_again(session, store.id, MessageKind.CONNECTED, now)
            await notify(
                session,
                Event.AUTHORIZATION_ENDED,
                MessageKind.DISCONNECTED,
                [store.channel],
                Subject.of_store(store),
                Actor.BOT,
                now,
                authorization=str(row.id),
                seller=row.seller_name or row.seller_id,
            )

    async def _asked(self, session: AsyncSession, checked: _Checked) -> AuthorizationRow | None:
        """Return the row, unless the token that Amazon was asked about has been replaced."""
        row = await lock_authorization(session, None, checked.authorization_id)
        if row.token_version != checked.token_version:
            log.info("an answer of Amazon's came too late", authorization=str(row.id))
            return None
        return row

    def _checked_by_itself(self, row: AuthorizationRow) -> _Checked | None:
        """Return what to ask; log a token that cannot be decrypted, which the doctor shows."""
        try:
            return self._checked(row)
        except Unreadable:
            log.exception("a seller's token cannot be read", authorization=str(row.id))
            return None

    def _checked(self, row: AuthorizationRow) -> _Checked | None:
        """Return what to ask; None for another application, or where the token is erased.

        Raises `Unreadable`.
        """
        token = self.tokens.open(row)
        if token is None or row.application_id != self.application.id:
            return None
        asked = row.checked_at
        wants = asked is None or asked <= self.clock() - PARTICIPATIONS_EVERY
        return _Checked(row.id, row.token_version, row.region, wants, token)
