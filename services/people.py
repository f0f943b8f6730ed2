"""People: what Slack said of them, remembered."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.people import Person
from storage.database import Database, changing, reading
from storage.dialects import insert
from storage.tables import PersonRow

_COLUMNS = tuple(column for column in PersonRow.__table__.columns if column.name != "asked_at")


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
        found = await session.execute(
            select(*_COLUMNS).where(
                PersonRow.workspace_id == workspace_id,
                PersonRow.slack_user_id == slack_user_id,
                PersonRow.asked_at > self.clock() - self.fresh_for,
            )
        )
        row = found.mappings().first()
        return None if row is None else Person(**row)

    @reading
    async def remembered(
        self, session: AsyncSession, workspace_id: UUID, slack_user_id: str
    ) -> Person | None:
        """Return what was ever known of a person, however long ago."""
        found = await session.execute(
            select(*_COLUMNS).where(
                PersonRow.workspace_id == workspace_id, PersonRow.slack_user_id == slack_user_id
            )
        )
        row = found.mappings().first()
        return None if row is None else Person(**row)

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
