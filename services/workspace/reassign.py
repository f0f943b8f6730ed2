"""Reassign all of one person's stores."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import NothingThere
from domain.forms import FormRefused
from domain.history import Event
from domain.messages import MessageKind
from domain.people import Person
from domain.permissions import require
from domain.reassign import LookedAfter, Successors
from services.workspace.leavers import show_left
from storage.database.transactions import Database, reading
from storage.history import Subject, record
from storage.idempotency import changing_once
from storage.outbox import notify, want_shown
from storage.reminders import plan_anew_around
from storage.stores import STORES, as_store, looked_after_by
from storage.tables.messages import MessageRow
from storage.tables.people import PersonRow
from storage.tables.stores import StoreRow

STORES_NAMED = 5


@dataclass(frozen=True)
class ReassignStores:
    """Reassigns a person's stores; the reassign form calls it."""

    database: Database
    clock: Clock

    @reading
    async def looked_after(
        self, session: AsyncSession, workspace_id: UUID, slack_user_id: str
    ) -> LookedAfter:
        """Return what a person looks after, even if nothing."""
        return await _looked_after(session, workspace_id, slack_user_id, self.clock())

    @reading
    async def offered(
        self, session: AsyncSession, asker: Person, slack_user_id: str
    ) -> LookedAfter:
        """Return what somebody may reassign; raises `NotTheirs` or `NothingThere`."""
        found = await _looked_after(session, asker.workspace_id, slack_user_id, self.clock())
        return _checked(found, asker)

    @changing_once
    async def reassign(
        self, session: AsyncSession, asker: Person, slack_user_id: str, to: Successors
    ) -> LookedAfter:
        """Reassign all of a person's stores, and return what that person looked after.

        Raises `AlreadyHandled`, `FormRefused`, `NotTheirs`, or `NothingThere` where they look after
        no store.
        """
        now = self.clock()
        found = await _looked_after(session, asker.workspace_id, slack_user_id, now)
        moved = _checked(found, asker)
        problems = to.problems(slack_user_id, moved.owned)
        if problems:
            raise FormRefused(problems)
        await self._move(session, asker, slack_user_id, to)
        await self._tell(session, asker, moved, to)
        return moved

    async def _move(
        self, session: AsyncSession, asker: Person, slack_user_id: str, to: Successors
    ) -> None:
        """Change all stores at once, and update what names their people."""
        now, theirs = self.clock(), looked_after_by(asker.workspace_id, slack_user_id)
        rows = (await session.scalars(select(StoreRow).where(theirs).with_for_update())).all()
        ids = select(StoreRow.id).where(theirs)
        names_them = MessageRow.kind.in_((MessageKind.CARD, MessageKind.DISCONNECTED))
        await want_shown(session, names_them & MessageRow.store_id.in_(ids), now)
        await plan_anew_around(session, theirs, now)
        for store in rows:
            owner, backup = to.after(slack_user_id, store.owner, store.backup)
            event, about = Event.STORE_REASSIGNED, Subject.of_store(store)
            facts = {"owner": [store.owner, owner], "backup": [store.backup, backup]}
            record(session, event, about, asker.slack_user_id, now, **facts)
            store.owner, store.backup, store.updated_at = owner, backup, now

    async def _tell(
        self, session: AsyncSession, asker: Person, moved: LookedAfter, to: Successors
    ) -> None:
        """Update the message about the person's leaving, and tell the new owner."""
        now = self.clock()
        person = await session.get(PersonRow, (asker.workspace_id, moved.slack_user_id))
        if person is not None and person.left_id is not None:
            await show_left(session, person.left_id, now)
        await notify(
            session,
            Event.PERSON_RELIEVED,
            MessageKind.REASSIGNED,
            [to.owner] if moved.owned and to.owner and to.owner != asker.slack_user_id else [],
            Subject(asker.workspace_id),
            asker.slack_user_id,
            now,
            person=moved.slack_user_id,
            by=asker.slack_user_id,
            stores=[store.name for store in moved.stores],
            owned=moved.owned,
        )


def _checked(found: LookedAfter, asker: Person) -> LookedAfter:
    if not found.total:
        raise NothingThere
    require(asker, found.handing_over, [found.slack_user_id])
    return found


async def _looked_after(
    session: AsyncSession, workspace_id: UUID, slack_user_id: str, now: datetime
) -> LookedAfter:
    theirs = looked_after_by(workspace_id, slack_user_id)
    owns = StoreRow.owner == slack_user_id
    counted = await session.execute(select(owns, func.count()).where(theirs).group_by(owns))
    counts = {bool(is_owner): count for is_owner, count in counted.all()}
    given = {"workspace_id": workspace_id}
    first = (await session.execute(STORES.where(theirs).limit(STORES_NAMED), given)).all()
    person = await session.get(PersonRow, (workspace_id, slack_user_id))
    return LookedAfter(
        slack_user_id=slack_user_id,
        has_left=person is not None and person.is_deactivated,
        owned=counts.get(True, 0),
        backed=counts.get(False, 0),
        stores=[as_store(row, now) for row in first],
    )
