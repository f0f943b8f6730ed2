"""Who gets a connection's reminders, and in which time zones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.reminders import ADMINS_FROM, DIRECTLY_FROM, Audience, zone_of
from storage.tables.people import PersonRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow

_Place = tuple[UUID, str]
"""A Slack channel or person, with its workspace."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What determines the audiences of some stores.

    `oldest` is the oldest store of each Slack channel, `zones` where people are, `unheard` the
    suspended workspaces.
    """

    oldest: Mapping[_Place, StoreRow]
    zones: Mapping[_Place, tzinfo]
    admins: Mapping[UUID, str | None]
    unheard: Collection[UUID]

    def audiences(self, stores: Sequence[StoreRow]) -> list[Audience]:
        """Return where reminders of one connection's stores are posted, the oldest store's first.

        The stores' Slack channels get all rungs, owners and backups the last few in person, the
        workspace's admin channel the very last.
        """
        channels = dict.fromkeys((store.workspace_id, store.channel) for store in stores)
        people = dict.fromkeys(_looking_after(stores))
        told = [Audience(place[1], self._zone(self.oldest[place])) for place in channels]
        told += [Audience(p[1], self.zones.get(p, UTC), DIRECTLY_FROM) for p in people]
        admins = self.admins[stores[0].workspace_id] if stores else None
        if admins is not None and admins not in {audience.target for audience in told}:
            told.append(Audience(admins, told[0].zone, ADMINS_FROM))
        return told

    def _zone(self, store: StoreRow) -> tzinfo:
        """Return the zone of a store's owner, else of its backup, else UTC."""
        known = (self.zones[place] for place in _looking_after([store]) if place in self.zones)
        return next(known, UTC)


async def surroundings_of(session: AsyncSession, stores: Sequence[StoreRow]) -> Surroundings:
    """Load what determines the audiences of some stores, of one connection or many."""
    oldest = await _oldest(session, stores)
    workspaces = await session.scalars(
        select(WorkspaceRow).where(WorkspaceRow.id.in_({store.workspace_id for store in stores}))
    )
    rows = workspaces.all()
    return Surroundings(
        oldest,
        await _zones(session, [*_looking_after(stores), *_looking_after(oldest.values())]),
        {row.id: row.admin_channel for row in rows},
        {row.id for row in rows if row.delivery_suspended_at is not None},
    )


async def zone_there(session: AsyncSession, stores: Sequence[StoreRow], target: str) -> tzinfo:
    """Return the time zone of a place where a connection's reminders are posted.

    A place that is no longer one of them gets the zone of the first.
    """
    told = (await surroundings_of(session, stores)).audiences(stores)
    there = [audience.zone for audience in told if audience.target == target]
    return next(iter([*there, *(audience.zone for audience in told)]), UTC)


async def _oldest(session: AsyncSession, stores: Sequence[StoreRow]) -> Mapping[_Place, StoreRow]:
    """Return the oldest store of each channel, with one index look-up for each store."""
    other, oldest = aliased(StoreRow), aliased(StoreRow)
    first = (
        select(other.id)
        .where(other.workspace_id == StoreRow.workspace_id, other.channel == StoreRow.channel)
        .order_by(other.created_at)
        .limit(1)
        .correlate(StoreRow)
        .scalar_subquery()
    )
    firsts = select(first).where(StoreRow.id.in_({store.id for store in stores}))
    found = await session.scalars(select(oldest).where(oldest.id.in_(firsts)))
    return {(store.workspace_id, store.channel): store for store in found}


async def _zones(session: AsyncSession, people: Collection[_Place]) -> Mapping[_Place, tzinfo]:
    found = await session.execute(
        select(PersonRow.workspace_id, PersonRow.slack_user_id, PersonRow.timezone).where(
            PersonRow.workspace_id.in_({workspace_id for workspace_id, _ in people}),
            PersonRow.slack_user_id.in_({person for _, person in people}),
        )
    )
    return {(row.workspace_id, row.slack_user_id): zone_of(row.timezone) for row in found}


def _looking_after(stores: Iterable[StoreRow]) -> list[_Place]:
    return [
        (store.workspace_id, person)
        for store in stores
        for person in (store.owner, store.backup)
        if person
    ]
