"""Apply a check's result: helpers that take the session of a verb."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.alarms import OUTAGE_TOLD_AFTER, AlarmKind
from domain.authorizations import AuthorizationStatus, Participation
from domain.backoff import as_long_again, spread
from domain.history import Actor, Event
from domain.messages import MessageKind
from domain.participations import Selling, selling_in
from services.stores.show import show_stores
from storage.alarms import AlarmPlace, raise_alarm
from storage.authorizations import name_seller, participations_of, replace_participations
from storage.history import Subject
from storage.outbox import notify
from storage.stores import stores_of
from storage.tables.application import AlarmRow
from storage.tables.authorizations import AuthorizationRow

_SOONEST = timedelta(minutes=5)
_LATEST = timedelta(hours=1)

Changes = dict[str, list[str]]
"""Ids of stores by `Selling`."""


async def note_unwell(session: AsyncSession, row: AuthorizationRow, at: datetime) -> None:
    """Note that Amazon does not answer about a seller; report it once it is an outage."""
    since = row.unwell_since = row.unwell_since or at
    told_at = since + OUTAGE_TOLD_AFTER
    again = at + spread(as_long_again(at - since, _SOONEST, _LATEST), 0.8, 1)
    row.next_check_at = min(again, told_at) if at < told_at else again
    if at >= told_at:
        await raise_in_channels(session, row, AlarmKind.OUTAGE, at, since=since)


async def note_well(session: AsyncSession, row: AuthorizationRow, at: datetime) -> None:
    """Note that Amazon answers about a seller; whether an outage is over is checked soon."""
    since, row.unwell_since = row.unwell_since, None
    if since is None or at < since + OUTAGE_TOLD_AFTER:
        return
    about = [place.about for place in await _places(session, row)]
    await session.execute(
        update(AlarmRow)
        .where(
            AlarmRow.kind == AlarmKind.OUTAGE,
            AlarmRow.about.in_(about),
            AlarmRow.until.is_(None),
        )
        .values(look_at=at)
    )


def is_of_another(row: AuthorizationRow, application_id: str) -> bool:
    """Match unended authorizations of another application than the running one."""
    return row.application_id != application_id and row.status != AuthorizationStatus.REVOKED


async def set_aside(session: AsyncSession, row: AuthorizationRow, at: datetime) -> None:
    """Stop asking about a seller of another application, and report it."""
    row.next_check_at = None
    await show_stores(session, row, at)
    if row.status == AuthorizationStatus.LIVE:
        await raise_in_channels(session, row, AlarmKind.OTHER_APPLICATION, at)


async def raise_in_channels(
    session: AsyncSession,
    row: AuthorizationRow,
    kind: AlarmKind,
    at: datetime,
    since: datetime | None = None,
) -> None:
    """Raise an alarm in each Slack channel of a seller's stores, unless it is open there."""
    for place in await _places(session, row):
        await raise_alarm(
            session, kind, place.about, place, at, since=since or at, look_at=at + _SOONEST
        )


async def keep_selling(
    session: AsyncSession, row: AuthorizationRow, told: Sequence[Participation], at: datetime
) -> None:
    """Save where Amazon now says that the seller sells, and report what changes for its stores."""
    before = await participations_of(session, row.id)
    is_first = row.checked_at is None
    name_seller(row, told)
    await replace_participations(session, row, told, at)
    await show_stores(session, row, at)
    if not is_first:
        await _tell_changes(session, row, before, told, at)


async def _tell_changes(
    session: AsyncSession,
    row: AuthorizationRow,
    before: Sequence[Participation],
    told: Sequence[Participation],
    at: datetime,
) -> None:
    """Report once in each Slack channel which of its stores can no longer sell, or can again."""
    changes: dict[str, Changes] = defaultdict(lambda: defaultdict(list))
    for store in await stores_of(session, row.id):
        now = selling_in(told, store.marketplace_id)
        if now is not selling_in(before, store.marketplace_id):
            changes[store.channel][now].append(str(store.id))
    for channel, changed in sorted(changes.items()):
        await _tell_change(session, row, channel, changed, at)


async def _tell_change(
    session: AsyncSession, row: AuthorizationRow, channel: str, changed: Changes, at: datetime
) -> None:
    await notify(
        session,
        Event.SELLING_CHANGED,
        MessageKind.SELLING_CHANGED,
        [channel],
        Subject.of_seller(row),
        Actor.BOT,
        at,
        stores={selling: changed.get(selling, []) for selling in Selling},
    )


async def _places(session: AsyncSession, row: AuthorizationRow) -> list[AlarmPlace]:
    """Return the Slack channels of a seller's stores, always in the same order."""
    channels = {store.channel for store in await stores_of(session, row.id)}
    return [AlarmPlace(row.workspace_id, channel) for channel in sorted(channels)]
