"""People, as Slack described them."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Result, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.people import Person
from services.workspace.leavers import follow_leaving
from storage.database.dialects import insert
from storage.database.transactions import Database, changing, reading
from storage.reminders import plan_anew_around
from storage.stores import looked_after_by
from storage.tables.people import PersonRow
from storage.tables.stores import StoreRow

_PEOPLE = PersonRow.__table__.c
_REMEMBERED = select(*(_PEOPLE[field.name] for field in fields(Person))).where(
    _PEOPLE.workspace_id == bindparam("workspace_id"),
    _PEOPLE.slack_user_id == bindparam("slack_user_id"),
)
_KNOWN = _REMEMBERED.where(_PEOPLE.asked_at > bindparam("asked_after"))
"""Every request runs this, so it is prepared, on tables instead of classes."""
_LOOKS_AFTER = or_(
    *(
        select(StoreRow.id)
        .where(StoreRow.workspace_id == PersonRow.workspace_id, role == PersonRow.slack_user_id)
        .exists()
        for role in (StoreRow.owner, StoreRow.backup)
    )
)
_DEFAULT_LOCALE = "en-US"
_DEFAULT_TIMEZONE = "UTC"
ASKED_EVERY = timedelta(hours=20)
"""Early enough to notice a leaver within a day, even with outages of Slack."""
_ASKED_AGAIN = timedelta(hours=1)
"""How soon Slack is asked again about somebody after it did not answer."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a workspace, by Slack user id."""

    workspace_id: UUID
    slack_user_id: str


@dataclass(frozen=True)
class People:
    """Remembers people. `fresh_for` is how long they count as fresh; `user_change` renews that."""

    database: Database
    clock: Clock
    fresh_for: timedelta = timedelta(hours=1)

    @reading
    async def known(
        self, session: AsyncSession, workspace_id: UUID, slack_user_id: str
    ) -> Person | None:
        """Return the person, unless they are unknown or not fresh."""
        given = {
            "workspace_id": workspace_id,
            "slack_user_id": slack_user_id,
            "asked_after": self.clock() - self.fresh_for,
        }
        return _as_person(await session.execute(_KNOWN, given))

    @reading
    async def remembered(
        self, session: AsyncSession, workspace_id: UUID, slack_user_id: str
    ) -> Person | None:
        """Return the person however old the information is."""
        given = {"workspace_id": workspace_id, "slack_user_id": slack_user_id}
        return _as_person(await session.execute(_REMEMBERED, given))

    @changing
    async def remember(self, session: AsyncSession, said: Person) -> Person:
        """Save what Slack said about a person, and return what is now known.

        An omitted locale or time zone stays as it was.
        """
        return await self._keep(session, said)

    @changing
    async def claim(self, session: AsyncSession, limit: int) -> list[Member]:
        """Claim owners and backups last checked most of a day ago.

        Whoever looks after nothing any more is not checked again.
        """
        now = self.clock()
        rows = await session.execute(
            select(PersonRow, _LOOKS_AFTER)
            .where(PersonRow.ask_at <= now)
            .order_by(PersonRow.ask_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=PersonRow)
        )
        claimed = []
        for person, looks_after in rows.all():
            person.ask_at = now + _ASKED_AGAIN if looks_after else None
            if looks_after:
                claimed.append(Member(person.workspace_id, person.slack_user_id))
        return claimed

    @changing
    async def lose(self, session: AsyncSession, member: Member) -> None:
        """Mark somebody as gone whom Slack no longer knows."""
        given = {"workspace_id": member.workspace_id, "slack_user_id": member.slack_user_id}
        person = _as_person(await session.execute(_REMEMBERED, given))
        if person is not None:
            await self._keep(session, replace(person, is_deactivated=True))

    async def _keep(self, session: AsyncSession, said: Person) -> Person:
        before = await session.get(
            PersonRow, (said.workspace_id, said.slack_user_id), with_for_update=True
        )
        person = replace(
            said,
            locale=said.locale or (before.locale if before else _DEFAULT_LOCALE),
            timezone=said.timezone or (before.timezone if before else _DEFAULT_TIMEZONE),
        )
        if before is None or before.timezone != person.timezone:
            await self._plan_anew(session, person)
        left_id = before.left_id if before else None
        left_id = await follow_leaving(session, person, left_id, self.clock())
        await self._write(session, person, left_id)
        return person

    async def _plan_anew(self, session: AsyncSession, person: Person) -> None:
        """Replan the reminders that depend on this person's time zone."""
        theirs = looked_after_by(person.workspace_id, person.slack_user_id)
        await plan_anew_around(session, theirs, self.clock())

    async def _write(self, session: AsyncSession, person: Person, left_id: UUID | None) -> None:
        now = self.clock()
        values = {field.name: getattr(person, field.name) for field in fields(Person)}
        values |= {"asked_at": now, "ask_at": now + ASKED_EVERY, "left_id": left_id}
        statement = insert(session, PersonRow).values(values)
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=[PersonRow.workspace_id, PersonRow.slack_user_id],
                set_=values,
            )
        )


def _as_person(found: Result[Any]) -> Person | None:
    row = found.mappings().first()
    return None if row is None else Person(**row)
