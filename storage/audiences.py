"""To whom, and in which time zones, the reminders of a connection are told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, tzinfo
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reminders import ADMINS_FROM, DIRECTLY_FROM, Audience, zone_of
from storage.tables import PersonRow, StoreRow, WorkspaceRow


async def audiences_of(
    session: AsyncSession, workspace_id: UUID, stores: Sequence[StoreRow]
) -> list[Audience]:
    """Return where reminders of these stores' connection are told, the oldest store's first.

    Their Slack channels hear of all, owners and backups of the last few themselves, the
    workspace's admin channel of the very last.
    """
    channels = list(dict.fromkeys(store.channel for store in stores))
    oldest = [await _oldest_in(session, workspace_id, channel) for channel in channels]
    people = list(dict.fromkeys(_looking_after(stores)))
    zones = await _zones(session, workspace_id, [*people, *_looking_after(oldest)])
    told = [Audience(c, _zone(s, zones)) for c, s in zip(channels, oldest, strict=True)]
    told += [Audience(p, zones.get(p, UTC), DIRECTLY_FROM) for p in people]
    admins = await session.scalar(
        select(WorkspaceRow.admin_channel).where(WorkspaceRow.id == workspace_id)
    )
    if admins is not None and admins not in channels and told:
        told.append(Audience(admins, told[0].zone, ADMINS_FROM))
    return told


async def _oldest_in(session: AsyncSession, workspace_id: UUID, channel: str) -> StoreRow:
    return (
        await session.scalars(
            select(StoreRow)
            .where(StoreRow.workspace_id == workspace_id, StoreRow.channel == channel)
            .order_by(StoreRow.created_at)
            .limit(1)
        )
    ).one()


async def _zones(
    session: AsyncSession, workspace_id: UUID, people: Iterable[str]
) -> Mapping[str, tzinfo]:
    found = await session.execute(
        select(PersonRow.slack_user_id, PersonRow.timezone).where(
            PersonRow.workspace_id == workspace_id, PersonRow.slack_user_id.in_(set(people))
        )
    )
    return {row.slack_user_id: zone_of(row.timezone) for row in found}


def _zone(store: StoreRow, zones: Mapping[str, tzinfo]) -> tzinfo:
    """Return the zone of a store's owner, else of its backup, else UTC."""
    known = (zones[person] for person in _looking_after([store]) if person in zones)
    return next(known, UTC)


def _looking_after(stores: Iterable[StoreRow]) -> list[str]:
    return [person for store in stores for person in (store.owner, store.backup) if person]
