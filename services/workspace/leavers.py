"""Handle leavers and their return; helpers that take the session of a verb."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.people import Person
from storage.history import Subject
from storage.outbox import notify, want_shown
from storage.people import first_here, people_of
from storage.stores import looked_after_by
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow


async def follow_leaving(
    session: AsyncSession, person: Person, left_id: UUID | None, at: datetime
) -> UUID | None:
    """Report once that somebody left stores behind, and there again if they are back.

    Returns the history entry of their leaving, while they are gone.
    """
    if person.is_deactivated:
        return left_id or await _tell(session, person, at)
    if left_id is not None:
        await show_left(session, left_id, at)
    return None


async def show_left(session: AsyncSession, left_id: UUID, at: datetime) -> None:
    """Update the messages about somebody's leaving."""
    told = (MessageRow.history_id == left_id) & (MessageRow.kind == MessageKind.LEFT)
    await want_shown(session, told, at)


async def _tell(session: AsyncSession, person: Person, at: datetime) -> UUID | None:
    targets = await _who_is_asked(session, person)
    if not targets:
        return None
    return await notify(
        session,
        Event.PERSON_LEFT,
        MessageKind.LEFT,
        targets,
        Subject(person.workspace_id),
        Actor.BOT,
        at,
        person=person.slack_user_id,
    )


async def _who_is_asked(session: AsyncSession, person: Person) -> list[str]:
    """Return who chooses for all stores: the remaining owner or backup, or else the admins.

    Without any: whoever added the store, or its Slack channel.
    """
    workspace = await session.get_one(WorkspaceRow, person.workspace_id)
    stores = await session.execute(
        select(StoreRow.owner, StoreRow.backup, StoreRow.created_by, StoreRow.channel)
        .where(looked_after_by(person.workspace_id, person.slack_user_id))
        .distinct()
    )
    found = stores.all()
    known = await people_of(
        session, person.workspace_id, {u for s in found for u in s[:3] if u is not None}
    )
    asked = set()
    for owner, backup, adder, channel in found:
        beside = [u for u in (owner, backup) if u != person.slack_user_id]
        adders = [adder] if adder != person.slack_user_id else []
        asked.add(
            first_here(known, beside)
            or workspace.admin_channel
            or first_here(known, adders)
            or channel
        )
    return sorted(asked)
