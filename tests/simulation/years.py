"""Those years as the bot lives through them: its own services, on a database, by a clock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import SellerProof
from domain.endings import Revocable
from domain.marketplaces import Region
from domain.messages import MessageKind
from domain.people import Person
from domain.reminders import SNOOZABLE_ABOVE
from services.connections.revoke import RevokeSellers
from services.oauth.apply_grant import NewGrant, apply_grant, attach_store
from services.reminders.announce import Announce
from services.reminders.open_due import OpenReminders
from services.stores.card_channel import PlaceCards
from services.workspace.people import People
from storage.authorizations import RefreshTokens
from storage.database.transactions import Database
from storage.reminders import plan_anew_around
from storage.stores import stores_of
from storage.tables.authorizations import AuthorizationRow
from storage.tables.endings import EndingRow
from storage.tables.messages import MessageRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from tests.harness.clock import MovableClock
from tests.simulation.deeds import (
    Deed,
    HandOver,
    Join,
    Keep,
    Move,
    OfATeam,
    Outage,
    Rearrange,
    Renew,
    Revoke,
    Snooze,
    Travel,
    Wake,
)
from tests.simulation.oracle import RUNGS, Key, Message
from tests.simulation.rows import APPLICATION, WORKSPACE, seller_id, store_id

OPERATOR = "U0KEEPER000"


def person(slack_user_id: str = OPERATOR, zone: str = "UTC") -> Person:
    return Person(
        workspace_id=WORKSPACE,
        slack_user_id=slack_user_id,
        name=slack_user_id.title(),
        locale="en-US",
        timezone=zone,
        is_admin=True,
        is_guest=False,
        is_stranger=False,
        is_bot=False,
        is_deactivated=False,
    )


@dataclass
class Years:
    """The bot's side: `live` goes from due moment to due moment, and does what people do."""

    database: Database
    clock: MovableClock
    tokens: RefreshTokens
    crashes_every: int = 0
    sweeps: int = 0
    remind: OpenReminders = field(init=False)
    announce: Announce = field(init=False)

    def __post_init__(self) -> None:
        self.remind = OpenReminders(self.database, self.clock, APPLICATION, RUNGS)
        self.announce = Announce(self.database, self.clock)

    async def live(self, deeds: Sequence[Deed], outages: Sequence[Outage], until: datetime) -> None:
        """Let time jump to whatever comes next; sweep there, unless nothing is swept then."""
        waiting = list(reversed(deeds))
        while True:
            due = await self._due(outages)
            next_deed = waiting[-1].at if waiting else until
            self.clock.now = min(due or until, next_deed, until)
            if self.clock.now >= until:
                return
            while waiting and waiting[-1].at <= self.clock.now:
                await self.do(waiting.pop())
            if not any(self.clock.now in outage for outage in outages):
                await self.sweep()

    async def sweep(self) -> None:
        """Open what is due and announce it; every now and then a crash comes in between."""
        self.sweeps += 1
        await self.remind.open_due()
        if self.crashes_every == 0 or self.sweeps % self.crashes_every:
            await self.announce.announce()

    async def do(self, deed: Deed) -> None:
        match deed:
            case Renew(seller=seller):
                await self._renew(seller)
            case Snooze() | Wake():
                await self._put_off(deed)
            case Revoke(seller=seller):
                await self._revoke(seller)
            case Keep(seller=seller):
                await self._keep(seller)
            case Rearrange(ladder=ladder):
                self.remind = OpenReminders(self.database, self.clock, APPLICATION, ladder)
                await self.remind.keep_ladder()
            case Move() | HandOver() | Travel() | Join():
                await self._change_team(deed)

    async def _change_team(self, deed: OfATeam) -> None:
        match deed:
            case Join(store=store, seller=seller):
                await self._join(store, seller)
            case Move(store=store, channel=channel):
                cards = PlaceCards(self.database, self.clock)
                await cards.choose(person(), str(uuid4()), store_id(store), channel)
            case HandOver(store=store, owner=owner):
                await self._hand_over(store, owner)
            case Travel(person=name, zone=zone):
                await People(self.database, self.clock).remember(person(name, zone))

    async def _put_off(self, deed: Snooze | Wake) -> None:
        """Snooze or wake a reminder, where one is open that has the button for it."""
        row = await self._open(deed.seller, deed.target)
        if row is not None and isinstance(deed, Wake):
            await self.remind.wake(person(), str(uuid4()), row.id)
        elif row is not None and isinstance(deed, Snooze) and row.rung > SNOOZABLE_ABOVE:
            await self.remind.snooze(person(), str(uuid4()), row.id, deed.days)

    async def told(self) -> Counter[tuple[datetime, Key]]:
        """Return all reminders that were ever opened."""
        rows = await self._all(ReminderRow)
        first = seller_id(0).int
        return Counter(
            (row.opened_at, (row.authorization_id.int - first, row.term, row.rung, row.target))
            for row in rows
        )

    async def untold(self) -> Sequence[Any]:
        """Return reminders that are open and have no message."""
        rows = await self._all(ReminderRow)
        return [row for row in rows if row.message_id is None and row.closed_at is None]

    async def messages(self) -> Counter[Message]:
        """Return all messages that were ever owed for reminders."""
        kinds = {MessageKind.REMINDER, MessageKind.DIGEST}
        rows = await self._all(MessageRow)
        return Counter((r.created_at, r.target, str(r.kind)) for r in rows if r.kind in kinds)

    async def _due(self, outages: Sequence[Outage]) -> datetime | None:
        """Return when the next sweep finds something; what comes due in an outage waits."""

        async def ask(session: AsyncSession) -> datetime | None:
            return await session.scalar(select(func.min(AuthorizationRow.next_reminder_at)))

        due = await self.database.read(ask)
        late = (outage.ends for outage in outages if due is not None and due in outage)
        due = next(late, due)
        assert due is None or due > self.clock.now or not self.sweeps, "a sweep left something due"
        return due

    async def _open(self, seller: int, target: str) -> ReminderRow | None:
        async def ask(session: AsyncSession) -> ReminderRow | None:
            return await session.scalar(
                select(ReminderRow).where(
                    ReminderRow.authorization_id == seller_id(seller),
                    ReminderRow.target == target,
                    ReminderRow.closed_at.is_(None),
                )
            )

        return await self.database.read(ask)

    async def _renew(self, seller: int) -> None:
        now = self.clock()
        grant = NewGrant(
            workspace_id=WORKSPACE,
            application_id=APPLICATION,
            region=Region.NA,
            seller_id=f"A{seller:013}",
            refresh_token="Atzr|of-a-story",
            proof=SellerProof.PROVED,
            participations=None,
            granted_at=now,
            ends_at=now + timedelta(days=365),
            actor="seller",
            is_ours=True,
        )
        await self.database.change(lambda session: apply_grant(session, self.tokens, grant, now))

    async def _revoke(self, seller: int) -> None:
        async def ask(session: AsyncSession) -> Revocable:
            row = await session.get_one(AuthorizationRow, seller_id(seller))
            stores = select(StoreRow.id).where(StoreRow.authorization_id == row.id).limit(1)
            return Revocable(row.id, row.term, (await session.scalars(stores)).one())

        what = await self.database.read(ask)
        await RevokeSellers(self.database, self.clock).revoke(person(), str(uuid4()), what)

    async def _keep(self, seller: int) -> None:
        async def ask(session: AsyncSession) -> UUID | None:
            return await session.scalar(
                select(EndingRow.id).where(
                    EndingRow.authorization_id == seller_id(seller), EndingRow.ended_at.is_(None)
                )
            )

        ending = await self.database.read(ask)
        if ending is not None:
            await RevokeSellers(self.database, self.clock).keep(person(), str(uuid4()), ending)

    async def _hand_over(self, store: int, owner: str) -> None:
        async def change(session: AsyncSession) -> None:
            row = await session.get_one(StoreRow, store_id(store))
            row.owner = owner
            await plan_anew_around(session, StoreRow.id == row.id, self.clock())

        await self.database.change(change)

    async def _join(self, store: int, seller: int) -> None:
        async def change(session: AsyncSession) -> None:
            row = await session.get_one(StoreRow, store_id(store))
            others = await stores_of(session, row.authorization_id) if row.authorization_id else ()
            to = await session.get_one(AuthorizationRow, seller_id(seller))
            if row.authorization_id != to.id and len(others) > 1:
                await attach_store(session, row, to, OPERATOR, self.clock())

        await self.database.change(change)

    async def _all(self, table: type) -> Sequence[Any]:
        async def ask(session: AsyncSession) -> Sequence[Any]:
            return (await session.scalars(select(table))).all()

        return await self.database.read(ask)
