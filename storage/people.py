"""People as rows, for other verbs."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.people import PersonRow


async def people_of(
    session: AsyncSession, workspace_id: UUID, slack_user_ids: Collection[str]
) -> dict[str, PersonRow]:
    """Return known people by their Slack user ids."""
    found = await session.scalars(
        select(PersonRow).where(
            PersonRow.workspace_id == workspace_id, PersonRow.slack_user_id.in_(slack_user_ids)
        )
    )
    return {row.slack_user_id: row for row in found}


def first_here(known: dict[str, PersonRow], slack_user_ids: Sequence[str | None]) -> str | None:
    """Return the first who has not left, as far as is known; None where all have."""
    named = (user_id for user_id in slack_user_ids if user_id is not None)
    return next((u for u in named if u not in known or not known[u].is_deactivated), None)
