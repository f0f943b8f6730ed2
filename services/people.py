"""People: what Slack said of them, remembered."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Result, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.people import Person
from storage.database import Database, changing, reading
from storage.dialects import insert
from storage.tables import PersonRow

_PEOPLE = PersonRow.__table__.c
_REMEMBERED = select(*(column for column in _PEOPLE if column.name != "asked_at")).where(
    _PEOPLE.workspace_id == bindparam("workspace_id"),
    _PEOPLE.slack_user_id == bindparam("slack_user_id"),
)
_KNOWN = _REMEMBERED.where(_PEOPLE.asked_at > bindparam("asked_after"))
"""Every request asks this; so it stands ready, on tables instead of classes."""


@dataclass(frozen=True)
class People:
    """`fresh_for` is how long Slack's word is taken; `user_change` events renew it at once."""

    database: Database
    clock: Clock
    fresh_for: timedelta = timedelta(hours=1)

    @reading
    async def known(
        self, session: AsyncSession, workspace_id: UUID, slack_user_id: str
    ) -> Person | None:
        """Return the person, unless they are unknown or Slack was asked too long ago."""
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
        """Return what was ever known of a person, however long ago."""
        given = {"workspace_id": workspace_id, "slack_user_id": slack_user_id}
        return _as_person(await session.execute(_REMEMBERED, given))

    @changing
    async def remember(self, session: AsyncSession, person: Person) -> None:
        """Keep what Slack has just said of a person."""
        values = asdict(person) | {"asked_at": self.clock()}
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
