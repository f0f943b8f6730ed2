"""Alarms as rows: opened once, shown by one message, closed once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.alarms import OUTAGE_TOLD_AFTER, AlarmKind
from domain.authorizations import AuthorizationStatus
from domain.messages import MessageKind
from storage.applications import of_another_application
from storage.database.dialects import insert
from storage.outbox import owe_message, want_shown
from storage.tables.application import AlarmRow
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow

_AUTHORIZATIONS = AuthorizationRow.__table__.c
log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AlarmPlace:
    """A Slack channel where alarms are told."""

    workspace_id: UUID
    target: str

    @property
    def about(self) -> str:
        """The key by which an alarm names this channel."""
        return f"{self.workspace_id}:{self.target}"


async def host_place(session: AsyncSession, admin_channel: str | None) -> AlarmPlace | None:
    """Return the host's own Slack channel; None where the settings name no known one."""
    workspace_id = await session.scalar(
        select(WorkspaceRow.id)
        .where(WorkspaceRow.admin_channel == admin_channel)
        .order_by(WorkspaceRow.created_at)
        .limit(1)
    )
    if workspace_id is None or admin_channel is None:
        return None
    return AlarmPlace(workspace_id, admin_channel)


async def open_alarm(session: AsyncSession, kind: AlarmKind, about: str) -> AlarmRow | None:
    """Return the open alarm of a kind, locked."""
    found: AlarmRow | None = await session.scalar(
        select(AlarmRow)
        .where(AlarmRow.kind == kind, AlarmRow.about == about, AlarmRow.until.is_(None))
        .with_for_update()
    )
    return found


async def raise_alarm(
    session: AsyncSession,
    kind: AlarmKind,
    about: str,
    place: AlarmPlace | None,
    at: datetime,
    **given: Any,
) -> None:
    """Open an alarm and owe its message, unless it is open already.

    `given` may be `since`, `step`, `facts` and `look_at`. Without a place, the alarm is only
    logged.
    """
    values: dict[str, Any] = {"since": at, "step": 0, "facts": {}, "look_at": None} | given
    opened = await session.scalar(
        insert(session, AlarmRow)
        .values(id=uuid4(), kind=kind, about=about, **values)
        .on_conflict_do_nothing()
        .returning(AlarmRow.id)
    )
    if opened is None:
        return
    log.error("an alarm is raised", alarm=str(kind), about=about, **values["facts"])
    if place is not None:
        await tell(session, await session.get_one(AlarmRow, opened), place, at)


async def tell(session: AsyncSession, alarm: AlarmRow, place: AlarmPlace, at: datetime) -> None:
    """Owe the message of an alarm that has none."""
    alarm.workspace_id, alarm.target = place.workspace_id, place.target
    alarm.message_id = await owe_message(
        session, place.workspace_id, MessageKind.ALARM, place.target, at
    )


async def end_alarm(session: AsyncSession, alarm: AlarmRow, at: datetime) -> None:
    alarm.until = at
    log.warning("an alarm is over", alarm=alarm.kind, about=alarm.about)
    await show_alarm(session, alarm, at)


async def show_alarm(session: AsyncSession, alarm: AlarmRow, at: datetime) -> None:
    """Update an alarm's message."""
    await want_shown(session, MessageRow.id == alarm.message_id, at)


async def alarmed(session: AsyncSession, message_id: UUID, at: datetime) -> ColumnElement[bool]:
    """Return the stores of a message's Slack channel that its alarm concerns."""
    alarm = await session.scalar(select(AlarmRow).where(AlarmRow.message_id == message_id))
    if alarm is None or alarm.until is not None:
        return false()
    is_concerned = (
        select(AuthorizationRow.id)
        .where(AuthorizationRow.id == StoreRow.authorization_id, concerned(alarm.kind, at))
        .exists()
    )
    return (StoreRow.channel == alarm.target) & is_concerned


def concerned(kind: AlarmKind, now: datetime) -> ColumnElement[bool]:
    """Match the authorizations that a channel's alarm is about."""
    if kind is AlarmKind.OUTAGE:
        unwell: ColumnElement[bool] = _AUTHORIZATIONS.unwell_since <= now - OUTAGE_TOLD_AFTER
        return unwell
    if kind is AlarmKind.OTHER_APPLICATION:
        return of_another_application() & (_AUTHORIZATIONS.status == AuthorizationStatus.LIVE)
    return false()
